package org.relais.messages.trace;

import org.apache.kafka.common.KafkaException;

/** A session that would be new was not found, but a transaction that is still open may hide it: to be looked for again a little later. */
public final class OpenTransactionException extends KafkaException {

    private static final long serialVersionUID = 1L;

    /** @param session the session's id */
    public OpenTransactionException(String session) {
        super("session " + session + " is not there yet: a transaction that is still open may hide its messages");
    }
}
