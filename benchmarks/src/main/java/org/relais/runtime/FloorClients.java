package org.relais.runtime;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;

/**
 * Kafka clients with exactly the settings that components get without any of their own, so that the floor can't drift away from
 * what it is compared with; but a poll returns a whole batch, which components gather in several polls for the sake of large messages.
 * Safe for use by several threads.
 */
public final class FloorClients {

    private final RuntimeSettings settings;
    private final KafkaClients clients;

    /**
     * Clients with other settings than components have by themselves.
     *
     * @param bootstrap where the broker is
     * @param changed components' settings by key
     */
    public FloorClients(String bootstrap, Map<String, String> changed) {
        this.settings = settings(bootstrap, changed);
        this.clients = new KafkaClients(
                settings, Map.of(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, Integer.toString(settings.maxPollRecords())));
    }

    /** @param bootstrap where the broker is */
    public FloorClients(String bootstrap) {
        this(bootstrap, Map.of());
    }

    private static RuntimeSettings settings(String bootstrap, Map<String, String> changed) {
        Map<String, String> given = new HashMap<>(changed);
        given.put("bootstrap.servers", bootstrap);
        SettingsReader reader = new SettingsReader("floor", ProductionFile.none(), Map.of(), given, Map.of());
        return Objects.requireNonNull(reader.read(RuntimeSettings.class), "the defaults are not valid");
    }

    /** {@return a component's producer} */
    public KafkaProducer<byte[], byte[]> producer(String transactionalId) {
        return clients.producer(transactionalId);
    }

    /** {@return a component's consumer; subscribe it} */
    public KafkaConsumer<byte[], byte[]> member(String group) {
        return clients.member(group, group + "-0", true);
    }

    /** {@return a consumer of no group; assign it} */
    public KafkaConsumer<byte[], byte[]> reader(String clientId) {
        return clients.reader(clientId);
    }

    /** {@return an admin client} */
    public Admin admin() {
        return clients.admin();
    }

    /** Makes the topics, with as many partitions as a production has. */
    public void create(List<String> topics) {
        try (Cluster cluster = new Cluster(clients, settings.partitions())) {
            cluster.ensure(new ArrayList<>(topics));
        }
    }

    /** {@return how many messages a service commits at once at most, and a consumer polls} */
    public int batch() {
        return settings.maxPollRecords();
    }

    /** {@return how many messages may wait before a service holds back} */
    public long maxBacklog() {
        return settings.maxBacklog();
    }
}
