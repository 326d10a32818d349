package org.relais.benchmarks;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Ends processes that this one has started. */
final class Children {

    private static final Duration LIMIT = Duration.ofSeconds(5);

    private Children() {}

    /** Ends all that are left. */
    static void stopAll() {
        stop(ProcessHandle.current().descendants().toList());
    }

    /** Asks them to end; what does not is killed. */
    static void stop(List<ProcessHandle> processes) {
        processes.forEach(ProcessHandle::destroy);
        try {
            CompletableFuture.allOf(
                            processes.stream().map(ProcessHandle::onExit).toArray(CompletableFuture[]::new))
                    .get(LIMIT.toSeconds(), TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            processes.forEach(ProcessHandle::destroyForcibly);
            Thread.currentThread().interrupt();
        } catch (ExecutionException | TimeoutException stillThere) {
            processes.forEach(ProcessHandle::destroyForcibly);
        }
    }
}
