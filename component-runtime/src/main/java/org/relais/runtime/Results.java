package org.relais.runtime;

import java.time.Instant;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.jspecify.annotations.Nullable;
import org.relais.messages.Address;
import org.relais.messages.Failure;

/** What comes of a process's turn: each way it can end sends its messages and is counted. Used by one thread. */
record Results(Message message, Outlet outlet, Sender sender, String deadLetters, Tally tally, MessageLog log) {

    /** A call was made: the session goes on when the answer comes. */
    void waiting(Turn turn) {
        turn.sent().forEach(outlet::send);
    }

    /**
     * The handler has ended.
     *
     * @param reply null if nobody waits for it
     */
    void finished(Turn turn, Session session, Outcome.@Nullable Replied reply) {
        turn.sent().forEach(outlet::send);
        if (reply != null) {
            reply(session, reply);
        }
        tally.done();
    }

    /**
     * A call failed and the handler did not catch it: whoever waits is told, and the call becomes a dead letter, unless what it called was
     * itself a process that has kept one. When that one comes to its end after all, its reply takes the caller on, too; with two dead
     * letters, what lies between them would be done twice.
     */
    void parked(Turn turn, Session session, CallFailed failed) {
        turn.sent().forEach(outlet::send);
        Failure failure = failed.failure();
        if (!failure.hasDeadLetter()) {
            outlet.send(failed.deadLetter());
            tally.deadLetter();
        }
        Outcome.Failed outcome = new Outcome.Failed(
                String.valueOf(failure.errorClass()),
                String.valueOf(failed.getMessage()),
                String.valueOf(failure.origin()),
                failure.attempts(),
                true);
        log.refused(message, outcome);
        reply(session, outcome);
    }

    /** The message can't be processed as it is: whoever waits is told, else it becomes a dead letter. */
    void refused(Caller caller, String errorClass, RuntimeException reason) {
        fail(caller, Outcome.Failed.of(message, errorClass, reason.getMessage()));
    }

    /** The request came after its deadline. */
    void expired(Caller caller, Instant deadline) {
        String error = "the deadline " + deadline + " has passed";
        fail(caller, Outcome.Failed.of(message, Outcome.Failed.EXPIRED, error));
    }

    private void fail(Caller caller, Outcome.Failed failed) {
        log.refused(message, failed);
        if (caller.replyTo() == null) {
            deadLetter(failed);
        } else {
            int partition = message.record().partition();
            answer(sender.reply(caller.request(), partition, caller.replyTo(), failed, message.key(null)));
        }
    }

    private void reply(Session session, Outcome outcome) {
        Address replyTo = session.replyTo();
        if (replyTo != null) {
            answer(sender.reply(session.envelope(), session.partition(), replyTo, outcome, session.key()));
        }
    }

    /** Headers that somebody else wrote can be so large that no reply can repeat them. */
    private void answer(ProducerRecord<byte[], byte[]> reply) {
        if (Sender.fits(reply)) {
            outlet.send(reply);
        } else {
            deadLetter(Outcome.Failed.unanswerable(message));
        }
    }

    private void deadLetter(Outcome.Failed failed) {
        outlet.send(Sender.deadLetter(deadLetters, message, failed));
        tally.deadLetter();
    }
}
