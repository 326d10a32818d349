package org.relais.launcher;

import java.time.Duration;
import java.util.Map;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** Reads partitions from their beginning, each record once. Not thread-safe. */
final class Tail implements AutoCloseable {
    /** After this long the next look goes on: there may be many dead letters. */
    private static final Duration LIMIT = Duration.ofSeconds(1);

    private final KafkaConsumer<byte[], byte[]> consumer;
    private final Consumer<ConsumerRecord<byte[], byte[]>> reader;

    Tail(String bootstrap, Consumer<ConsumerRecord<byte[], byte[]>> reader) {
        this.reader = reader;
        Map<String, Object> config = Map.of(
                ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG,
                bootstrap,
                ConsumerConfig.ISOLATION_LEVEL_CONFIG,
                "read_committed",
                ConsumerConfig.AUTO_OFFSET_RESET_CONFIG,
                "earliest",
                ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG,
                false,
                ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG,
                false,
                ConsumerConfig.FETCH_MAX_BYTES_CONFIG,
                2 << 20,
                ConsumerConfig.MAX_PARTITION_FETCH_BYTES_CONFIG,
                1 << 20);
        this.consumer = new KafkaConsumer<>(config, new ByteArrayDeserializer(), new ByteArrayDeserializer());
    }

    /** Reads up to these ends, or for a second at most. */
    void catchUp(Map<TopicPartition, Long> ends) {
        if (ends.isEmpty()) return;
        if (!consumer.assignment().equals(ends.keySet())) consumer.assign(ends.keySet());
        long limit = System.nanoTime() + LIMIT.toNanos();
        while (isBehind(ends) && System.nanoTime() < limit) {
            consumer.poll(Duration.ofMillis(100)).forEach(reader);
        }
    }

    private boolean isBehind(Map<TopicPartition, Long> ends) {
        return ends.entrySet().stream().anyMatch(end -> consumer.position(end.getKey(), LIMIT) < end.getValue());
    }

    @Override
    public void close() {
        consumer.close(CloseOptions.timeout(LIMIT));
    }
}
