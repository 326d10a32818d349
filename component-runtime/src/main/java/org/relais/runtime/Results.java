package org.relais.runtime;

import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.relais.messages.Address;
import org.relais.messages.Failure;

/** What comes of a process's turn: each way it can end sends its messages and is counted. Used by one thread. */
record Results(Outlet outlet, Sender sender, String deadLetters, Tally tally) {

    /** A call was made: the session goes on when the answer comes. */
    void waiting(Turn turn) {
        turn.sent().forEach(outlet::send);
    }

    /** The handler has ended. */
    void finished(Turn turn, Session session, Outcome.Replied reply) {
        turn.sent().forEach(outlet::send);
        reply(session, reply);
        tally.done();
    }

    /** A call failed and the handler did not catch it: the call becomes a dead letter, and whoever waits is told. */
    void parked(Turn turn, Session session, CallFailed failed) {
        turn.sent().forEach(outlet::send);
        outlet.send(failed.deadLetter());
        tally.deadLetter();
        Failure failure = failed.failure();
        reply(
                session,
                new Outcome.Failed(
                        String.valueOf(failure.errorClass()),
                        String.valueOf(failed.getMessage()),
                        String.valueOf(failure.origin()),
                        failure.attempts()));
    }

    /** The message can't be processed as it is: whoever waits is told, else it becomes a dead letter. */
    void refused(Message message, @Nullable Address replyTo, String errorClass, RuntimeException reason) {
        fail(message, replyTo, Outcome.Failed.of(message, errorClass, reason.getMessage()));
    }

    /** The request came after its deadline. */
    void expired(Message message, @Nullable Address replyTo, Instant deadline) {
        String error = "the deadline " + deadline + " has passed";
        fail(message, replyTo, Outcome.Failed.of(message, Outcome.Failed.EXPIRED, error));
    }

    private void fail(Message message, @Nullable Address replyTo, Outcome.Failed failed) {
        if (replyTo == null) {
            outlet.send(Sender.deadLetter(deadLetters, message, failed));
            tally.deadLetter();
        } else {
            int partition = message.record().partition();
            outlet.send(sender.reply(message.envelope(), partition, replyTo, failed, message.key(null)));
        }
    }

    private void reply(Session session, Outcome outcome) {
        Address replyTo = session.replyTo();
        if (replyTo != null) {
            outlet.send(sender.reply(session.envelope(), session.partition(), replyTo, outcome, session.key()));
        }
    }
}
