package org.relais.benchmarks;

import java.util.List;
import org.relais.messages.Topics;

/** The topics that messages move through, in the floor as in the production. */
final class FloorTopics {

    private static final String PRODUCTION = "formation";

    static final String ROUTER = Topics.ROUTER.in(PRODUCTION);
    static final String REPLIES = Topics.ROUTER.repliesIn(PRODUCTION);
    static final String FILE = Topics.FILE_OPERATION.in(PRODUCTION);
    static final String TRAINING = Topics.TRAINING_OPERATION.in(PRODUCTION);
    static final String POSTGRES = Topics.POSTGRES_OPERATION.in(PRODUCTION);

    static final List<String> ALL = List.of(ROUTER, REPLIES, FILE, TRAINING, POSTGRES);

    private FloorTopics() {}
}
