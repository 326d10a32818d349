package org.relais.runtime;

import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;

/** Growing pauses between tries: doubled each time, with jitter, up to a limit; small again after a while without trouble. */
final class Backoff {

    private static final long FIRST_MILLIS = 100;
    private static final long QUIET_MILLIS = 30_000;

    private final long limit;
    private long pause = FIRST_MILLIS;

    Backoff(Duration limit) {
        this.limit = Math.max(FIRST_MILLIS, limit.toMillis());
    }

    /**
     * {@return how long to wait now, in milliseconds}
     *
     * @param since when the try began that failed now, as {@link System#nanoTime}: after a long good time the pause starts small again
     */
    long next(long since) {
        if (TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - since) > QUIET_MILLIS) {
            reset();
        }
        return next();
    }

    /** {@return how long to wait now, in milliseconds} */
    long next() {
        long now = pause;
        pause = Math.min(limit, pause * 2);
        return now / 2 + ThreadLocalRandom.current().nextLong(now / 2 + 1);
    }

    void reset() {
        pause = FIRST_MILLIS;
    }
}
