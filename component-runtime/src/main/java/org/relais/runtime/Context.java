package org.relais.runtime;

import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What all parts of one process share: the settings and the way to the cluster. Safe for use by several threads. */
final class Context implements AutoCloseable {

    private final String component;
    private final RuntimeSettings settings;
    private final KafkaClients clients;
    private final Cluster cluster;
    private final Slot slot;
    private final Logger log;

    Context(String component, RuntimeSettings settings, Map<String, String> kafka) {
        this.component = component;
        this.settings = settings;
        this.clients = new KafkaClients(settings, kafka);
        this.cluster = new Cluster(clients, settings.partitions());
        this.slot = Slot.of(settings);
        this.log = LoggerFactory.getLogger("org.relais." + component);
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

    Cluster cluster() {
        return cluster;
    }

    Slot slot() {
        return slot;
    }

    Logger log() {
        return log;
    }

    @Override
    public void close() {
        cluster.close();
    }
}
