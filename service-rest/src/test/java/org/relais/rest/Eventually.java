package org.relais.rest;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;

/** Waits for a condition instead of for a time. */
final class Eventually {
    private static final long PAUSE_NANOS = 20_000_000;

    private Eventually() {}

    /** Something that is to hold at last. */
    @FunctionalInterface
    interface Condition {
        void check() throws Exception;
    }

    /**
     * Checks again and again until nothing is thrown.
     *
     * @throws AssertionError what the last check within the limit threw
     */
    static void eventually(Condition condition) {
        Duration limit = Duration.ofSeconds(20);
        long end = System.nanoTime() + limit.toNanos();
        while (true) {
            try {
                condition.check();
                return;
            } catch (Exception | AssertionError notYet) {
                if (System.nanoTime() > end) {
                    throw new AssertionError("not within " + limit.toSeconds() + " s: " + notYet.getMessage(), notYet);
                }
                LockSupport.parkNanos(PAUSE_NANOS);
            }
        }
    }
}
