package org.relais.endtoend.faults;

import java.util.function.Function;
import org.relais.endtoend.Row;
import org.relais.messages.Topic;
import org.relais.messages.Topics;

/**
 * An operation that a test calls in the router's name.
 *
 * @param module whose jar it is in
 * @param topic where its requests go
 * @param type of the request
 * @param body the request for a row
 */
record Called(String module, Topic<?, ?> topic, String type, Function<Row, String> body) {
    static final Called FILE =
            new Called("operation-file", Topics.FILE_OPERATION, "FormationRequest", Row::requestJson);

    static final Called TRAINING = new Called(
            "operation-db",
            Topics.TRAINING_OPERATION,
            "TrainingRequest",
            row -> "{\"training\":{\"name\":\"%s\",\"room\":\"%s\"}}".formatted(row.nom(), row.salle()));
}
