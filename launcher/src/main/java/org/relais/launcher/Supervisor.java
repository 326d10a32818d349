package org.relais.launcher;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Starts children, starts them again when they end (after a pause that grows from 0.2 s to 5 s while they end quickly), and
 * stops them in order. Threads may share it.
 */
public final class Supervisor {
    private final Events events;
    private final List<Supervised> children = new ArrayList<>();
    private boolean refusing;

    /** What it tells; called from the threads that watch, so an implementation must be safe for several. */
    public interface Events {
        /** A process was started; {@code restarts} is 0 for the first one. */
        void started(Child child, ProcessHandle process, int restarts);

        /** A process ended by itself, and is started again after the pause. */
        void ended(Child child, int exitCode, Duration pause);

        /** A process could not be started again, which is tried once more after the pause. */
        void notStarted(Child child, IOException reason, Duration pause);

        /** A process ended by itself in a way that no restart mends. */
        void gaveUp(Child child, int exitCode);
    }

    public Supervisor(Events events) {
        this.events = events;
    }

    /**
     * Starts a child and watches it from now on.
     *
     * @throws IOException if it can't be started
     */
    public Process start(Child child) throws IOException {
        Supervised supervised = new Supervised(child, events);
        synchronized (children) {
            if (refusing) throw new IOException(child.name() + " is not started: everything is being stopped");
            children.add(supervised);
        }
        return supervised.start();
    }

    /** From now on nothing new is started; what runs goes on, and is started again if it ends, until it is stopped. */
    public void refuseStarts() {
        synchronized (children) {
            refusing = true;
        }
    }

    /**
     * Stops these children together: asks each to end, waits, then kills what is left.
     *
     * @param limit how long to wait before killing
     */
    public void stop(List<? extends Child> together, Duration limit) throws IOException {
        List<Supervised> stopping = new ArrayList<>();
        synchronized (children) {
            children.stream().filter(each -> together.contains(each.child())).forEach(stopping::add);
            children.removeAll(stopping);
        }
        for (Supervised each : stopping) each.requestStop();
        long end = System.nanoTime() + limit.toNanos();
        for (Supervised each : stopping) each.awaitStop(end - System.nanoTime(), TimeUnit.NANOSECONDS);
    }
}
