package org.relais.runtime;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.CommonClientConfigs;
import org.apache.kafka.common.internals.Topic;
import org.apache.kafka.common.utils.Utils;
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

    private static final int MAX_PORT = 65_535;

    /** Makes the map unmodifiable. */
    public OutsideTopic {
        clients = Map.copyOf(clients);
    }

    /**
     * {@return what is wrong with the settings of an outside topic, for whoever declares them to say at the start; nothing that only the
     * cluster can tell, which is asked again and again}
     *
     * @param topic the value of {@code topic}
     * @param bootstrapServers that of {@code outside.bootstrap.servers}; null: not given
     * @param clients what is given behind {@code outside.kafka}
     */
    public static List<String> problems(String topic, @Nullable String bootstrapServers, Map<String, String> clients) {
        List<String> problems = new ArrayList<>();
        if (!Topic.isValid(topic)) {
            problems.add("topic: expected a name of at most 249 letters from a to z, digits, '.', '_' and '-'");
        }
        if (bootstrapServers != null
                && !Arrays.stream(bootstrapServers.split(",", -1)).allMatch(OutsideTopic::isBroker)) {
            problems.add("outside.bootstrap.servers: expected host:port, separated by commas");
        }
        Map<String, Object> given = new HashMap<>(clients);
        given.put(CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG, "localhost:9092"); // another one has been checked above
        ClientProblems.of(List.of(given), List.of(new HashMap<>(given)), List.of(new HashMap<>(given)))
                .forEach(problem -> problems.add("outside.kafka: " + problem));
        return problems;
    }

    private static boolean isBroker(String text) {
        try {
            String host = Utils.getHost(text.trim());
            Integer port = Utils.getPort(text.trim());
            return host != null && !host.isEmpty() && port != null && port > 0 && port <= MAX_PORT;
        } catch (NumberFormatException e) { // more digits than a number has
            return false;
        }
    }
}
