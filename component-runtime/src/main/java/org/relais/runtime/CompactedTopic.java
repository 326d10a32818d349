package org.relais.runtime;

import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;
import org.relais.messages.Patience;

/** A small compacted topic with one partition, which keeps the last value of each key for ever. Immutable. */
final class CompactedTopic {

    private final Context context;
    private final String name;

    CompactedTopic(Context context, String name) {
        this.context = context;
        this.name = name;
    }

    /** Makes sure that it is there. */
    void ensure() {
        context.cluster().ensureCompacted(name);
    }

    /**
     * {@return what it holds now} What an older instance had open has been ended, but others write to the topic, too: what they have open
     * is waited for, else a value behind it would be overlooked.
     *
     * @param reader how the one who asks is known to the broker
     */
    Map<String, byte[]> read(String reader) {
        Map<String, byte[]> found = new HashMap<>();
        TopicPartition partition = new TopicPartition(name, 0);
        try (KafkaConsumer<byte[], byte[]> consumer = context.clients().reader(reader)) {
            Patience.readAll(consumer, partition, context.cluster().end(partition), record -> take(record, found));
        }
        return found;
    }

    private static void take(ConsumerRecord<byte[], byte[]> record, Map<String, byte[]> into) {
        String key = new String(record.key(), StandardCharsets.UTF_8);
        if (record.value() == null) {
            into.remove(key);
        } else {
            into.put(key, record.value());
        }
    }

    /** {@return what gives a key another value; null takes it away} */
    ProducerRecord<byte[], byte[]> record(String key, byte @Nullable [] value) {
        return new ProducerRecord<>(name, 0, key.getBytes(StandardCharsets.UTF_8), value);
    }
}
