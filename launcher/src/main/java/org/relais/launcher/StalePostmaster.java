package org.relais.launcher;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** Stops the postmaster that a launcher killed together with its guards left behind. */
final class StalePostmaster {
    private static final Duration FAST = Duration.ofSeconds(5);

    private StalePostmaster() {}

    static void stop(Path cluster) throws IOException {
        Optional<ProcessHandle> found = running(cluster);
        if (found.isEmpty()) return;
        ProcessHandle postmaster = found.orElseThrow();
        Signals.send("INT", postmaster.pid());
        if (ended(postmaster, FAST)) return;
        postmaster.destroyForcibly();
        ended(postmaster, FAST);
    }

    /** The process named in {@code postmaster.pid}, if it is this folder's: the id may belong to something else by now, and the folder be a copy. */
    static Optional<ProcessHandle> running(Path cluster) throws IOException {
        Path file = cluster.resolve("postmaster.pid");
        if (!Files.exists(file)) return Optional.empty();
        return Files.readAllLines(file).stream()
                .findFirst()
                .map(line -> Long.parseLong(line.strip()))
                .flatMap(ProcessHandle::of)
                .filter(process -> isOf(process, cluster));
    }

    private static boolean isOf(ProcessHandle process, Path cluster) {
        ProcessHandle.Info info = process.info();
        return info.command().filter(path -> path.endsWith("/postgres")).isPresent() && worksIn(process, cluster);
    }

    /** A postmaster's working folder is its data directory, under whatever name; without {@code /proc} its arguments tell. */
    private static boolean worksIn(ProcessHandle process, Path cluster) {
        Path folder = Path.of("/proc", Long.toString(process.pid()), "cwd");
        try {
            return Files.exists(folder)
                    ? Files.isSameFile(folder, cluster)
                    : Arrays.asList(process.info().arguments().orElse(new String[0]))
                            .contains(cluster.toString());
        } catch (IOException hasEnded) {
            return false;
        }
    }

    private static boolean ended(ProcessHandle process, Duration limit) {
        CompletableFuture<Boolean> end = process.onExit().thenApply(handle -> true);
        return end.completeOnTimeout(false, limit.toMillis(), TimeUnit.MILLISECONDS)
                .join();
    }
}
