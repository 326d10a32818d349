package org.relais.launcher;

import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** The children of a launcher that was killed: they end by themselves, and before anything starts they must have. */
final class Leftovers {
    private static final Duration BY_THEMSELVES = Duration.ofSeconds(5);

    private Leftovers() {}

    /** What the last run wrote of itself. A file that can't be read tells nothing. */
    static Optional<RunInfo> lastRun(DataDirectory data) {
        if (!Files.exists(data.runFile())) return Optional.empty();
        try {
            return Optional.of(RunInfo.read(data.runFile()));
        } catch (IOException unreadable) {
            return Optional.empty();
        }
    }

    /** Waits for them, then kills those that remain. The lock is ours, so their launcher is gone; if it is not, this is a copy of its data. */
    static void end(DataDirectory data) throws IOException {
        List<ProcessHandle> alive = lastRun(data).map(Leftovers::alive).orElse(List.of());
        long end = System.nanoTime() + BY_THEMSELVES.toNanos();
        for (ProcessHandle process : alive) awaitEnd(process, end - System.nanoTime());
        StalePostmaster.stop(data.postgres());
        for (ProcessHandle process : alive) kill(process);
    }

    private static List<ProcessHandle> alive(RunInfo last) {
        if (last.isLauncherAlive()) return List.of();
        return last.processes().values().stream()
                .filter(RunInfo.ChildInfo::isAlive)
                .flatMap(child -> ProcessHandle.of(child.pid()).stream())
                .toList();
    }

    private static void kill(ProcessHandle process) {
        if (process.destroyForcibly()) awaitEnd(process, BY_THEMSELVES.toNanos());
    }

    private static void awaitEnd(ProcessHandle process, long nanos) {
        process.onExit()
                .completeOnTimeout(process, Math.max(1, nanos), TimeUnit.NANOSECONDS)
                .join();
    }
}
