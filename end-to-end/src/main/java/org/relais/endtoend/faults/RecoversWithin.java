package org.relais.endtoend.faults;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * After a fault, work goes on within a limit: from the restart of the victim, or from the end of what held it up, until its first new
 * effect or reply. Used by one thread.
 */
public final class RecoversWithin {
    private final Duration limit;
    private final Map<String, List<Long>> millis = new TreeMap<>();
    private final Differences late = new Differences("too late:");

    public RecoversWithin(Duration limit) {
        this.limit = limit;
    }

    /**
     * It works again.
     *
     * @param fault the kind of the fault
     * @param after how long that took
     */
    public void recovered(String fault, Duration after) {
        millis.computeIfAbsent(fault, kind -> new ArrayList<>()).add(after.toMillis());
        if (after.compareTo(limit) > 0) {
            late.add(fault + " after " + after.toMillis() + " ms");
        }
    }

    /** It did not, for so long as anybody looked. */
    public void notRecovered(String fault) {
        late.add(fault + " not at all");
    }

    /** {@return the times in milliseconds after faults of a kind, sorted} */
    public List<Long> millis(String fault) {
        return millis.getOrDefault(fault, List.of()).stream().sorted().toList();
    }

    /** {@return the times in milliseconds after all faults, sorted} */
    public List<Long> millis() {
        return millis.values().stream().flatMap(List::stream).sorted().toList();
    }

    /**
     * {@return the value below which so many percent lie}
     *
     * @param sorted must not be empty
     */
    public static long percentile(List<Long> sorted, int percent) {
        return sorted.get(Math.max(0, (int) Math.ceil(sorted.size() * percent / 100.0) - 1));
    }

    /** {@return what is not as it should be, with the first of them; empty if all is well} */
    public List<String> differences() {
        return late.text();
    }
}
