package org.relais.router;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.relais.messages.Done;
import org.relais.messages.Formation;
import org.relais.messages.FormationRequest;
import org.relais.messages.FormationResponse;
import org.relais.messages.Topics;
import org.relais.messages.Training;
import org.relais.messages.TrainingRequest;
import org.relais.messages.TrainingResponse;
import org.relais.router.Answered.Asked;

final class RouterTest {

    private static final RandomGenerator NO_CHANCE = () -> {
        throw new AssertionError("nothing is left to chance");
    };

    private static final FormationRequest REQUEST = new FormationRequest(new Formation(7L, "n", "s"));
    private static final Asked TO_THE_FILE = new Asked(Topics.FILE_OPERATION, REQUEST);
    private static final Asked TO_THE_LOCAL_DATABASE =
            new Asked(Topics.TRAINING_OPERATION, new TrainingRequest(new Training("n", "s")));
    private static final Asked TO_THE_OUTSIDE_DATABASE = new Asked(Topics.POSTGRES_OPERATION, REQUEST);

    @Test
    void storesInTheOutsideDatabaseWhatTheLocalOneLetsThrough() {
        Answered calls = decided(true);
        assertThat(new Router().handle(REQUEST, calls)).isEqualTo(new FormationResponse(true));
        assertThat(calls.asked()).containsExactly(TO_THE_FILE, TO_THE_LOCAL_DATABASE, TO_THE_OUTSIDE_DATABASE);
    }

    @Test
    void keepsOutOfTheOutsideDatabaseWhatTheLocalOneDoesNotLetThrough() {
        Answered calls = decided(false);
        assertThat(new Router().handle(REQUEST, calls)).isEqualTo(new FormationResponse(false));
        assertThat(calls.asked()).containsExactly(TO_THE_FILE, TO_THE_LOCAL_DATABASE);
    }

    private static Answered decided(boolean decision) {
        return new Answered(
                NO_CHANCE, request -> request instanceof TrainingRequest ? new TrainingResponse(decision) : Done.DONE);
    }
}
