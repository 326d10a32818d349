package org.relais.launcher;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
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

    /** The process named in {@code postmaster.pid}, if it is a postgres: the id may belong to something else by now. */
    static Optional<ProcessHandle> running(Path cluster) throws IOException {
        Path file = cluster.resolve("postmaster.pid");
        if (!Files.exists(file)) return Optional.empty();
        return Files.readAllLines(file).stream()
                .findFirst()
                .map(line -> Long.parseLong(line.strip()))
                .flatMap(ProcessHandle::of)
                .filter(StalePostmaster::isPostgres);
    }

    private static boolean isPostgres(ProcessHandle process) {
        return process.info()
                .command()
                .filter(path -> path.endsWith("/postgres"))
                .isPresent();
    }

    private static boolean ended(ProcessHandle process, Duration limit) {
        CompletableFuture<Boolean> end = process.onExit().thenApply(handle -> true);
        return end.completeOnTimeout(false, limit.toMillis(), TimeUnit.MILLISECONDS)
                .join();
    }
}
