package org.relais.runtime;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** When to try again while the outside is down: the partitions pause, but polling goes on. Used by one thread. */
final class Retries {

    private final Backoff backoff;
    private final @Nullable Duration limit;
    private long due = System.nanoTime();
    private long firstFailure;
    private boolean failing;

    Retries(RuntimeSettings settings) {
        this.backoff = new Backoff(settings.retryInterval());
        this.limit = settings.failureTimeout();
    }

    boolean due() {
        return due - System.nanoTime() <= 0;
    }

    /** {@return how long a poll may wait} */
    Duration wait(Duration usual) {
        Duration left = Duration.ofNanos(due - System.nanoTime());
        return failing && !left.isNegative() && left.compareTo(usual) < 0 ? left : usual;
    }

    void failed() {
        long now = System.nanoTime();
        firstFailure = failing ? firstFailure : now;
        failing = true;
        due = now + Duration.ofMillis(backoff.next()).toNanos();
    }

    void succeeded() {
        if (failing) {
            failing = false;
            backoff.reset();
        }
    }

    /** {@return whether it has been tried for longer than is wanted} */
    boolean exhausted() {
        return failing && limit != null && System.nanoTime() - firstFailure > limit.toNanos();
    }
}
