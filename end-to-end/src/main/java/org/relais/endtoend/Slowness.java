package org.relais.endtoend;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

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
        return scale(limit, now());
    }

    private static Duration scale(Duration limit, double slowness) {
        return Duration.ofMillis((long) (limit.toMillis() * Math.min(MOST, slowness)));
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

    /** Measures from now on until it is closed: what takes seconds is slowed by all that goes on meanwhile, not by what does at its end. */
    public static final class Watch implements AutoCloseable {
        private static final long PAUSE_MILLIS = 400; // so that measuring takes no more than a fifth of one processor

        private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();
        private double sum;
        private int samples;

        public Watch() {
            var unused = timer.scheduleWithFixedDelay(this::sample, 0, PAUSE_MILLIS, TimeUnit.MILLISECONDS);
        }

        private synchronized void add(double slowness) {
            sum += slowness;
            samples++;
        }

        private void sample() {
            add(now());
        }

        /** {@return a limit that holds for an idle machine, as it is on this one, on average, since this began} */
        public synchronized Duration scale(Duration limit) {
            return Slowness.scale(limit, samples == 0 ? now() : sum / samples);
        }

        @Override
        public void close() {
            timer.shutdownNow();
        }
    }
}
