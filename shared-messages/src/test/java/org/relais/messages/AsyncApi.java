package org.relais.messages;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLGenerator;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.math.BigDecimal;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Makes docs/asyncapi.yaml: AsyncAPI 3.0 of all topics, those that the runtime keeps for itself among them. */
final class AsyncApi {

    private static final String SCHEMAS = "#/components/schemas/";
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final YAMLMapper YAML = YAMLMapper.builder()
            .disable(YAMLGenerator.Feature.WRITE_DOC_START_MARKER)
            .disable(YAMLGenerator.Feature.SPLIT_LINES)
            .enable(YAMLGenerator.Feature.MINIMIZE_QUOTES)
            .enable(YAMLGenerator.Feature.ALWAYS_QUOTE_NUMBERS_AS_STRINGS)
            .build();

    private static final List<Class<?>> STATUS = List.of(
            ComponentStatus.class,
            ComponentStatus.Part.class,
            ComponentStatus.Figures.class,
            ComponentStatus.Value.class);

    private static final String TEXT = "Text";
    private static final String BYTES = "Bytes";
    private static final Map<String, String> MEMORIES = Map.of(
            "positions", "services: how far each has read",
            "groups", "consumer groups: on which partitions each has committed",
            "dead-letter-fates", "dead letters: which were sent again, or discarded",
            "service-rest-keys-seen", "requests with an Idempotency-Key: what was asked and answered");

    private final ObjectNode root = JSON.createObjectNode();

    private AsyncApi() {}

    static String text() {
        try {
            return "# Made from the message records; a test says how to make it again.\n"
                    + YAML.writeValueAsString(new AsyncApi().document());
        } catch (JsonProcessingException e) {
            throw new AssertionError(e);
        }
    }

    private ObjectNode document() {
        root.put("asyncapi", "3.0.0");
        root.putObject("info")
                .put("title", "Relais: the formation production")
                .put("version", "1.0.0")
                .put("description", "Messages between the components, over Kafka, as CloudEvents 1.0 in binary mode.")
                .putObject("license")
                .put("name", "Apache-2.0")
                .put("url", "https://www.apache.org/licenses/LICENSE-2.0.txt");
        root.put("defaultContentType", "application/json");
        ObjectNode channels = root.putObject("channels");
        ObjectNode operations = root.putObject("operations");
        Catalogue.topics().forEach(topic -> describe(topic, channels, operations));
        channel(channels, "replies", null, "Where the caller waits: the topic in the request's ce_replyto.", replies());
        channel(
                channels,
                "kafka-demo",
                Topics.KAFKA_DEMO,
                Javadocs.ofConstant(Topics.class, "KAFKA_DEMO"),
                Set.of("KafkaTestMessage"));
        operation(operations, "service-kafka-reads-kafka-demo", "receive", "kafka-demo", Set.of("KafkaTestMessage"));
        operation(operations, "operation-kafka-writes-kafka-demo", "send", "kafka-demo", Set.of("KafkaTestMessage"));
        runtimes(channels);
        components();
        return root;
    }

    private void describe(Topic<?, ?> topic, ObjectNode channels, ObjectNode operations) {
        String production = Catalogue.PRODUCTION;
        boolean anyRequest = topic.equals(Topics.SERVICE_REST_KEYS);
        Set<String> requests = anyRequest ? requests() : topic.requestTypes().keySet();
        if (!Catalogue.reader(topic).isEmpty()) {
            channel(channels, topic.name(), topic.in(production), Catalogue.meaning(topic), requests);
            ObjectNode operation = operation(
                    operations, Catalogue.reader(topic) + "-reads-" + topic.name(), "receive", topic.name(), requests);
            ObjectNode reply = operation.putObject("reply");
            reply.putObject("address").put("location", "$message.header#/ce_replyto");
            reply.putObject("channel").put("$ref", "#/channels/replies");
            Set<String> answers =
                    new TreeSet<>(anyRequest ? replies() : topic.replyTypes().keySet());
            answers.add("Failure");
            references(reply.putArray("messages"), "#/channels/replies/messages/", answers);
        }
        if (Catalogue.isCaller(topic)) {
            channel(
                    channels,
                    topic.name() + "-replies",
                    topic.repliesIn(production),
                    "Replies to the calls of " + topic.name() + ".",
                    replies());
        }
        channel(
                channels,
                topic.name() + "-dead-letters",
                topic.deadLettersIn(production),
                "What " + topic.name() + " could not process, as it came, with the reason in its headers.",
                requests);
    }

    private static void runtimes(ObjectNode channels) {
        String production = Catalogue.PRODUCTION;
        channel(
                channels,
                "cli-replies",
                Topics.commandLineReplies(production),
                "Replies to what the command line sends.",
                replies());
        channel(
                channels,
                "status",
                Topics.status(production),
                "What each process last said of itself. Key: component/copy. Compacted.",
                Set.of(ComponentStatus.class.getSimpleName()));
        channel(
                channels,
                "settings",
                Topics.settings(production),
                "Live settings. Key: component/setting; the value's text; nothing takes it back. Compacted.",
                Set.of(TEXT));
        channel(
                channels,
                "events",
                Topics.events(production),
                "What people should know of, such as a file that was changed: a line. Key: the service that says it.",
                Set.of(TEXT));
        Map.of(
                        "positions", Topics.positions(production),
                        "groups", Topics.groups(production),
                        "dead-letter-fates", Topics.fates(production),
                        "service-rest-keys-seen", Topics.SERVICE_REST_KEYS.seenIn(production))
                .entrySet()
                .stream()
                .sorted(Map.Entry.comparingByKey())
                .forEach(topic -> channel(
                        channels,
                        topic.getKey(),
                        topic.getValue(),
                        "What the runtime has to remember of its " + MEMORIES.get(topic.getKey())
                                + ". Its form may change with each version. Compacted.",
                        Set.of(BYTES)));
    }

    private static void channel(
            ObjectNode channels,
            String name,
            @Nullable String address,
            String description,
            Collection<String> messages) {
        ObjectNode channel = channels.putObject(name).put("address", address).put("description", description);
        ObjectNode all = channel.putObject("messages");
        messages.forEach(message -> all.putObject(message).put("$ref", "#/components/messages/" + message));
    }

    private static ObjectNode operation(
            ObjectNode operations, String name, String action, String channel, Collection<String> messages) {
        ObjectNode operation = operations.putObject(name).put("action", action);
        operation.putObject("channel").put("$ref", "#/channels/" + channel);
        references(operation.putArray("messages"), "#/channels/" + channel + "/messages/", messages);
        return operation;
    }

    private static void references(ArrayNode into, String where, Collection<String> names) {
        names.forEach(name -> into.addObject().put("$ref", where + name));
    }

    private static Set<String> requests() {
        Set<String> requests = new TreeSet<>();
        Catalogue.topics().forEach(topic -> requests.addAll(topic.requestTypes().keySet()));
        return requests;
    }

    private static Set<String> replies() {
        Set<String> replies = new TreeSet<>(Set.of("Failure"));
        Catalogue.topics().forEach(topic -> replies.addAll(topic.replyTypes().keySet()));
        return replies;
    }

    private void components() {
        ObjectNode components = root.putObject("components");
        ObjectNode messages = components.putObject("messages");
        ObjectNode schemas = components.putObject("schemas");
        Catalogue.messages().forEach(type -> {
            ObjectNode message = messages.putObject(type.getSimpleName())
                    .put("name", type.getSimpleName())
                    .put("summary", Javadocs.of(type))
                    .put("contentType", "application/json");
            message.putObject("headers").put("$ref", SCHEMAS + "Headers");
            payload(message.putObject("payload"), type);
            message.putArray("examples").addObject().set("payload", example(type));
            schema(schemas, type);
        });
        List.of(Formation.class, Training.class).forEach(type -> schema(schemas, type));
        ObjectNode status = messages.putObject(ComponentStatus.class.getSimpleName())
                .put("summary", Javadocs.of(ComponentStatus.class))
                .put("contentType", "application/json");
        payload(status.putObject("payload"), ComponentStatus.class);
        status.putArray("examples").addObject().set("payload", example(ComponentStatus.class));
        STATUS.forEach(type -> schema(schemas, type));
        messages.putObject(TEXT)
                .put("contentType", "text/plain")
                .putObject("payload")
                .put("type", "string");
        messages.putObject(BYTES)
                .put("contentType", "application/octet-stream")
                .putObject("payload")
                .put("type", "string");
        headers(schemas.putObject("Headers"));
    }

    /** What only wraps one record may also be written as that record alone ({@link Bodies}). */
    private static void payload(ObjectNode payload, Class<?> type) {
        RecordComponent[] fields = type.getRecordComponents();
        if (fields.length == 1 && fields[0].getType().isRecord()) {
            List<String> forms =
                    List.of(type.getSimpleName(), fields[0].getType().getSimpleName());
            references(payload.putArray("anyOf"), SCHEMAS, forms);
        } else {
            payload.put("$ref", SCHEMAS + type.getSimpleName());
        }
    }

    private static com.fasterxml.jackson.databind.JsonNode example(Class<?> type) {
        try {
            return JSON.readTree(Catalogue.example(type));
        } catch (JsonProcessingException e) {
            throw new AssertionError(e);
        }
    }

    private static void schema(ObjectNode schemas, Class<?> type) {
        ObjectNode schema =
                schemas.putObject(type.getSimpleName()).put("type", "object").put("additionalProperties", false);
        ObjectNode properties = schema.putObject("properties");
        ArrayNode required = JSON.createArrayNode();
        for (RecordComponent field : Catalogue.fields(type)) {
            boolean isPart = type == Formation.class || type == Training.class;
            boolean isRequired = STATUS.contains(type)
                    ? !field.getAnnotatedType().isAnnotationPresent(Nullable.class)
                    : !isPart && Catalogue.isRequired(type, field.getName());
            ObjectNode property = properties.putObject(field.getName());
            if (isRequired) {
                required.add(field.getName());
            }
            describe(property, field.getGenericType(), isRequired);
            property.put("description", Javadocs.of(type, field.getName()));
        }
        if (!required.isEmpty()) {
            schema.set("required", required);
        }
    }

    private static void describe(ObjectNode property, Type type, boolean isRequired) {
        if (type instanceof ParameterizedType list) {
            property.put("type", "array");
            describe(property.putObject("items"), list.getActualTypeArguments()[0], true);
        } else if (((Class<?>) type).isRecord()) {
            property.putArray("allOf").addObject().put("$ref", SCHEMAS + ((Class<?>) type).getSimpleName());
        } else {
            scalar(property, (Class<?>) type, isRequired);
        }
    }

    private static void scalar(ObjectNode property, Class<?> type, boolean isRequired) {
        String name = type == String.class
                ? "string"
                : type == boolean.class || type == Boolean.class
                        ? "boolean"
                        : type == BigDecimal.class ? "number" : "integer";
        if (isRequired) {
            property.put("type", name);
        } else {
            property.putArray("type").add(name).add("null");
        }
        if (type == BigDecimal.class) {
            property.put("multipleOf", new BigDecimal("0.01"))
                    .put("exclusiveMaximum", 100_000_000)
                    .put("exclusiveMinimum", -100_000_000);
        } else if (name.equals("integer")) {
            property.put("format", type == int.class || type == Integer.class ? "int32" : "int64");
        }
    }

    private static void headers(ObjectNode schema) {
        schema.put("type", "object");
        ObjectNode properties = schema.putObject("properties");
        for (HeaderName header : HeaderName.values()) {
            properties
                    .putObject(header.key())
                    .put("type", "string")
                    .put("description", Javadocs.ofConstant(HeaderName.class, header.name()));
        }
    }
}
