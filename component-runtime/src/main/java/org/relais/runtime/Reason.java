package org.relais.runtime;

import org.apache.kafka.common.KafkaException;
import org.relais.messages.OneLine;

/** Tells people why something failed. */
final class Reason {

    private static final int LONGEST = 500;

    private Reason() {}

    /**
     * {@return what the failure says; of a client or a transaction Kafka says only that it has failed, and why is the cause of the cause. What
     * others say has been made fit to be shown, and their causes have not}
     */
    static String of(Throwable failure) {
        String message = message(failure);
        String deepest = failure instanceof KafkaException ? message(deepest(failure)) : message;
        return message.contains(deepest) ? message : message + ": " + deepest;
    }

    private static Throwable deepest(Throwable failure) {
        Throwable deepest = failure;
        while (deepest.getCause() != null) {
            deepest = deepest.getCause();
        }
        return deepest;
    }

    private static String message(Throwable failure) {
        String message = failure.getMessage();
        return message == null ? failure.getClass().getSimpleName() : OneLine.of(message, LONGEST);
    }
}
