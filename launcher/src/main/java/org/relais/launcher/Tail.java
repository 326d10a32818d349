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
    static final Duration LIMIT = Duration.ofSeconds(1);

    /** A cluster that is far away needs more than a second for its first answers: names, TLS, SASL. */
    private static final Duration ANSWER_LIMIT = Duration.ofSeconds(10);

    private final KafkaConsumer<byte[], byte[]> consumer;
    private final Consumer<ConsumerRecord<byte[], byte[]>> reader;
    private final Duration limit;

    Tail(KafkaConsumer<byte[], byte[]> consumer, Consumer<ConsumerRecord<byte[], byte[]>> reader) {
        this(consumer, reader, LIMIT);
    }

    /** @param limit after this long {@link #catchUp} returns in any case */
    Tail(KafkaConsumer<byte[], byte[]> consumer, Consumer<ConsumerRecord<byte[], byte[]>> reader, Duration limit) {
        this.consumer = consumer;
        this.reader = reader;
        this.limit = limit;
    }

    /** {@return whether it has read up to these ends; it stops after its limit, to go on with the next call} */
    boolean catchUp(Map<TopicPartition, Long> ends) {
        if (ends.isEmpty()) return true;
        if (!consumer.assignment().equals(ends.keySet())) consumer.assign(ends.keySet());
        long stop = System.nanoTime() + limit.toNanos();
        while (isBehind(ends) && System.nanoTime() < stop) {
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
