package org.relais.runtime;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.composite.CompositeMeterRegistry;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.kafka.common.TopicPartition;
import org.relais.runtime.GroupMemory.Place;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What all parts of one process share: the settings and the way to the cluster. Safe for use by several threads. */
final class Context implements AutoCloseable {

    private final String component;
    private final RuntimeSettings settings;
    private final Map<String, String> kafka;
    private final KafkaClients clients;
    private final Cluster cluster;
    private final Slot slot;
    private final MeterRegistry registry;
    private final Logger log;
    private final Map<String, GroupMemory> memories = new ConcurrentHashMap<>();

    /** How far each group has committed, by its id: the process knows it, whatever its settings are. */
    private final Map<String, Map<TopicPartition, Place>> furthest;

    /** What parts have done since the process began, by their names. */
    private final Map<String, AtomicLong> done;

    Context(String component, RuntimeSettings settings, Map<String, String> kafka) {
        this(
                component,
                settings,
                kafka,
                Slot.of(settings),
                registryFor(settings),
                new ConcurrentHashMap<>(),
                new ConcurrentHashMap<>());
    }

    private static MeterRegistry registryFor(RuntimeSettings settings) {
        return settings.healthPort() == null
                ? new CompositeMeterRegistry() // without a member it counts nothing
                : new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    }

    private Context(
            String component,
            RuntimeSettings settings,
            Map<String, String> kafka,
            Slot slot,
            MeterRegistry meters,
            Map<String, Map<TopicPartition, Place>> furthest,
            Map<String, AtomicLong> done) {
        this.component = component;
        this.settings = settings;
        this.kafka = kafka;
        this.clients = new KafkaClients(settings, kafka);
        this.cluster = new Cluster(clients, settings.partitions());
        this.slot = slot;
        this.registry = meters;
        this.furthest = furthest;
        this.done = done;
        this.log = LoggerFactory.getLogger("org.relais." + component);
    }

    /** {@return the surroundings of the same copy with other settings} */
    Context with(RuntimeSettings otherSettings, Map<String, String> otherKafka) {
        return new Context(component, otherSettings, otherKafka, slot, registry, furthest, done);
    }

    /** {@return the figures of a part; they go nowhere unless somebody asks for metrics} */
    Meters meters(String part) {
        return new Meters(registry, part);
    }

    /** {@return where figures go} */
    MeterRegistry registry() {
        return registry;
    }

    String component() {
        return component;
    }

    RuntimeSettings settings() {
        return settings;
    }

    String production() {
        return settings.production();
    }

    KafkaClients clients() {
        return clients;
    }

    /** {@return what the user gave for Kafka's clients} */
    Map<String, String> kafka() {
        return kafka;
    }

    Cluster cluster() {
        return cluster;
    }

    Slot slot() {
        return slot;
    }

    /** {@return what this process remembers of a group, however often the part starts over and its settings change} */
    GroupMemory memory(String group) {
        return memories.computeIfAbsent(group, id -> new GroupMemory(this, id, committed(id)));
    }

    private Map<TopicPartition, Place> committed(String group) {
        return furthest.computeIfAbsent(group, id -> new HashMap<>());
    }

    /** {@return the count of what a part has done since the process began, whatever its settings were} */
    AtomicLong done(String part) {
        return done.computeIfAbsent(part, unused -> new AtomicLong());
    }

    Logger log() {
        return log;
    }

    @Override
    public void close() {
        cluster.close();
    }
}
