package org.relais.launcher;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Keeps what a supervisor tells, one line each. */
final class RecordedEvents implements Supervisor.Events {
    private final List<String> lines = new CopyOnWriteArrayList<>();
    private final List<ProcessHandle> started = new CopyOnWriteArrayList<>();

    @Override
    public void started(Child child, ProcessHandle process, int restarts) {
        started.add(process);
        lines.add("started " + child.name() + " " + restarts);
    }

    @Override
    public void ended(Child child, int exitCode, Duration pause) {
        lines.add("ended " + child.name() + " " + exitCode + " " + pause.toMillis());
    }

    @Override
    public void notStarted(Child child, IOException reason, Duration pause) {
        lines.add("not started " + child.name() + " " + pause.toMillis());
    }

    @Override
    public void gaveUp(Child child, int exitCode) {
        lines.add("gave up " + child.name() + " " + exitCode);
    }

    List<String> lines() {
        return lines;
    }

    /** Every process that was ever started, in order. */
    List<ProcessHandle> started() {
        return started;
    }

    ProcessHandle last() {
        return started.get(started.size() - 1);
    }
}
