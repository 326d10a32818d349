package org.relais.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Processor time of one process with its children, those that have ended included, and of its threads. Immutable.
 *
 * @param micros microseconds of processor time since it started, exact to 10,000
 * @param threads microseconds by thread: the thread's id and name
 */
record Usage(long micros, Map<String, Long> threads) {

    private static final long MICROS_PER_TICK = 1_000_000 / Proc.TICKS_PER_SECOND;

    /** {@return what a process has used until now; nothing if it has ended} */
    static Usage of(ProcessHandle process) throws IOException {
        long ticks = ticks(process.pid());
        for (ProcessHandle child : process.descendants().toList()) {
            ticks += ticks(child.pid());
        }
        return new Usage(ticks * MICROS_PER_TICK, threads(process.pid()));
    }

    /** {@return what this process has used, without its children} */
    static long ownMicros() throws IOException {
        Path self = Proc.folder(ProcessHandle.current().pid());
        return Proc.stat(self).map(Proc.Stat::ticks).orElse(0L) * MICROS_PER_TICK;
    }

    private static long ticks(long pid) throws IOException {
        return Proc.stat(Proc.folder(pid))
                .map(stat -> stat.ticks() + stat.endedChildrenTicks())
                .orElse(0L);
    }

    private static Map<String, Long> threads(long pid) throws IOException {
        Map<String, Long> threads = new LinkedHashMap<>();
        for (Path task : tasks(pid)) {
            Proc.stat(task)
                    .ifPresent(stat ->
                            threads.put(task.getFileName() + " " + stat.name(), stat.ticks() * MICROS_PER_TICK));
        }
        return threads;
    }

    private static List<Path> tasks(long pid) throws IOException {
        Path folder = Proc.folder(pid).resolve("task");
        if (!Files.exists(folder)) {
            return List.of();
        }
        try (Stream<Path> tasks = Files.list(folder)) {
            return tasks.toList();
        }
    }
}
