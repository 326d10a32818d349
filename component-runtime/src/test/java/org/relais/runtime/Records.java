package org.relais.runtime;

import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerGroupMetadata;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;
import org.jspecify.annotations.Nullable;

/** Makes records as a consumer would hand them out. */
final class Records {

    static final Uuid TOPIC_ID = new Uuid(1, 2);

    private Records() {}

    static Message message(String json) {
        return message("f.topic", 1, 7, json, new RecordHeaders());
    }

    static Message message(String topic, int partition, long offset, String json, Headers headers) {
        byte[] value = json.getBytes(StandardCharsets.UTF_8);
        return Message.of(record(topic, partition, offset, 0, null, value, headers), TOPIC_ID, "Ask");
    }

    /** {@return what a consumer says of its group that has not joined it} */
    static ConsumerGroupMetadata group() {
        try (MockConsumer<byte[], byte[]> consumer = new MockConsumer<>("none")) {
            return consumer.groupMetadata();
        }
    }

    /** @param epoch its leader's */
    static ConsumerRecord<byte[], byte[]> record(
            String topic,
            int partition,
            long offset,
            int epoch,
            byte @Nullable [] key,
            byte @Nullable [] value,
            Headers headers) {
        return new ConsumerRecord<>(
                topic,
                partition,
                offset,
                1_793_527_200_123L,
                TimestampType.CREATE_TIME,
                Sender.length(key),
                Sender.length(value),
                key,
                value,
                headers,
                Optional.of(epoch));
    }
}
