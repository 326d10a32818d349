package org.relais.endtoend;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.time.Duration;

/**
 * How much longer everything takes on this machine than if it had nothing else to do. A limit in seconds is multiplied by it: the
 * promise is about an idle machine.
 */
public final class Slowness {
    private static final double MOST = 4;
    private static final long SAMPLE_NANOS = 100_000_000;

    private Slowness() {}

    /** {@return a limit that holds for an idle machine, as it is on this one now; within reason, since what never comes is waited for, too} */
    public static Duration scale(Duration limit) {
        return Duration.ofMillis((long) (limit.toMillis() * Math.min(MOST, now())));
    }

    /** How long a tenth of a second of computing takes now; 1 on an idle machine. */
    private static double now() {
        ThreadMXBean threads = ManagementFactory.getThreadMXBean();
        long start = System.nanoTime();
        long begin = threads.getCurrentThreadCpuTime();
        while (threads.getCurrentThreadCpuTime() - begin < SAMPLE_NANOS) {
            Thread.onSpinWait();
        }
        return Math.max(1, (double) (System.nanoTime() - start) / SAMPLE_NANOS);
    }
}
