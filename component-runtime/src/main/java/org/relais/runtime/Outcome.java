package org.relais.runtime;

import org.jspecify.annotations.Nullable;
import org.relais.messages.Discreet;
import org.relais.messages.Failure;
import org.relais.messages.OneLine;

/** What became of a request: its reply, or why there is none. */
sealed interface Outcome {

    /**
     * The request was carried out.
     *
     * @param type the reply's body type
     * @param body the reply's JSON
     */
    @SuppressWarnings("ArrayRecordComponent") // compared by nobody, and copied by nobody either
    record Replied(String type, byte[] body) implements Outcome {}

    /**
     * It was not.
     *
     * @param errorClass the kind of failure
     * @param error the reason
     * @param origin where the request stands
     * @param attempts how often it was tried
     * @param parked whether a dead letter is kept, from which the session goes on when it is sent again
     */
    record Failed(String errorClass, String error, String origin, int attempts, boolean parked) implements Outcome {

        Failed(String errorClass, String error, String origin, int attempts) {
            this(errorClass, error, origin, attempts, false);
        }

        static Failed of(Message message, String errorClass, @Nullable String error) {
            String reason = OneLine.of(Discreet.of(String.valueOf(error)), MAX_LENGTH);
            return new Failed(errorClass, reason, message.origin(), message.attempts());
        }

        /** Carried out or not, nobody can be told. */
        static Failed unanswerable(Message message) {
            return of(message, REJECTED, "the reply is larger than a record may be");
        }

        Failure failure() {
            return new Failure(error, errorClass, origin, attempts, parked ? true : null);
        }

        private static final int MAX_LENGTH = 1_000;

        static final String REJECTED = "rejected";
        static final String EXPIRED = "expired";
        static final String TIMED_OUT = "timed-out";
    }
}
