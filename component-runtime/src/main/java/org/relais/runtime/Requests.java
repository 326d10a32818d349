package org.relais.runtime;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetOutOfRangeException;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;
import org.relais.messages.InvalidMessageException;

/** Reads large requests again from where they stayed. Its consumer is made when it is needed first. Used by one thread. */
final class Requests implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofSeconds(10);

    /** A fetch at the topic's end, which the client begins by itself, would hold up the next request for half a second. */
    private static final Map<String, String> READING = Map.of(
            ConsumerConfig.FETCH_MAX_WAIT_MS_CONFIG, "5",
            ConsumerConfig.MAX_POLL_RECORDS_CONFIG, "1",
            ConsumerConfig.MAX_PARTITION_FETCH_BYTES_CONFIG, "65536");

    private final KafkaClients clients;
    private final String topic;
    private @Nullable KafkaConsumer<byte[], byte[]> consumer;

    Requests(KafkaClients clients, String topic) {
        this.clients = clients;
        this.topic = topic;
    }

    /**
     * {@return the request's body}
     *
     * @throws InvalidMessageException if it is not there (any more)
     * @throws RetryableException if the broker does not answer
     */
    byte[] read(Continuation.Request request) {
        Continuation.Place place = Objects.requireNonNull(request.stays());
        TopicPartition partition = new TopicPartition(topic, place.partition());
        if (place.offset() < 0) {
            throw gone(null);
        }
        KafkaConsumer<byte[], byte[]> reader = reader();
        try {
            reader.assign(List.of(partition));
            reader.seek(partition, place.offset());
            for (ConsumerRecord<byte[], byte[]> found : reader.poll(PATIENCE).records(partition)) {
                if (found.offset() == place.offset() && found.value() != null) {
                    return found.value();
                }
                throw gone(null);
            }
            if (place.offset() >= end(reader, partition) || reader.position(partition) > place.offset()) {
                throw gone(null); // behind the end, or nothing but the marker of a transaction
            }
            throw new RetryableException("a large request could not be read again from " + partition);
        } catch (OffsetOutOfRangeException e) {
            throw gone(e);
        }
    }

    @Override
    public void close() {
        if (consumer != null) {
            consumer.close();
        }
    }

    private static long end(KafkaConsumer<byte[], byte[]> reader, TopicPartition partition) {
        return Objects.requireNonNull(reader.endOffsets(List.of(partition)).get(partition));
    }

    private KafkaConsumer<byte[], byte[]> reader() {
        if (consumer == null) {
            consumer = clients.with(READING).reader(topic + "-requests");
        }
        return consumer;
    }

    private static InvalidMessageException gone(@Nullable Throwable cause) {
        return cause == null
                ? new InvalidMessageException("the session's request is not in its topic")
                : new InvalidMessageException("the session's request is not in its topic any more", cause);
    }
}
