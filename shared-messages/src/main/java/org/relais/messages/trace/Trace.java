package org.relais.messages.trace;

import com.fasterxml.jackson.annotation.JsonIgnore;
import java.util.List;

/**
 * What happened in one session, as far as messages tell. Immutable; Jackson writes it as it is.
 *
 * @param session the session's id
 * @param state how it stands
 * @param messages its messages in their order: by time, and none before the one that caused it
 */
public record Trace(String session, State state, List<Step> messages) {

    /** Makes the list unmodifiable. */
    public Trace {
        messages = List.copyOf(messages);
    }

    /** {@return whether there is any message of the session} */
    @JsonIgnore
    public boolean isFound() {
        return !messages.isEmpty();
    }

    /** How a session stands. */
    public enum State {
        /** No message of it was found. */
        UNKNOWN,
        /** A component still has to take in one of its messages, or to answer. */
        RUNNING,
        /** One of its messages is a dead letter that nobody has resent or discarded yet. */
        PARKED,
        /** Nothing more is to come. */
        ENDED
    }
}
