package org.relais.runtime;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.kafka.clients.CommonClientConfigs;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.RangeAssignor;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.compress.Compression;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.record.internal.CompressionType;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** Makes the Kafka clients, all with what exactly-once needs; the user's own client settings can't weaken that. */
final class KafkaClients {

    /** The broker takes records of 1 MiB by default, and the producer refuses larger ones before they are compressed. */
    static final int MAX_RECORD_BYTES = 1 << 20;

    /**
     * How many records one poll returns at most. Fetches are bounded in bytes, but of compressed ones: 4 KiB may become a megabyte when the
     * consumer unpacks it, and so many megabytes a small heap still takes.
     */
    static final int POLL_RECORDS = 20;

    private static final List<ConfigDef> DEFINITIONS =
            List.of(AdminClientConfig.configDef(), ConsumerConfig.configDef(), ProducerConfig.configDef());

    private final RuntimeSettings settings;
    private final String bootstrapServers;
    private final Map<String, String> user;

    KafkaClients(RuntimeSettings settings, Map<String, String> user) {
        this(settings, settings.bootstrapServers(), user);
    }

    /** Clients of another cluster. */
    KafkaClients(RuntimeSettings settings, String bootstrapServers, Map<String, String> user) {
        this.settings = settings;
        this.bootstrapServers = bootstrapServers;
        this.user = user;
    }

    /**
     * {@return whether Kafka's own clients know a setting, and don't say that it is a secret; what an interceptor or a reporter is told may be one}
     *
     * @param name the setting's
     */
    static boolean isKnownAndOpen(String name) {
        List<ConfigDef.ConfigKey> known = DEFINITIONS.stream()
                .flatMap(definition -> Stream.ofNullable(definition.configKeys().get(name)))
                .toList();
        return !known.isEmpty() && known.stream().noneMatch(key -> key.type() == ConfigDef.Type.PASSWORD);
    }

    /** {@return clients of the same cluster that have more settings} */
    KafkaClients with(Map<String, String> more) {
        Map<String, String> all = new HashMap<>(user);
        all.putAll(more);
        return new KafkaClients(settings, bootstrapServers, all);
    }

    /**
     * {@return what Kafka's clients would refuse of the settings that they are given here; nothing that only files or a cluster can tell}
     */
    List<String> problems() {
        return ClientProblems.of(
                List.of(merge(new HashMap<>(), "check")),
                List.of(membership("check", "check", true), reading("check")),
                List.of(sending("check"), telling("check")));
    }

    /**
     * {@return the same of the clients that reach an outside topic}
     *
     * @param writes whether one of them is a producer outside of all transactions; else one is a consumer
     */
    List<String> outsideProblems(boolean writes) {
        return ClientProblems.of(
                List.of(merge(new HashMap<>(), "check")),
                writes ? List.of() : List.of(membership("check", "check", true)),
                writes ? List.of(sendingOutside("check")) : List.of());
    }

    KafkaProducer<byte[], byte[]> producer(String transactionalId) {
        return new KafkaProducer<>(sending(transactionalId), new ByteArraySerializer(), new ByteArraySerializer());
    }

    /** {@return how the producer for transactions compresses what it sends: that is the user's choice} */
    Compression compression() {
        ProducerConfig config = ClientProblems.producerConfig(sending("compression"));
        CompressionType type = CompressionType.forName(config.getString(ProducerConfig.COMPRESSION_TYPE_CONFIG));
        return switch (type) {
            case GZIP ->
                Compression.gzip()
                        .level(config.getInt(ProducerConfig.COMPRESSION_GZIP_LEVEL_CONFIG))
                        .build();
            case LZ4 ->
                Compression.lz4()
                        .level(config.getInt(ProducerConfig.COMPRESSION_LZ4_LEVEL_CONFIG))
                        .build();
            case ZSTD ->
                Compression.zstd()
                        .level(config.getInt(ProducerConfig.COMPRESSION_ZSTD_LEVEL_CONFIG))
                        .build();
            case NONE, SNAPPY -> Compression.of(type).build();
        };
    }

    private Map<String, Object> sending(String transactionalId) {
        Map<String, Object> config = new HashMap<>();
        config.put(ProducerConfig.COMPRESSION_TYPE_CONFIG, "lz4");
        config.put(ProducerConfig.BATCH_SIZE_CONFIG, 256 * 1024);
        // A dead letter says more than its original.
        config.put(ProducerConfig.MAX_REQUEST_SIZE_CONFIG, 2 * MAX_RECORD_BYTES);
        config.put(ProducerConfig.LINGER_MS_CONFIG, 100); // flush() sends at once; until then let batches fill
        // Grows up to a second; the default of 100 would be how long each of a chain of transactions waits for the one
        // before. Not for consumers: their heartbeat threads wake up so often.
        config.put(ProducerConfig.RETRY_BACKOFF_MS_CONFIG, 5);
        config.put(ProducerConfig.TRANSACTION_TIMEOUT_CONFIG, 10_000); // what a copy that died may block readers
        config.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, 9_000);
        config.put(ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, 5_000);
        merge(config, transactionalId);
        config.put(ProducerConfig.TRANSACTIONAL_ID_CONFIG, transactionalId);
        config.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, true);
        config.put(ProducerConfig.ACKS_CONFIG, "all");
        return config;
    }

    /** A producer outside of all transactions, for what may be lost. */
    KafkaProducer<byte[], byte[]> courtesyProducer(String clientId) {
        return new KafkaProducer<>(telling(clientId), new ByteArraySerializer(), new ByteArraySerializer());
    }

    private Map<String, Object> telling(String clientId) {
        Map<String, Object> config = new HashMap<>();
        config.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, 1_000);
        config.put(ProducerConfig.BUFFER_MEMORY_CONFIG, 1 << 20);
        // As for the others: what they take this one takes.
        config.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, 9_000);
        config.put(ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, 5_000);
        return merge(config, clientId);
    }

    /** A producer outside of all transactions, for what may be written twice but must not be lost. */
    KafkaProducer<byte[], byte[]> outsideProducer(String clientId) {
        return new KafkaProducer<>(sendingOutside(clientId), new ByteArraySerializer(), new ByteArraySerializer());
    }

    private Map<String, Object> sendingOutside(String clientId) {
        Map<String, Object> config = new HashMap<>();
        config.put(ProducerConfig.COMPRESSION_TYPE_CONFIG, "lz4");
        config.put(ProducerConfig.LINGER_MS_CONFIG, 10); // flush() sends at once; until then let batches fill
        // The broker of a topic that has come to be just now can refuse a partition's first batch and take the second;
        // outside of a transaction it never takes the first then. So one request at a time, and much in it.
        config.put(ProducerConfig.MAX_IN_FLIGHT_REQUESTS_PER_CONNECTION, 1);
        config.put(ProducerConfig.BATCH_SIZE_CONFIG, 256 * 1024);
        config.put(ProducerConfig.MAX_REQUEST_SIZE_CONFIG, 2 * MAX_RECORD_BYTES);
        config.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, 5_000);
        config.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, 9_000);
        config.put(ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, 5_000);
        merge(config, clientId);
        config.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, true);
        config.put(ProducerConfig.ACKS_CONFIG, "all");
        return config;
    }

    /** A consumer that belongs to a group and gets its partitions from it. */
    KafkaConsumer<byte[], byte[]> member(String group, String clientId, boolean staticMember) {
        return new KafkaConsumer<>(
                membership(group, clientId, staticMember), new ByteArrayDeserializer(), new ByteArrayDeserializer());
    }

    private Map<String, Object> membership(String group, String clientId, boolean staticMember) {
        Map<String, Object> config = reading(clientId);
        config.put(ConsumerConfig.GROUP_ID_CONFIG, group);
        config.put(ConsumerConfig.GROUP_PROTOCOL_CONFIG, "classic");
        config.put(ConsumerConfig.PARTITION_ASSIGNMENT_STRATEGY_CONFIG, RangeAssignor.class.getName());
        config.put(ConsumerConfig.SESSION_TIMEOUT_MS_CONFIG, (int)
                settings.sessionTimeout().toMillis());
        config.put(
                ConsumerConfig.HEARTBEAT_INTERVAL_MS_CONFIG,
                (int) settings.sessionTimeout().toMillis() / 6);
        if (staticMember) {
            config.put(ConsumerConfig.GROUP_INSTANCE_ID_CONFIG, clientId);
        }
        return config;
    }

    /** A consumer that is told what to read and belongs to no group. */
    KafkaConsumer<byte[], byte[]> reader(String clientId) {
        return new KafkaConsumer<>(reading(clientId), new ByteArrayDeserializer(), new ByteArrayDeserializer());
    }

    Admin admin() {
        return Admin.create(merge(new HashMap<>(), "relais-admin"));
    }

    /**
     * {@return what the clients need that search in the topics for somebody who waits; they give up within seconds, whatever patience the
     * user's settings have for the others}
     */
    Map<String, Object> search() {
        Map<String, Object> config = merge(new HashMap<>(), "search");
        config.put(CommonClientConfigs.REQUEST_TIMEOUT_MS_CONFIG, 4_000);
        config.put(CommonClientConfigs.DEFAULT_API_TIMEOUT_MS_CONFIG, 5_000);
        return config;
    }

    private Map<String, Object> reading(String clientId) {
        Map<String, Object> config = new HashMap<>();
        config.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, Math.min(POLL_RECORDS, settings.maxPollRecords()));
        config.put(ConsumerConfig.FETCH_MAX_BYTES_CONFIG, 4 << 20); // bounds the memory of a component
        config.put(ConsumerConfig.MAX_PARTITION_FETCH_BYTES_CONFIG, 2 << 20);
        merge(config, clientId);
        config.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, IsolationLevel.READ_COMMITTED.toString());
        config.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        // A position out of range must never skip in silence.
        config.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "none");
        config.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false);
        return config;
    }

    private Map<String, Object> merge(Map<String, Object> config, String clientId) {
        config.put(CommonClientConfigs.METRIC_REPORTER_CLASSES_CONFIG, ""); // no JMX beans: nobody reads them here
        config.put(CommonClientConfigs.RECONNECT_BACKOFF_MAX_MS_CONFIG, 500);
        config.putAll(user);
        config.putAll(common(clientId));
        return config;
    }

    private Map<String, Object> common(String clientId) {
        return Map.of(
                CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG,
                bootstrapServers,
                CommonClientConfigs.CLIENT_ID_CONFIG,
                clientId);
    }
}
