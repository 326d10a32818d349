package org.relais.runtime;

import java.nio.charset.StandardCharsets;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.Uuid;
import org.jspecify.annotations.Nullable;
import org.relais.messages.DeadLetter;
import org.relais.messages.Envelope;
import org.relais.messages.Ids;
import org.relais.messages.InvalidMessageException;

/**
 * A message that came from Kafka: its record and its envelope, with the defaults of an injected one.
 *
 * @param record the record
 * @param envelope its headers
 */
record Message(ConsumerRecord<byte[], byte[]> record, Envelope envelope) {

    static Message of(ConsumerRecord<byte[], byte[]> record, Uuid topicId, String defaultType) {
        return new Message(record, Envelope.read(record.headers(), new Injected(record, topicId, defaultType)));
    }

    TopicPartition partition() {
        return new TopicPartition(record.topic(), record.partition());
    }

    /** {@return the key of what this message causes: its own, else its body's business key, else the session's id} */
    byte[] key(@Nullable String businessKey) {
        if (record.key() != null) {
            return record.key();
        }
        return (businessKey == null ? envelope.session() : businessKey).getBytes(StandardCharsets.UTF_8);
    }

    /** {@return where it stands, for people} */
    String origin() {
        return DeadLetter.origin(record.topic(), record.partition(), record.offset());
    }

    /** {@return how often this message has been tried, this time included; a forged header counts as none} */
    int attempts() {
        try {
            return DeadLetter.attempts(record.headers()) + 1;
        } catch (InvalidMessageException e) {
            return 1;
        }
    }

    private record Injected(ConsumerRecord<byte[], byte[]> record, Uuid topicId, String type)
            implements Envelope.Defaults {

        @Override
        public String id() {
            return Ids.injected(topicId, record.partition(), record.offset());
        }

        @Override
        public long timestamp() {
            return record.timestamp();
        }
    }
}
