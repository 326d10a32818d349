package org.relais.db;

import java.util.Objects;
import java.util.SplittableRandom;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;
import org.relais.messages.Training;
import org.relais.messages.TrainingRequest;
import org.relais.messages.TrainingResponse;
import org.relais.runtime.Operation;

/** Stores a training and decides whether the formation goes further. */
final class TrainingOperation implements Operation<TrainingRequest, TrainingResponse, Rows> {

    private static final int LONGEST = 50;
    private static final Table TRAINING =
            Table.named("iris.training").text("name", LONGEST).text("room", LONGEST);

    private final Decision decision;
    private final @Nullable Long seed;

    /**
     * @param decision what to reply
     * @param seed makes a random reply a function of it and the request; null: really random
     */
    TrainingOperation(Decision decision, @Nullable Long seed) {
        this.decision = decision;
        this.seed = seed;
    }

    @Override
    public TrainingResponse handle(TrainingRequest request, Rows rows) {
        Training training = request.training();
        rows.insert(TRAINING, training.name(), training.room());
        return new TrainingResponse(decide(training));
    }

    private boolean decide(Training training) {
        return switch (decision) {
            case TRUE -> true;
            case FALSE -> false;
            case RANDOM -> seed == null ? ThreadLocalRandom.current().nextBoolean() : drawn(seed, training);
        };
    }

    private static boolean drawn(long seed, Training training) {
        int request = Objects.hash(training.name(), training.room());
        return new SplittableRandom(seed ^ (long) request << Integer.SIZE).nextBoolean();
    }
}
