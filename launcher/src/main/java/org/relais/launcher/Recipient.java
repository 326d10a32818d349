package org.relais.launcher;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.relais.messages.Bodies;
import org.relais.messages.InvalidMessageException;
import org.relais.messages.Keyed;
import org.relais.messages.Topic;
import org.relais.messages.Topics;

/**
 * To whom a test message goes, and in whose name.
 *
 * @param name the topic's name without the production's
 * @param topic what is known of it; null for a component that is not one of ours
 * @param source the sender: a service whose message this could be, or the command line
 */
record Recipient(String name, @Nullable Topic<?, ?> topic, String source) {
    private static final String COMMAND_LINE = "cli";

    /** By the component's name; of several topics the first is meant where the type does not say. */
    private static final Map<String, List<Topic<?, ?>>> COMPONENTS = Map.of(
            "process-router", List.of(Topics.ROUTER, Topics.PRODUCT_PROCESS),
            "operation-file", List.of(Topics.FILE_OPERATION),
            "operation-db", List.of(Topics.TRAINING_OPERATION, Topics.POSTGRES_OPERATION, Topics.PRODUCT_OPERATION),
            "operation-kafka", List.of(Topics.KAFKA_OPERATION));

    /** A service takes no messages: what it would send is sent in its name. */
    private static final Map<String, List<Topic<?, ?>>> SERVICES = Map.of(
            "service-csv", List.of(Topics.ROUTER),
            "service-rest", List.of(Topics.ROUTER, Topics.PRODUCT_PROCESS, Topics.POSTGRES_OPERATION),
            "service-kafka", List.of(Topics.PRODUCT_PROCESS));

    /**
     * The one of that name.
     *
     * @param type the body's type, if it was given
     * @throws WrongSettings if the name stands for several and the type does not tell which
     */
    static Recipient of(String name, @Nullable String type) {
        if (SERVICES.containsKey(name)) return of(choose(SERVICES.getOrDefault(name, List.of()), type), name);
        if (COMPONENTS.containsKey(name)) {
            List<Topic<?, ?>> topics = COMPONENTS.getOrDefault(name, List.of());
            if (name.startsWith("operation-") && type == null && topics.size() > 1) throw ambiguous(name, topics);
            return of(choose(topics, type), COMMAND_LINE);
        }
        return Topics.all().stream()
                .filter(topic -> topic.name().equals(name))
                .findFirst()
                .map(topic -> of(topic, COMMAND_LINE))
                .orElse(new Recipient(name, null, COMMAND_LINE));
    }

    private static Recipient of(Topic<?, ?> topic, String source) {
        return new Recipient(topic.name(), topic, source);
    }

    private static Topic<?, ?> choose(List<Topic<?, ?>> topics, @Nullable String type) {
        return topics.stream()
                .filter(topic -> type != null && topic.requestTypes().containsKey(type))
                .findFirst()
                .orElse(topics.get(0));
    }

    private static WrongSettings ambiguous(String name, List<Topic<?, ?>> topics) {
        return new WrongSettings(name + " does several jobs: name one of them, "
                + String.join(", ", topics.stream().map(Topic::name).toList()));
    }

    /**
     * The jobs of a component, each with topics of its own; a name that stands for no component of ours is that of a job. A service has
     * its own, though what it sends goes to others.
     */
    static Set<String> jobs(String name) {
        if (COMPONENTS.containsKey(name)) {
            return COMPONENTS.getOrDefault(name, List.of()).stream()
                    .map(Topic::name)
                    .collect(Collectors.toSet());
        }
        return name.equals(Topics.SERVICE_REST.name()) ? Set.of(name, Topics.SERVICE_REST_KEYS.name()) : Set.of(name);
    }

    /** All names that are known, for help and completion. */
    static Set<String> names() {
        Set<String> names = new TreeSet<>(COMPONENTS.keySet());
        names.addAll(SERVICES.keySet());
        Topics.all().forEach(topic -> names.add(topic.name()));
        return names;
    }

    /** The body's type where none was given: null for a component that is not one of ours, which has a default itself. */
    @Nullable
    String defaultType() {
        return topic == null ? null : topic.requestTypes().keySet().iterator().next();
    }

    /**
     * The key of a message: its body's business key where there is one; what does not fit its type is for the component to refuse.
     *
     * @param session the session's id, which is the key of all others
     */
    String key(@Nullable String type, byte[] body, String session) {
        Class<?> known = topic == null ? null : topic.requestTypes().get(type);
        try {
            if (known != null && Bodies.of(known).read(body) instanceof Keyed keyed && keyed.key() != null) {
                return keyed.key();
            }
        } catch (InvalidMessageException notAcceptable) {
            return session;
        }
        return session;
    }
}
