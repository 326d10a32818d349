package org.relais.launcher;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.errors.TopicExistsException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;
import org.relais.messages.Answer;
import org.relais.messages.Topics;

/** The Kafka clients of the commands. Makes what it is asked for; who asked closes it. */
final class Kafka implements AutoCloseable {
    private final String production;
    private final Map<String, Object> client;
    private final Admin admin;

    Kafka(Connection connection) {
        this(connection.production(), connection.client());
    }

    Kafka(String production, Map<String, Object> client) {
        this.production = production;
        this.client = client;
        this.admin = Admin.create(client);
    }

    String production() {
        return production;
    }

    Admin admin() {
        return admin;
    }

    /** Reads what it is assigned; what transactions have not committed yet is left out. */
    KafkaConsumer<byte[], byte[]> reader() {
        Map<String, Object> config = new HashMap<>(client);
        config.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
        config.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
        config.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        config.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false);
        config.put(ConsumerConfig.FETCH_MAX_BYTES_CONFIG, 4 << 20);
        config.put(ConsumerConfig.FETCH_MAX_WAIT_MS_CONFIG, 100); // closing waits for the last fetch
        config.put(ConsumerConfig.MAX_PARTITION_FETCH_BYTES_CONFIG, 1 << 20);
        return new KafkaConsumer<>(config, new ByteArrayDeserializer(), new ByteArrayDeserializer());
    }

    KafkaProducer<byte[], byte[]> producer(@Nullable String transactionalId) {
        Map<String, Object> config = new HashMap<>(client);
        config.put(ProducerConfig.ACKS_CONFIG, "all");
        config.put(ProducerConfig.COMPRESSION_TYPE_CONFIG, "lz4"); // a topic's limit counts it, so as the components
        config.put(ProducerConfig.BATCH_SIZE_CONFIG, 256 << 10);
        config.put(ProducerConfig.MAX_REQUEST_SIZE_CONFIG, 2 << 20);
        config.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, 15_000);
        config.put(ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, 5_000);
        config.put(ProducerConfig.LINGER_MS_CONFIG, 0);
        config.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, 10_000);
        if (transactionalId != null) {
            config.put(ProducerConfig.TRANSACTIONAL_ID_CONFIG, transactionalId);
            config.put(ProducerConfig.TRANSACTION_TIMEOUT_CONFIG, 10_000); // what was killed must not block readers
        }
        return new KafkaProducer<>(config, new ByteArraySerializer(), new ByteArraySerializer());
    }

    /**
     * The topics of the production that carry messages.
     *
     * @throws CommandFailed if there are none
     */
    Map<String, TopicDescription> messageTopics() {
        Set<String> names = Answer.of(admin.listTopics().names()).stream()
                .filter(topic -> Topics.carriesMessages(production, topic))
                .collect(Collectors.toSet());
        if (names.isEmpty()) throw absent();
        return Answer.of(admin.describeTopics(names).allTopicNames());
    }

    /** To be thrown where there is nothing of this production. */
    CommandFailed absent() {
        return new CommandFailed(
                "there is no production '" + production + "' on this cluster (no topic that this user may see"
                        + " begins with '" + production + ".'): give its name with --production");
    }

    /**
     * Makes sure that a topic is there; that somebody else made it is as good, and who may not make topics is not refused for one that is
     * there.
     */
    void ensure(String name, int partitions, Map<String, String> config) {
        if (exists(name)) return;
        NewTopic topic = new NewTopic(name, Optional.of(partitions), Optional.empty()).configs(config);
        try {
            Answer.of(admin.createTopics(List.of(topic)).all());
        } catch (TopicExistsException e) {
            return;
        }
        for (int i = 0; !exists(name) && i < 50; i++) LockSupport.parkNanos(50_000_000);
    }

    private boolean exists(String topic) {
        return Answer.of(admin.listTopics().names()).contains(topic);
    }

    @Override
    public void close() {
        admin.close(java.time.Duration.ZERO);
    }
}
