package org.relais.messages.trace;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.JsonNode;
import org.jspecify.annotations.Nullable;
import org.relais.messages.Fate;

/**
 * One message of a session. Immutable; Jackson writes it as it is.
 *
 * @param time when it was sent by its sender's clock, a dead letter when it failed; RFC 3339
 * @param kind what it is
 * @param from who sent it, or could not process it
 * @param to the component that takes it, or waits for it; {@code dead-letters} where nobody does
 * @param type the body's type; empty where the message does not say
 * @param status of a reply {@code ok} or {@code error}, of a dead letter {@code open} or its fate; else null
 * @param millis of a reply, how long it took since its request; of a dead letter, since the message; else null
 * @param body what it says; text where it is no JSON; where it is cut the beginning of what it says, as text
 * @param cut whether the body did not fit in with the session's others
 * @param id the message's id
 * @param cause the id of the message that caused it, if any
 * @param inReplyTo of a reply the id of the request
 * @param awaited whether somebody waits for the reply
 * @param error of a dead letter the reason
 * @param topic the topic's full name
 * @param partition the partition's number
 * @param offset the record's offset
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Step(
        String time,
        Kind kind,
        String from,
        String to,
        String type,
        @Nullable String status,
        @Nullable Long millis,
        JsonNode body,
        @JsonInclude(JsonInclude.Include.NON_DEFAULT) boolean cut,
        String id,
        @Nullable String cause,
        @Nullable String inReplyTo,
        boolean awaited,
        @Nullable String error,
        String topic,
        int partition,
        long offset) {

    /** The status of a dead letter that nobody has resent or discarded yet. */
    public static final String OPEN = "open";

    /** What a message is. */
    public enum Kind {
        /** It asks for something. */
        REQUEST,
        /** It answers a request. */
        REPLY,
        /** It is kept because it can't be processed. */
        DEAD_LETTER
    }

    Step after(long milliseconds) {
        return with(status, milliseconds);
    }

    Step with(Fate fate) {
        return with(fate.fate(), millis);
    }

    private Step with(@Nullable String newStatus, @Nullable Long newMillis) {
        return new Step(
                time, kind, from, to, type, newStatus, newMillis, body, cut, id, cause, inReplyTo, awaited, error,
                topic, partition, offset);
    }
}
