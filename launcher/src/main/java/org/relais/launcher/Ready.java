package org.relais.launcher;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** Waits until a process just started serves. */
final class Ready {
    private static final long PAUSE_MILLIS = 50;

    private Ready() {}

    /** One look; may take a while, but not long. */
    interface Look {
        boolean isReady() throws IOException, InterruptedException;
    }

    static void await(Child child, Process process, Duration limit, Look look)
            throws IOException, InterruptedException {
        long end = System.nanoTime() + limit.toNanos();
        while (!look.isReady()) {
            if (process.waitFor(PAUSE_MILLIS, TimeUnit.MILLISECONDS)) throw ended(child, process);
            if (System.nanoTime() - end > 0) throw late(child, limit);
        }
    }

    private static IOException ended(Child child, Process process) {
        return new IOException(child.name() + " ended at its start with exit code " + process.exitValue() + ": see "
                + child.log() + LogTail.lastLine(child.log()));
    }

    private static IOException late(Child child, Duration limit) {
        return new IOException(child.name() + " does not answer after " + limit.toSeconds() + " s: see " + child.log());
    }
}
