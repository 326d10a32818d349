package org.relais.messages.trace;

import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;
import org.relais.messages.Address;

/**
 * A message of the session that was met: what is needed of its record, which may be large and is not kept.
 *
 * @param step what it says
 * @param timestamp the record's, by which partitions are read
 * @param replyTo where its reply goes; null if nowhere, or nobody knows where
 */
record Find(Step step, long timestamp, @Nullable Address replyTo) {

    static Find of(ConsumerRecord<byte[], byte[]> record, Step step, Steps steps) {
        return new Find(step, record.timestamp(), steps.replyTo(record));
    }

    /** Whether it is the request that opened the session, or was handed on for it; a dead letter may have failed long after that. */
    boolean isOpening() {
        return step.kind() == Step.Kind.REQUEST && step.cause() == null;
    }
}
