package org.relais.launcher;

import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.locks.LockSupport;

/** Waits for a condition instead of for a time. */
final class Eventually {
    private static final Duration LIMIT = Duration.ofSeconds(Long.getLong("relais.patience", 30));

    private Eventually() {}

    static void eventually(String what, Callable<Boolean> condition) throws Exception {
        long end = System.nanoTime() + LIMIT.toNanos();
        while (!condition.call()) {
            if (System.nanoTime() > end) throw new AssertionError("not within " + LIMIT.toSeconds() + " s: " + what);
            LockSupport.parkNanos(20_000_000);
        }
    }
}
