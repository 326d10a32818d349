package org.relais.messages;

import java.time.Duration;
import java.util.List;
import java.util.function.LongSupplier;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;

/**
 * Polls for what is known to be there, but not for ever: a consumer knows its positions without the brokers, and would wait for what they
 * have for as long as they are away, without a word. Used by one thread.
 */
public final class Patience {

    private static final Duration POLL = Duration.ofMillis(200);
    private static final Duration LIMIT = Duration.ofSeconds(30);

    private final Consumer<byte[], byte[]> consumer;
    private final LongSupplier nanoTime;
    private long end;

    /** @param consumer has been told what to read */
    public Patience(Consumer<byte[], byte[]> consumer) {
        this(consumer, System::nanoTime);
    }

    Patience(Consumer<byte[], byte[]> consumer, LongSupplier nanoTime) {
        this.consumer = consumer;
        this.nanoTime = nanoTime;
        this.end = later();
    }

    /**
     * {@return what has come; nothing after a moment}
     *
     * @throws TimeoutException if nothing has for 30 s: the brokers are away, or an open transaction keeps what is behind it
     */
    public ConsumerRecords<byte[], byte[]> poll() {
        ConsumerRecords<byte[], byte[]> records = consumer.poll(POLL);
        if (!records.isEmpty()) {
            end = later();
        } else if (nanoTime.getAsLong() - end > 0) {
            throw new TimeoutException("the brokers have sent nothing for " + LIMIT.toSeconds() + " s");
        }
        return records;
    }

    /**
     * Reads a partition from its beginning.
     *
     * @param consumer is assigned to the partition, and left so
     * @param end the offset behind the last record that is wanted; what was appended behind it may be read, too
     * @param reader takes the records one by one
     * @throws TimeoutException if nothing has come for 30 s
     */
    public static void readAll(
            Consumer<byte[], byte[]> consumer,
            TopicPartition partition,
            long end,
            java.util.function.Consumer<ConsumerRecord<byte[], byte[]>> reader) {
        consumer.assign(List.of(partition));
        consumer.seekToBeginning(List.of(partition));
        Patience patience = new Patience(consumer);
        while (consumer.position(partition) < end) {
            patience.poll().forEach(reader);
        }
    }

    private long later() {
        return nanoTime.getAsLong() + LIMIT.toNanos();
    }
}
