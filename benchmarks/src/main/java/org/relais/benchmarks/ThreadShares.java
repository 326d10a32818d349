package org.relais.benchmarks;

import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;

/**
 * What a JVM's threads did, in microseconds of processor time by the threads' name without numbers. Linux cuts names to 15
 * bytes. Immutable.
 *
 * @param byName microseconds
 */
record ThreadShares(Map<String, Long> byName) {

    /**
     * {@return what threads used between two moments}
     *
     * @param before microseconds by thread, see {@link Usage}
     * @param after the same, later, with what ended meanwhile
     */
    static ThreadShares between(Map<String, Long> before, Map<String, Long> after) {
        Map<String, Long> byName = new TreeMap<>();
        after.forEach(
                (thread, micros) -> byName.merge(kind(thread), micros - before.getOrDefault(thread, 0L), Long::sum));
        return new ThreadShares(byName);
    }

    private static String kind(String thread) {
        String name = thread.substring(thread.indexOf(' ') + 1);
        return name.replaceAll("[-#]?\\d+$", "").strip();
    }

    /** {@return microseconds of the just-in-time compilers} */
    long compiler() {
        return sum("C1 Compiler") + sum("C2 Compiler");
    }

    /** {@return microseconds of garbage collection; the serial collector works in the VM thread, which does little else} */
    long collector() {
        return sum("VM Thread") + sum("GC Thread") + sum("G1 ");
    }

    /** {@return the threads that used most, first the most} */
    Map<String, Long> top(int count) {
        Map<String, Long> top = new LinkedHashMap<>();
        byName.entrySet().stream()
                .sorted(Map.Entry.comparingByValue(Comparator.reverseOrder()))
                .limit(count)
                .forEach(entry -> top.put(entry.getKey(), entry.getValue()));
        return top;
    }

    private long sum(String prefix) {
        return byName.entrySet().stream()
                .filter(entry -> entry.getKey().startsWith(prefix))
                .mapToLong(Map.Entry::getValue)
                .sum();
    }
}
