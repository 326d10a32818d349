package org.relais.router;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.random.RandomGenerator;
import org.relais.messages.Topic;
import org.relais.runtime.Calls;

/** Calls of one session that the operations answer at once. */
final class Answered implements Calls {

    private final List<Asked> asked = new ArrayList<>();
    private final RandomGenerator random;
    private final Function<Object, Object> replies;

    /**
     * @param random decides what is left to chance
     * @param replies gives the reply to a request
     */
    Answered(RandomGenerator random, Function<Object, Object> replies) {
        this.random = random;
        this.replies = replies;
    }

    /** {@return who was asked for what, in this order} */
    List<Asked> asked() {
        return asked;
    }

    @Override
    public <Q, R> R call(Topic<Q, R> target, Q request) {
        asked.add(new Asked(target, request));
        return target.reply().cast(replies.apply(request));
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
        return random;
    }

    /** A call. */
    record Asked(Topic<?, ?> target, Object request) {}
}
