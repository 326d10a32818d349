package org.relais.endtoend;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;

/** Waits for a condition instead of for a time. */
public final class Eventually {
    private static final long PAUSE_NANOS = 20_000_000;

    private Eventually() {}

    /** Something that is to hold at last. */
    @FunctionalInterface
    public interface Condition {
        void check() throws Exception;
    }

    /**
     * Checks again and again until nothing is thrown.
     *
     * @throws AssertionError what the last check within the limit threw
     */
    public static void eventually(Duration limit, Condition condition) {
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
