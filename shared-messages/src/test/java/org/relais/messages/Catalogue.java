package org.relais.messages;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.lang.reflect.Field;
import java.lang.reflect.RecordComponent;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/** Every topic and every message, with an example of each: what the documents are made of. */
final class Catalogue {

    static final String PRODUCTION = "formation";

    private static final Formation FORMATION = new Formation(3L, "formation3", "salle3");
    private static final BigDecimal PRICE = new BigDecimal("12.50");

    private static final Map<Class<?>, Object> EXAMPLES = examples(
            new FormationRequest(FORMATION),
            new FormationResponse(true),
            Done.DONE,
            new TrainingRequest(new Training("formation3", "salle3")),
            new TrainingResponse(true),
            new FormationQuery(3L),
            new FormationListRequest(null, 100, 42L),
            new FormationUpdate(FORMATION),
            new FormationDelete(3L),
            new FormationPage(List.of(FORMATION), 43L),
            new FormationsChanged(1),
            new ProductMessage("book", PRICE),
            new ProductSqlMessage("book", PRICE),
            new ProductIrisMessage("book", PRICE),
            new ProductResponse(7),
            new KafkaTestMessage("test", BigDecimal.TEN),
            new ComponentStatus(
                    "service-rest",
                    "0",
                    "host",
                    4711,
                    "2026-01-01T00:00:00Z",
                    List.of(new ComponentStatus.Part(
                            "service-rest", "RUNNING", "", new ComponentStatus.Figures(1_000, 2))),
                    List.of(new ComponentStatus.Value("timeout", "10 s", "default")),
                    List.of(),
                    0),
            new Failure("room is longer than 50 characters", "rejected", "formation.training-operation/1@42", 1, true));

    /** The component that reads each topic; none: only its dead letters, or replies to its calls, have one. */
    private static final Map<String, String> READERS = Map.of(
            "router", "process-router",
            "file-operation", "file-operation",
            "training-operation", "operation-db",
            "postgres-operation", "operation-db",
            "product-process", "process-router",
            "product-operation", "operation-db",
            "kafka-operation", "operation-kafka",
            "service-rest-keys", "service-rest");

    private static final Set<String> CALLERS = Set.of("router", "product-process", "service-rest", "service-rest-keys");

    private Catalogue() {}

    static List<Topic<?, ?>> topics() {
        return Topics.all();
    }

    /** {@return the component that reads a topic, or an empty text if the topic itself is not there} */
    static String reader(Topic<?, ?> topic) {
        return READERS.getOrDefault(topic.name(), "");
    }

    static boolean isCaller(Topic<?, ?> topic) {
        return CALLERS.contains(topic.name());
    }

    static String meaning(Topic<?, ?> topic) {
        for (Field field : Topics.class.getFields()) {
            if (topic.equals(constant(field))) {
                return Javadocs.ofConstant(Topics.class, field.getName());
            }
        }
        throw new AssertionError("no constant of " + topic);
    }

    /** {@return all messages, requests before the replies to them} */
    static Set<Class<?>> messages() {
        Set<Class<?>> messages = new LinkedHashSet<>();
        topics().forEach(topic -> messages.addAll(topic.requestTypes().values()));
        topics().forEach(topic -> messages.addAll(topic.replyTypes().values()));
        messages.add(Failure.class);
        return messages;
    }

    static String example(Class<?> message) {
        Object example = EXAMPLES.get(message);
        if (example == null) {
            throw new AssertionError("Catalogue has no example of " + message.getSimpleName());
        }
        return new String(bodies(message).write(example), StandardCharsets.UTF_8);
    }

    static List<RecordComponent> fields(Class<?> message) {
        return Arrays.asList(Objects.requireNonNull(message.getRecordComponents()));
    }

    /** {@return whether the message can't be read without a field: found out by leaving it out} */
    static boolean isRequired(Class<?> message, String field) {
        ObjectNode example = tree(message);
        example.remove(field);
        try {
            var unused = bodies(message).read(example.toString().getBytes(StandardCharsets.UTF_8));
            return false;
        } catch (InvalidMessageException e) {
            return true;
        }
    }

    private static ObjectNode tree(Class<?> message) {
        try {
            return (ObjectNode) new ObjectMapper().readTree(example(message));
        } catch (JsonProcessingException e) {
            throw new AssertionError(e);
        }
    }

    @SuppressWarnings("unchecked")
    private static Bodies<Object> bodies(Class<?> type) {
        return Bodies.of((Class<Object>) type);
    }

    private static Object constant(Field field) {
        try {
            return field.get(null);
        } catch (IllegalAccessException e) {
            throw new AssertionError(e);
        }
    }

    private static Map<Class<?>, Object> examples(Object... examples) {
        Map<Class<?>, Object> byType = new LinkedHashMap<>();
        for (Object example : examples) {
            byType.put(example.getClass(), example);
        }
        return byType;
    }
}
