package org.relais.runtime;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.jspecify.annotations.Nullable;
import org.relais.messages.Bodies;
import org.relais.messages.Failure;
import org.relais.messages.InvalidMessageException;
import org.relais.messages.Topic;

/**
 * One run of a process's handler, from its start to the first call that has no answer yet, or to its end. What it sends was not sent in
 * an earlier turn: that is what comes after the last answer. Used by one thread.
 */
final class Turn implements Calls {

    private static final Bodies<Failure> FAILURES = Bodies.of(Failure.class);

    private final Session session;
    private final Sender sender;
    private final Object request;
    private final List<ProducerRecord<byte[], byte[]>> sent = new ArrayList<>(1);
    private int place;
    private int answered;
    private @Nullable SplittableRandom random;

    Turn(Session session, Sender sender, Object request) {
        this.session = session;
        this.sender = sender;
        this.request = request;
    }

    @Override
    public <Q, R> R call(Topic<Q, R> target, Q body) {
        place++;
        List<Continuation.Answer> answers = session.answers();
        if (answered < answers.size()) {
            return answer(target, body, answers.get(answered++));
        }
        sent.add(message(target, body, session.awaiting(answered, target.name())));
        throw new TurnEnded();
    }

    @Override
    public <Q> void send(Topic<Q, ?> target, Q body) {
        place++;
        if (answered == session.answers().size()) {
            sent.add(message(target, body, null));
        }
    }

    @Override
    public Instant now() {
        return session.envelope().time();
    }

    @Override
    public RandomGenerator random() {
        if (random == null) {
            random = new SplittableRandom(session.envelope().id().hashCode() * 0x9E3779B97F4A7C15L);
        }
        return random;
    }

    /** {@return what this turn sends} */
    List<ProducerRecord<byte[], byte[]>> sent() {
        return sent;
    }

    /**
     * Checks that the handler, which has ended, asked for every answer.
     *
     * @throws InvalidMessageException if it did not
     */
    void checkAllAnswersTaken() {
        if (answered < session.answers().size()) {
            throw diverged();
        }
    }

    private <Q, R> R answer(Topic<Q, R> target, Q body, Continuation.Answer answer) {
        if (!answer.target().equals(target.name())) {
            throw diverged();
        }
        if (!answer.ok()) {
            throw failed(target, body, FAILURES.read(answer.body()));
        }
        BodyTypes<R> types = sender.replyTypes(target);
        return types.read(answer.type(), answer.body());
    }

    /** The exception knows the failed call as it was sent: whoever resends that lets the session go on from there. */
    private <Q> CallFailed failed(Topic<Q, ?> target, Q body, Failure failure) {
        ProducerRecord<byte[], byte[]> call = message(target, body, session.awaiting(answered - 1, target.name()));
        return new CallFailed(failure, sender.deadLetter(target, call, failure));
    }

    private <Q> ProducerRecord<byte[], byte[]> message(
            Topic<Q, ?> target, Q body, @Nullable Continuation continuation) {
        String type = body.getClass().getSimpleName();
        ProducerRecord<byte[], byte[]> message = sender.call(session, target, place, type, bytes(body), continuation);
        Sender.checkSize(message);
        return message;
    }

    /** A request that is passed on as it came needs no writing. */
    private byte[] bytes(Object body) {
        return body == request ? session.body() : sender.write(body);
    }

    private static InvalidMessageException diverged() {
        return new InvalidMessageException(
                "the process took another path than when it made this call: its code changed underneath the session");
    }

    /** Ends a turn. No exception, so that a handler that catches those does not catch it; without a stack trace, since nothing is wrong. */
    static final class TurnEnded extends Error {

        private static final long serialVersionUID = 1L;

        TurnEnded() {
            super(null, null, false, false);
        }
    }
}
