package org.relais.messages;

import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/** Every topic of the formation production, with its body types. A topic's name written anywhere else is a defect. */
public final class Topics {

    /** The business process that routes each formation to the operations. */
    public static final Topic<FormationRequest, FormationResponse> ROUTER =
            new Topic<>("router", FormationRequest.class, FormationResponse.class);

    /** Appends formations to a file. */
    public static final Topic<FormationRequest, Done> FILE_OPERATION =
            new Topic<>("file-operation", FormationRequest.class, Done.class);

    /** Stores trainings in the local database and decides whether the formation goes further. */
    public static final Topic<TrainingRequest, TrainingResponse> TRAINING_OPERATION =
            new Topic<>("training-operation", TrainingRequest.class, TrainingResponse.class);

    /** Stores formations in the outside database, and reads, changes and deletes what is stored there. */
    public static final Topic<FormationCommand, FormationReply> POSTGRES_OPERATION =
            new Topic<>("postgres-operation", FormationCommand.class, FormationReply.class);

    /** The business process that has each product stored, by one of three means. */
    public static final Topic<ProductMessage, ProductResponse> PRODUCT_PROCESS =
            new Topic<>("product-process", ProductMessage.class, ProductResponse.class);

    /** Stores products in the local database, by the means that the message's type stands for. */
    public static final Topic<ProductRequest, ProductResponse> PRODUCT_OPERATION =
            new Topic<>("product-operation", ProductRequest.class, ProductResponse.class);

    /** Writes products to an outside Kafka topic. */
    public static final Topic<KafkaTestMessage, Done> KAFKA_OPERATION =
            new Topic<>("kafka-operation", KafkaTestMessage.class, Done.class);

    /** The service that reads products from an outside Kafka topic: only its dead letters have a topic. */
    public static final Topic<ProductMessage, ProductResponse> SERVICE_KAFKA =
            new Topic<>("service-kafka", ProductMessage.class, ProductResponse.class);

    /**
     * The outside topic of the Kafka demo, by its full name: it belongs to no production. Its records are products, {@code
     * {"name":..,"price":..}}.
     */
    public static final String KAFKA_DEMO = "kafka_demo";

    /** The service that reads CSV files: only its dead letters have a topic. */
    public static final Topic<FormationRequest, Done> SERVICE_CSV =
            new Topic<>("service-csv", FormationRequest.class, Done.class);

    /** The service that takes HTTP requests: replies to its calls, and its dead letters, have topics. */
    public static final Topic<FormationRequest, FormationResponse> SERVICE_REST =
            new Topic<>("service-rest", FormationRequest.class, FormationResponse.class);

    /** The part of {@code service-rest} that carries requests with a key out once: takes any request and hands it on. */
    public static final Topic<FormationRequest, FormationResponse> SERVICE_REST_KEYS =
            new Topic<>("service-rest-keys", FormationRequest.class, FormationResponse.class);

    private static final Pattern PRODUCTION_NAME = Pattern.compile("[A-Za-z0-9._-]{1,150}");

    private static final List<Topic<?, ?>> ALL = List.of(
            ROUTER,
            FILE_OPERATION,
            TRAINING_OPERATION,
            POSTGRES_OPERATION,
            PRODUCT_PROCESS,
            PRODUCT_OPERATION,
            KAFKA_OPERATION,
            SERVICE_KAFKA,
            SERVICE_CSV,
            SERVICE_REST,
            SERVICE_REST_KEYS);

    private Topics() {}

    /** {@return all of them, the services', which take no messages, among them} */
    public static List<Topic<?, ?>> all() {
        return ALL;
    }

    /**
     * {@return whether a production can be called so: its name begins those of its topics, which allow no other characters, and leaves room
     * for the longest of theirs}
     *
     * @param name the name
     */
    public static boolean isProductionName(String name) {
        return PRODUCTION_NAME.matcher(name).matches();
    }

    /**
     * {@return the topic that takes the replies to what the command line sends}
     *
     * @param production its name
     */
    public static String commandLineReplies(String production) {
        return production + ".cli.replies";
    }

    /**
     * {@return the compacted topic that keeps what became of each dead letter}
     *
     * @param production its name
     */
    public static String fates(String production) {
        return production + ".dead-letter-fates";
    }

    /**
     * {@return whether a topic of this full name carries messages, requests, replies or dead letters, rather than what the runtime
     * keeps for itself}
     *
     * @param production its name
     * @param topic the full name
     */
    public static boolean carriesMessages(String production, String topic) {
        Set<String> others = Set.of(
                positions(production),
                groups(production),
                status(production),
                settings(production),
                events(production),
                fates(production));
        return topic.startsWith(production + '.') && !others.contains(topic) && !Topic.isForSeen(topic);
    }

    /**
     * {@return the compacted topic in which services keep how far they have read}
     *
     * @param production its name
     */
    public static String positions(String production) {
        return production + ".positions";
    }

    /**
     * {@return the compacted topic that remembers on which partitions each consumer group has committed, for longer than the broker may
     * keep its offsets}
     *
     * @param production its name
     */
    public static String groups(String production) {
        return production + ".groups";
    }

    /**
     * {@return the compacted topic in which every process announces itself and its figures}
     *
     * @param production its name
     */
    public static String status(String production) {
        return production + ".status";
    }

    /**
     * {@return the compacted topic of live settings: {@code component/setting} and its text}
     *
     * @param production its name
     */
    public static String settings(String production) {
        return production + ".settings";
    }

    /**
     * {@return the topic of what people should know of: a changed file, a retry}
     *
     * @param production its name
     */
    public static String events(String production) {
        return production + ".events";
    }
}
