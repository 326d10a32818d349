package org.relais.launcher;

import java.time.Duration;
import java.util.Map;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;

/** Reads partitions from their beginning, each record once. Not thread-safe. */
final class Tail implements AutoCloseable {
    /** After this long the next look goes on: there may be many dead letters. */
    private static final Duration LIMIT = Duration.ofSeconds(1);

    /** A cluster that is far away needs more than a second for its first answers: names, TLS, SASL. */
    private static final Duration ANSWER_LIMIT = Duration.ofSeconds(10);

    private final KafkaConsumer<byte[], byte[]> consumer;
    private final Consumer<ConsumerRecord<byte[], byte[]>> reader;

    Tail(KafkaConsumer<byte[], byte[]> consumer, Consumer<ConsumerRecord<byte[], byte[]>> reader) {
        this.consumer = consumer;
        this.reader = reader;
    }

    /** {@return whether it has read up to these ends; it stops after a second of reading, to go on with the next call} */
    boolean catchUp(Map<TopicPartition, Long> ends) {
        if (ends.isEmpty()) return true;
        if (!consumer.assignment().equals(ends.keySet())) consumer.assign(ends.keySet());
        long limit = System.nanoTime() + LIMIT.toNanos();
        while (isBehind(ends) && System.nanoTime() < limit) {
            consumer.poll(Duration.ofMillis(100)).forEach(reader);
        }
        return !isBehind(ends);
    }

    private boolean isBehind(Map<TopicPartition, Long> ends) {
        return ends.entrySet().stream().anyMatch(end -> consumer.position(end.getKey(), ANSWER_LIMIT) < end.getValue());
    }

    @Override
    public void close() {
        consumer.close(CloseOptions.timeout(Duration.ZERO)); // it belongs to no group
    }
}
