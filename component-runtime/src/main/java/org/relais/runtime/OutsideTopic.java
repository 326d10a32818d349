package org.relais.runtime;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
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
    private static final long PATIENCE_MILLIS = 8_000;
    private static final Pattern NUMBER = Pattern.compile("[0-9]{1,9}");

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
     */
    public static List<String> problems(String topic, @Nullable String bootstrapServers) {
        List<String> problems = new ArrayList<>();
        if (!Topic.isValid(topic)) {
            problems.add("topic: expected a name of at most 249 letters from a to z, digits, '.', '_' and '-'");
        }
        if (bootstrapServers != null
                && !Arrays.stream(bootstrapServers.split(",", -1)).allMatch(OutsideTopic::isBroker)) {
            problems.add("outside.bootstrap.servers: expected host:port, separated by commas");
        }
        return problems;
    }

    /** {@return the clients that reach it, from a component with these settings} */
    KafkaClients clients(RuntimeSettings settings, Map<String, String> kafka) {
        return bootstrapServers == null
                ? new KafkaClients(settings, kafka).with(clients)
                : new KafkaClients(settings, bootstrapServers, impatient(clients));
    }

    /** Another cluster may be away for long: then the part is to be seen retrying, and to stop when it is told to. */
    private static Map<String, String> impatient(Map<String, String> given) {
        String all = CommonClientConfigs.DEFAULT_API_TIMEOUT_MS_CONFIG;
        String one = CommonClientConfigs.REQUEST_TIMEOUT_MS_CONFIG;
        Map<String, String> clients = new HashMap<>(given);
        clients.putIfAbsent(one, Long.toString(Math.min(PATIENCE_MILLIS / 2, millis(given, all))));
        clients.putIfAbsent(all, Long.toString(Math.max(PATIENCE_MILLIS, millis(clients, one))));
        return clients;
    }

    /** What is no number Kafka's clients refuse. */
    private static long millis(Map<String, String> clients, String name) {
        String text = clients.getOrDefault(name, "");
        return NUMBER.matcher(text).matches() ? Long.parseLong(text) : PATIENCE_MILLIS;
    }

    /** The settings of a component that has one: what Kafka's clients would refuse of them is told at the start. */
    public interface Owner {

        /** {@return the outside topic} */
        OutsideTopic outside();

        /** {@return whether it is written to; else it is read} */
        boolean writes();
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
