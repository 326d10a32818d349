package org.relais.runtime;

import org.apache.kafka.clients.producer.ProducerRecord;
import org.relais.messages.Failure;

/** A call was answered with an error. A handler may catch it and go on; if it does not, the session is parked. */
public final class CallFailed extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final transient Failure failure;
    private final transient ProducerRecord<byte[], byte[]> deadLetter;

    CallFailed(Failure failure, ProducerRecord<byte[], byte[]> deadLetter) {
        super(deadLetter.topic() + ": " + failure.error(), null, false, false);
        this.failure = failure;
        this.deadLetter = deadLetter;
    }

    /** {@return why, in one line, and the kind of failure, e.g. {@code rejected} or {@code expired}} */
    public Failure failure() {
        return failure;
    }

    /** {@return what is kept of the call if the session is parked} */
    ProducerRecord<byte[], byte[]> deadLetter() {
        return deadLetter;
    }
}
