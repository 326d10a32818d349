package org.relais.messages;

import com.fasterxml.jackson.annotation.JsonInclude;
import org.jspecify.annotations.Nullable;

/**
 * The body of a reply with status {@code error}.
 *
 * @param error the reason, for people; one line, without secrets
 * @param errorClass the kind of failure, for programs, e.g. {@code rejected} or {@code expired}
 * @param origin where the request stands, {@code topic/partition@offset}
 * @param attempts how often it was tried, this time included
 * @param parked true if a dead letter is kept, from which the session goes on when it is sent again: then a second reply follows this one
 */
public record Failure(
        @Nullable String error,
        @Nullable String errorClass,
        @Nullable String origin,
        int attempts,
        @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable Boolean parked) {

    /** Of a request of which nothing is kept. */
    public Failure(@Nullable String error, @Nullable String errorClass, @Nullable String origin, int attempts) {
        this(error, errorClass, origin, attempts, null);
    }

    /** {@return whether a dead letter is kept already, from which the session goes on} */
    public boolean hasDeadLetter() {
        return Boolean.TRUE.equals(parked);
    }
}
