package org.relais.router;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.relais.messages.Done;
import org.relais.messages.Formation;
import org.relais.messages.FormationRequest;
import org.relais.messages.FormationResponse;
import org.relais.messages.Topic;
import org.relais.messages.Topics;
import org.relais.messages.Training;
import org.relais.messages.TrainingRequest;
import org.relais.messages.TrainingResponse;
import org.relais.runtime.Calls;

final class RouterTest {

    private static final FormationRequest REQUEST = new FormationRequest(new Formation(7L, "n", "s"));
    private static final Asked TO_THE_FILE = new Asked(Topics.FILE_OPERATION, REQUEST);
    private static final Asked TO_THE_LOCAL_DATABASE =
            new Asked(Topics.TRAINING_OPERATION, new TrainingRequest(new Training("n", "s")));
    private static final Asked TO_THE_OUTSIDE_DATABASE = new Asked(Topics.POSTGRES_OPERATION, REQUEST);

    @Test
    void storesInTheOutsideDatabaseWhatTheLocalOneLetsThrough() {
        Answered calls = new Answered(true);
        assertThat(new Router().handle(REQUEST, calls)).isEqualTo(new FormationResponse(true));
        assertThat(calls.asked).containsExactly(TO_THE_FILE, TO_THE_LOCAL_DATABASE, TO_THE_OUTSIDE_DATABASE);
    }

    @Test
    void keepsOutOfTheOutsideDatabaseWhatTheLocalOneDoesNotLetThrough() {
        Answered calls = new Answered(false);
        assertThat(new Router().handle(REQUEST, calls)).isEqualTo(new FormationResponse(false));
        assertThat(calls.asked).containsExactly(TO_THE_FILE, TO_THE_LOCAL_DATABASE);
    }

    /** A call. */
    private record Asked(Topic<?, ?> target, Object request) {}

    /** Calls that the operations answer at once. */
    private static final class Answered implements Calls {

        private final List<Asked> asked = new ArrayList<>();
        private final boolean decision;

        Answered(boolean decision) {
            this.decision = decision;
        }

        @Override
        public <Q, R> R call(Topic<Q, R> target, Q request) {
            asked.add(new Asked(target, request));
            Object reply = request instanceof TrainingRequest ? new TrainingResponse(decision) : Done.DONE;
            return target.reply().cast(reply);
        }

        @Override
        public <Q> void send(Topic<Q, ?> target, Q request) {
            throw new AssertionError("nothing is sent");
        }

        @Override
        public Instant now() {
            return Instant.EPOCH;
        }

        @Override
        public RandomGenerator random() {
            throw new AssertionError("nothing is left to chance");
        }
    }
}
