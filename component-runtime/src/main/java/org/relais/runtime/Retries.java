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
    private long firstTry;
    private boolean trying;
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

    /** To be called before messages are tried: from the first time since the last success on it counts how long that takes. */
    void trying() {
        firstTry = trying ? firstTry : nanoTime.getAsLong();
        trying = true;
    }

    void failed() {
        failing = true;
        due = nanoTime.getAsLong() + Duration.ofMillis(backoff.next()).toNanos();
    }

    void succeeded() {
        trying = false;
        if (failing) {
            failing = false;
            backoff.reset();
        }
    }

    /** {@return whether messages have been tried in vain for longer than is wanted} */
    boolean exhausted() {
        return failing && trying && limit != null && nanoTime.getAsLong() - firstTry > limit.toNanos();
    }
}
