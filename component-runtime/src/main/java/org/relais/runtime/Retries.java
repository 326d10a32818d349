package org.relais.runtime;

import java.time.Duration;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** When to try again while the outside is down: the partitions pause, but polling goes on. Used by one thread. */
final class Retries {

    private final Backoff backoff;
    private final @Nullable Duration limit;
    private final LongSupplier nanoTime;
    private long due;
    private boolean failing;

    Retries(RuntimeSettings settings) {
        this(settings, System::nanoTime);
    }

    Retries(RuntimeSettings settings, LongSupplier nanoTime) {
        this.backoff = new Backoff(settings.retryInterval());
        this.limit = settings.failureTimeout();
        this.nanoTime = nanoTime;
        this.due = nanoTime.getAsLong();
    }

    boolean due() {
        return due - nanoTime.getAsLong() <= 0;
    }

    /** {@return how long a poll may wait} */
    Duration wait(Duration usual) {
        Duration left = Duration.ofNanos(due - nanoTime.getAsLong());
        return failing && !left.isNegative() && left.compareTo(usual) < 0 ? left : usual;
    }

    void failed() {
        failing = true;
        due = nanoTime.getAsLong() + Duration.ofMillis(backoff.next()).toNanos();
    }

    void succeeded() {
        if (failing) {
            failing = false;
            backoff.reset();
        }
    }

    /** {@return the time, for {@link #exhausted}} */
    long now() {
        return nanoTime.getAsLong();
    }

    /** {@return whether what has been tried in vain since then has been for longer than is wanted} */
    boolean exhausted(long since) {
        return failing && limit != null && nanoTime.getAsLong() - since > limit.toNanos();
    }
}
