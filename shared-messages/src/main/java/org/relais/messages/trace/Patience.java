package org.relais.messages.trace;

import java.time.Duration;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.common.KafkaException;

/** Polls, but not for ever: a consumer knows its positions without the brokers, and would wait for what they have for as long as they are away. */
final class Patience {

    private static final Duration POLL = Duration.ofMillis(200);
    private static final Duration LIMIT = Duration.ofSeconds(30);

    private final Consumer<byte[], byte[]> consumer;
    private long end = later();

    Patience(Consumer<byte[], byte[]> consumer) {
        this.consumer = consumer;
    }

    /**
     * {@return what has come}
     *
     * @throws KafkaException if nothing has for very long
     */
    ConsumerRecords<byte[], byte[]> poll() {
        ConsumerRecords<byte[], byte[]> records = consumer.poll(POLL);
        if (!records.isEmpty()) {
            end = later();
        } else if (System.nanoTime() - end > 0) {
            throw new KafkaException("the brokers have sent nothing for " + LIMIT.toSeconds() + " s");
        }
        return records;
    }

    private static long later() {
        return System.nanoTime() + LIMIT.toNanos();
    }
}
