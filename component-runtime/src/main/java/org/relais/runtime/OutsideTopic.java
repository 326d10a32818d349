package org.relais.runtime;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A Kafka topic that belongs to no production, on the production's own cluster or on another one. Immutable.
 *
 * @param name its full name
 * @param bootstrapServers the brokers of its cluster; null: the production's own
 * @param clients settings of the Kafka clients that reach it, by the clients' own names; on the production's own brokers they come on
 *     top of those that the production's clients have
 */
public record OutsideTopic(String name, @Nullable String bootstrapServers, Map<String, String> clients) {

    /** Makes the map unmodifiable. */
    public OutsideTopic {
        clients = Map.copyOf(clients);
    }
}
