package org.relais.runtime;

import java.util.EnumSet;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.relais.messages.ComponentStatus;
import org.relais.messages.Discreet;
import org.relais.messages.OneLine;

/**
 * The state of one part. From STARTING on it is STANDBY, RUNNING or RETRYING, whichever is so; STOPPED and FAILED are for ever.
 * Safe for use by several threads.
 */
final class Lifecycle {

    enum State {
        /** Clients are being made. */
        STARTING,
        /** Another copy holds what only one may write to. */
        STANDBY,
        /** At work, or waiting for it. */
        RUNNING,
        /** The outside or the cluster is down; tried again and again. */
        RETRYING,
        /** Ended as it was told to. */
        STOPPED,
        /** Ended by a failure that people have to look at. */
        FAILED
    }

    private static final Set<State> ENDED = EnumSet.of(State.STOPPED, State.FAILED);

    private final CountDownLatch stopRequested = new CountDownLatch(1);
    private State state = State.STARTING;
    private String reason = "";
    private ComponentStatus.@Nullable Figures figures;

    /** {@return whether the part is to go on} */
    boolean running() {
        return stopRequested.getCount() > 0;
    }

    void requestStop() {
        stopRequested.countDown();
    }

    /** Waits, but no longer than until a stop is requested. */
    void pause(long millis) {
        try {
            var unused = stopRequested.await(millis, TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            requestStop();
        }
    }

    void moveTo(State next) {
        moveTo(next, "");
    }

    synchronized void moveTo(State next, String why) {
        if (ENDED.contains(state)) {
            throw new IllegalStateException("a part that is " + state + " can't become " + next);
        }
        state = next;
        reason = OneLine.of(Discreet.of(why));
    }

    /** Tells what can't be seen in the production's topics; null if there is nothing of the kind. */
    synchronized void tell(ComponentStatus.@Nullable Figures now) {
        figures = now;
    }

    /** {@return the part with its state as it is now, for others to read} */
    synchronized ComponentStatus.Part status(String name) {
        return new ComponentStatus.Part(name, state.name(), reason, figures);
    }

    synchronized State state() {
        return state;
    }

    /** {@return why it is in its state; empty where that needs no reason} */
    synchronized String reason() {
        return reason;
    }
}
