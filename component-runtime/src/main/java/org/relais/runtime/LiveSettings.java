package org.relais.runtime;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.relais.messages.Patience;
import org.relais.messages.Topics;

/**
 * The values that people have set while the production runs, from its settings topic: the record's key is {@code component/setting}, its
 * value the setting's text, or nothing where the live value was taken back. Used by one thread.
 */
final class LiveSettings implements AutoCloseable {

    private final KafkaConsumer<byte[], byte[]> consumer;
    private final TopicPartition partition;
    private final String prefix;
    private final Map<String, String> values = new LinkedHashMap<>();
    private long offset;

    /** Reads the topic up to its present end. */
    LiveSettings(Context context) {
        String topic = Topics.settings(context.production());
        context.cluster().ensureCompacted(topic);
        partition = new TopicPartition(topic, 0);
        prefix = context.component() + '/';
        consumer = context.clients().reader(context.component() + "-settings");
        try {
            Patience.readAll(consumer, partition, context.cluster().end(partition), this::take);
        } catch (KafkaException e) {
            consumer.close(); // who tries again makes another
            throw e;
        }
    }

    /** {@return whether within this time something changed for this component} */
    boolean await(Duration limit) {
        boolean changed = false;
        for (ConsumerRecord<byte[], byte[]> record : consumer.poll(limit)) {
            changed |= take(record);
        }
        return changed;
    }

    /** {@return the live values now, by key, in the order in which they were written} */
    Map<String, String> values() {
        return Collections.unmodifiableMap(new LinkedHashMap<>(values));
    }

    /** {@return the offset behind the last record that concerned this component} */
    long offset() {
        return offset;
    }

    private boolean take(ConsumerRecord<byte[], byte[]> record) {
        String key = record.key() == null ? "" : new String(record.key(), StandardCharsets.UTF_8);
        if (!key.startsWith(prefix)) {
            return false;
        }
        offset = record.offset() + 1;
        values.remove(key.substring(prefix.length())); // else it would keep its place among the others
        if (record.value() != null) {
            values.put(key.substring(prefix.length()), new String(record.value(), StandardCharsets.UTF_8));
        }
        return true;
    }

    @Override
    public void close() {
        consumer.close();
    }
}
