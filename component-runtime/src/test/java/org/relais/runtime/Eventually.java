package org.relais.runtime;

import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.locks.LockSupport;

/** Waits for a condition instead of for a time. */
final class Eventually {

    private static final Duration LIMIT = Duration.ofSeconds(Long.getLong("relais.patience", 60));

    private Eventually() {}

    static void eventually(String what, Callable<Boolean> condition) throws Exception {
        within(LIMIT, what, condition);
    }

    /** Lets time go by in which something must not happen. */
    static void letPass(Duration time) {
        long end = System.nanoTime() + time.toNanos();
        while (System.nanoTime() - end < 0) {
            LockSupport.parkNanos(20_000_000);
        }
    }

    static void within(Duration limit, String what, Callable<Boolean> condition) throws Exception {
        long end = System.nanoTime() + limit.toNanos();
        while (!condition.call()) {
            if (System.nanoTime() > end) {
                throw new AssertionError("not within " + limit.toMillis() + " ms: " + what);
            }
            LockSupport.parkNanos(20_000_000);
        }
    }
}
