package org.relais.messages;

/** Every topic of the formation production, with its body types. A topic's name written anywhere else is a defect. */
public final class Topics {

    /** The business process that routes each formation to the operations. */
    public static final Topic<FormationRequest, Done> ROUTER =
            new Topic<>("router", FormationRequest.class, Done.class);

    /** Appends formations to a file. */
    public static final Topic<FormationRequest, Done> FILE_OPERATION =
            new Topic<>("file-operation", FormationRequest.class, Done.class);

    /** Stores trainings in the local database and decides whether the formation goes further. */
    public static final Topic<TrainingRequest, TrainingResponse> TRAINING_OPERATION =
            new Topic<>("training-operation", TrainingRequest.class, TrainingResponse.class);

    /** Stores formations in the outside database. */
    public static final Topic<FormationRequest, Done> POSTGRES_OPERATION =
            new Topic<>("postgres-operation", FormationRequest.class, Done.class);

    /** The service that reads CSV files: only its dead letters have a topic. */
    public static final Topic<FormationRequest, Done> SERVICE_CSV =
            new Topic<>("service-csv", FormationRequest.class, Done.class);

    private Topics() {}

    /**
     * {@return the compacted topic in which services keep how far they have read}
     *
     * @param production its name
     */
    public static String positions(String production) {
        return production + ".positions";
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
     * {@return the topic of what people should know of: a changed file, a retry}
     *
     * @param production its name
     */
    public static String events(String production) {
        return production + ".events";
    }
}
