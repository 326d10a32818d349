package org.relais.runtime;

import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.relais.messages.Topics;

/**
 * What every component can be told, beside its own settings. Settings of the Kafka clients are given as {@code kafka.<name>}.
 *
 * @param bootstrapServers the cluster
 * @param production the production's name, before each topic's
 * @param partitions how many partitions the production's topics have when this component creates them
 * @param slot which copy of the component this is
 * @param maxPollRecords how many messages one transaction takes in at most
 * @param retryInterval the longest pause between two tries while the outside is down
 * @param failureTimeout how long messages are tried again before they are rejected
 * @param maxBacklog how many unprocessed messages in the whole production make services hold back
 * @param enabled whether the component works; if not, its process waits until it may
 * @param healthPort where probes and metrics are answered
 * @param healthHost the address to listen on for them
 * @param sessionTimeout after how long a silent copy's partitions go to another one
 */
record RuntimeSettings(
        @Setting(
                description = "Kafka brokers, host:port separated by commas",
                byDefault = "kafka:9092",
                identity = true)
        String bootstrapServers,

        @Setting(
                description = "name of the production: the prefix of its topics",
                byDefault = "formation",
                identity = true)
        String production,

        @Setting(
                description = "partitions of the production's topics when they are created; the same for all",
                byDefault = "4",
                min = 1,
                max = 1_000,
                identity = true)
        int partitions,

        @Setting(
                description =
                        "number of this copy, 0 for the first; default: in Kubernetes the number at the end of a StatefulSet's pod name",
                byDefault = Setting.NONE,
                min = 0,
                max = 10_000,
                identity = true)
        @Nullable
        Integer slot,

        @Setting(
                description = "messages that one transaction takes in at most",
                byDefault = "1000",
                min = 1,
                max = 100_000)
        int maxPollRecords,

        @Setting(description = "longest pause between two tries while the outside is down", byDefault = "10 s", min = 1)
        Duration retryInterval,

        @Setting(
                description =
                        "how long to try again before the messages concerned are rejected (where nothing can be read or written, as soon as it can); default: for ever",
                byDefault = Setting.NONE,
                min = 1)
        @Nullable
        Duration failureTimeout,

        @Setting(
                description = "unprocessed messages in the whole production that make services hold back",
                byDefault = "1500",
                min = 1)
        long maxBacklog,

        @Setting(description = "whether the component works; if not, its process waits", byDefault = "true")
        boolean enabled,

        @Setting(
                description = "port of /health/live, /health/ready and /metrics; default: none",
                byDefault = Setting.NONE,
                min = 0,
                max = 65_535,
                identity = true)
        @Nullable
        Integer healthPort,

        @Setting(description = "address to listen on for probes and metrics", byDefault = "127.0.0.1", identity = true)
        String healthHost,

        @Setting(
                description = "how long a copy may be silent before another one gets its partitions",
                byDefault = "6 s",
                min = 6_000,
                max = 300_000)
        Duration sessionTimeout) {

    /** Checks what no topic could be called. */
    RuntimeSettings {
        if (!Topics.isProductionName(production)) {
            throw new IllegalArgumentException("production is '" + production
                    + "': expected at most 150 letters, digits, dots, hyphens and underscores");
        }
    }
}
