package org.relais.launcher;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** Reads the topics of positions and of dead letters from their beginning, each record once. Not thread-safe. */
final class Tail implements AutoCloseable {
    /** After this long the next look goes on: there may be many dead letters. */
    private static final Duration LIMIT = Duration.ofSeconds(1);

    private final KafkaConsumer<byte[], byte[]> consumer;
    private final String positionsTopic;
    private final Map<String, FilePosition> positions = new HashMap<>();
    private long deadLetters;

    Tail(String bootstrap, String positionsTopic) {
        this.positionsTopic = positionsTopic;
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
            for (ConsumerRecord<byte[], byte[]> each : consumer.poll(Duration.ofMillis(100))) take(each);
        }
    }

    private boolean isBehind(Map<TopicPartition, Long> ends) {
        return ends.entrySet().stream().anyMatch(end -> consumer.position(end.getKey(), LIMIT) < end.getValue());
    }

    private void take(ConsumerRecord<byte[], byte[]> each) {
        if (!each.topic().equals(positionsTopic)) deadLetters++;
        else if (each.key() != null) keep(new String(each.key(), StandardCharsets.UTF_8), each.value());
    }

    private void keep(String key, byte[] value) {
        if (value == null) positions.remove(key);
        else positions.put(key, FilePosition.of(value));
    }

    /** What each service has committed of each file, by the file's key. */
    Map<String, FilePosition> positions() {
        return positions;
    }

    /** Rows sent from all files. */
    long rows() {
        return positions.values().stream().mapToLong(FilePosition::rows).sum();
    }

    long deadLetters() {
        return deadLetters;
    }

    @Override
    public void close() {
        consumer.close(CloseOptions.timeout(Duration.ofSeconds(1)));
    }
}
