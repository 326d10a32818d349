package org.relais.runtime;

import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.relais.messages.Address;
import org.relais.messages.Envelope;
import org.relais.messages.InvalidMessageException;
import org.relais.messages.Keyed;

/** One message on its way through an operation: from bytes to what became of it. Used by one thread. */
final class OperationItem<Q> {

    private final Message message;
    private final Standing standing;
    private @Nullable Q request;
    private @Nullable Address replyTo;
    private @Nullable Outcome outcome;

    OperationItem(Message message, Standing standing) {
        this.message = message;
        this.standing = standing;
    }

    /** Reads the headers and the body; what can't be read, or comes too late, has its outcome already. */
    void decode(Sender sender, BodyTypes<Q> types) {
        try {
            replyTo = sender.replyTo(message);
            if (!needsEffect()) {
                standing.checkApplied(message.record());
                outcome = standing.stored(offset());
                return;
            }
            request = types.read(message.envelope().type(), message.record().value());
            expire(message.envelope());
        } catch (InvalidMessageException e) {
            fail(Outcome.Failed.REJECTED, e.getMessage());
        }
    }

    void fail(String errorClass, @Nullable String error) {
        outcome = Outcome.Failed.of(message, errorClass, error);
    }

    void failUnlessApplied(String errorClass, String error) {
        if (isOpen()) {
            fail(errorClass, error);
        }
    }

    /**
     * Checks that somebody who waits for the reply can get it.
     *
     * @throws RejectedException if it is too large
     */
    void checkSize(Outcome.Replied reply) {
        if (replyTo != null) {
            Sender.checkSize(message.envelope(), reply);
        }
    }

    void succeed(Outcome.Replied reply) {
        outcome = reply;
    }

    /** {@return the size of its reply, in bytes} */
    int replySize() {
        return outcome instanceof Outcome.Replied replied ? replied.body().length : 0;
    }

    /** {@return whether the handler is to be called} */
    boolean isOpen() {
        return outcome == null && needsEffect();
    }

    boolean needsEffect() {
        return standing.needsEffect(offset());
    }

    /** {@return whether its outcome is still to be told; one that was applied long ago has been told} */
    boolean needsReply() {
        return outcome != null && standing.needsReply(offset());
    }

    /** {@return whether the outcome must be at hand after a crash: somebody waits, or there will be a dead letter} */
    boolean isWorthStoring() {
        return needsReply() && (replyTo != null || outcome instanceof Outcome.Failed);
    }

    long offset() {
        return message.record().offset();
    }

    Message message() {
        return message;
    }

    Standing standing() {
        return standing;
    }

    Q request() {
        return Objects.requireNonNull(request);
    }

    @Nullable
    Address replyTo() {
        return replyTo;
    }

    Outcome outcome() {
        return Objects.requireNonNull(outcome);
    }

    byte[] key() {
        return message.key(request instanceof Keyed keyed ? keyed.key() : null);
    }

    private void expire(Envelope envelope) {
        Instant deadline = envelope.deadline();
        if (deadline != null && Instant.now().isAfter(deadline)) {
            fail(Outcome.Failed.EXPIRED, "the deadline " + deadline + " has passed");
        }
    }
}
