package org.relais.endtoend;

import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicReference;
import java.util.zip.CRC32;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.StringSerializer;
import org.jspecify.annotations.Nullable;
import org.relais.messages.HeaderName;
import org.relais.messages.Topic;
import org.relais.messages.Topics;

/** Puts messages into topics with a plain producer, which knows nothing of Relais. Used by one thread. */
public final class Injector implements AutoCloseable {
    private static final int PARTITIONS = 4;

    private final String bootstrap;
    private final KafkaProducer<@Nullable String, String> producer;
    private final AtomicReference<@Nullable Exception> failure = new AtomicReference<>();

    public Injector(String bootstrap) {
        this.bootstrap = bootstrap;
        Map<String, Object> config = new HashMap<>();
        config.put(ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrap);
        config.put(ProducerConfig.LINGER_MS_CONFIG, 5);
        // A topic that has just been made could refuse one batch, take the next, and then never take the first.
        config.put(ProducerConfig.MAX_IN_FLIGHT_REQUESTS_PER_CONNECTION, 1);
        config.put(ProducerConfig.COMPRESSION_TYPE_CONFIG, "lz4"); // as components do
        this.producer = new KafkaProducer<>(config, new StringSerializer(), new StringSerializer());
    }

    public void createTopics(String production, Topic<?, ?> topic) {
        create(topic.in(production));
    }

    public void createReplies(String production, Topic<?, ?> topic) {
        create(topic.repliesIn(production));
    }

    public void create(String topic) {
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", bootstrap))) {
            admin.createTopics(List.of(new NewTopic(topic, Optional.of(PARTITIONS), Optional.empty())))
                    .all()
                    .get();
        } catch (ExecutionException | InterruptedException e) {
            throw new IllegalStateException("can't create " + topic, e);
        }
    }

    /** Sends a body and nothing else, not even a key. */
    public void send(String topic, String json) {
        send(new ProducerRecord<>(topic, json));
    }

    /** Sends a body under its row's key, to the partition that Java's clients choose. */
    public void send(String topic, Row row, String json) {
        send(new ProducerRecord<>(topic, key(row), json));
    }

    /** Sends a body under its row's key, to the partition that librdkafka (kcat) chooses. {@return that partition} */
    public int sendAsKcatDoes(String topic, Row row, String json) {
        CRC32 crc = new CRC32();
        crc.update(key(row).getBytes(StandardCharsets.UTF_8));
        int partition = (int) (crc.getValue() % PARTITIONS);
        send(new ProducerRecord<>(topic, partition, key(row), json));
        return partition;
    }

    /** Calls an operation in the router's name; the call's id is the row's {@code nom}. */
    public void call(String production, Topic<?, ?> operation, String type, Row row, String json) {
        ProducerRecord<@Nullable String, String> call = new ProducerRecord<>(operation.in(production), key(row), json);
        Map<HeaderName, String> headers = Map.of(
                HeaderName.SPEC_VERSION,
                "1.0",
                HeaderName.ID,
                row.nom(),
                HeaderName.TYPE,
                type,
                HeaderName.SOURCE,
                "test",
                HeaderName.SESSION,
                row.nom(),
                HeaderName.REPLY_TO,
                Topics.ROUTER.repliesIn(production));
        headers.forEach((name, value) -> call.headers().add(name.key(), value.getBytes(StandardCharsets.UTF_8)));
        send(call);
    }

    private void send(ProducerRecord<@Nullable String, String> message) {
        var unused = producer.send(message, (metadata, failed) -> failure.compareAndSet(null, failed));
    }

    private static String key(Row row) {
        return Long.toString(row.id());
    }

    /**
     * Waits until all is sent.
     *
     * @throws IllegalStateException if something could not be sent
     */
    @Override
    public void close() {
        producer.close();
        Exception failed = failure.get();
        if (failed != null) {
            throw new IllegalStateException("a message could not be injected", failed);
        }
    }
}
