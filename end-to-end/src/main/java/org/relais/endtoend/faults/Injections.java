package org.relais.endtoend.faults;

import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import java.util.zip.CRC32;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.StringSerializer;
import org.jspecify.annotations.Nullable;
import org.relais.messages.HeaderName;
import org.relais.messages.Topics;

/**
 * Puts rows into the router's topic with a plain producer, which knows nothing of Relais. The producer is idempotent and very
 * patient: what it sends is there once, whatever happens to the broker meanwhile. Used by one thread.
 */
final class Injections implements AutoCloseable {
    private static final int PATIENCE_MILLIS = 600_000;
    private static final int PARTITIONS = 4;

    private final Rows rows;
    private final String topic;
    private final KafkaProducer<@Nullable String, String> producer;
    private final AtomicReference<@Nullable Exception> failure = new AtomicReference<>();

    Injections(Rows rows, String bootstrap, String production) {
        this.rows = rows;
        this.topic = Topics.ROUTER.in(production);
        Map<String, Object> config = new HashMap<>();
        config.put(ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrap);
        config.put(ProducerConfig.LINGER_MS_CONFIG, 5);
        config.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, PATIENCE_MILLIS);
        config.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, PATIENCE_MILLIS);
        config.put(ProducerConfig.RECONNECT_BACKOFF_MAX_MS_CONFIG, 200);
        // A broker that comes up could refuse one batch, take the next, and then never take the first.
        config.put(ProducerConfig.MAX_IN_FLIGHT_REQUESTS_PER_CONNECTION, 1);
        this.producer = new KafkaProducer<>(config, new StringSerializer(), new StringSerializer());
    }

    void send(int number) {
        var unused = producer.send(message(number), (metadata, failed) -> failure.compareAndSet(null, failed));
    }

    private ProducerRecord<@Nullable String, String> message(int number) {
        String key = Long.toString(rows.row(number).id());
        String json = rows.json(number);
        return switch (rows.sort(number)) {
            case WITHOUT_KEY -> new ProducerRecord<>(topic, json);
            case ELSEWHERE -> new ProducerRecord<>(topic, partitionOfKcat(key), key, json);
            case FORGED_REPLY_TO ->
                with(HeaderName.REPLY_TO, "topic-of-others", new ProducerRecord<>(topic, key, json));
            case UNKNOWN_TYPE -> with(HeaderName.TYPE, "NobodyKnows", new ProducerRecord<>(topic, key, json));
            default -> new ProducerRecord<>(topic, key, json);
        };
    }

    private static ProducerRecord<@Nullable String, String> with(
            HeaderName name, String value, ProducerRecord<@Nullable String, String> message) {
        message.headers().add(name.key(), value.getBytes(StandardCharsets.UTF_8));
        return message;
    }

    private static int partitionOfKcat(String key) {
        CRC32 crc = new CRC32();
        crc.update(key.getBytes(StandardCharsets.UTF_8));
        return (int) (crc.getValue() % PARTITIONS);
    }

    /**
     * Waits until all is sent.
     *
     * @throws IllegalStateException if something could not be sent: nobody knows then whether it is there
     */
    void flush() {
        producer.flush();
        check();
    }

    void check() {
        Exception failed = failure.get();
        if (failed != null) {
            throw new IllegalStateException("a message could not be injected", failed);
        }
    }

    @Override
    public void close() {
        producer.close(java.time.Duration.ofSeconds(2));
    }
}
