package org.relais.runtime;

import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.relais.messages.Bodies;
import org.relais.messages.Envelope;
import org.relais.messages.Failure;
import org.relais.messages.InvalidMessageException;
import org.relais.messages.Topic;

/** A gateway's call: waits to be sent, is sent, is answered; or is given up on the way. Safe for use by several threads. */
final class Pending<Q, R> implements Call<R> {

    private static final Bodies<Failure> FAILURES = Bodies.of(Failure.class);

    private enum State {
        WAITING,
        SENDING,
        /** Being sent, though nobody waits any more. */
        LEFT,
        SENT,
        ABANDONED;

        State abandoned() {
            return switch (this) {
                case WAITING, ABANDONED -> ABANDONED;
                case SENDING, LEFT -> LEFT;
                case SENT -> SENT;
            };
        }

        State notSent() {
            return switch (this) {
                case SENDING -> WAITING;
                case LEFT -> ABANDONED;
                case WAITING, SENT, ABANDONED -> this;
            };
        }
    }

    private final Topic<Q, R> target;
    private final Q request;
    private final String id;
    private final String session;
    private final @Nullable Instant deadline;
    private final boolean once;
    private final Switchboard board;
    private final AtomicReference<State> state = new AtomicReference<>(State.WAITING);
    private volatile boolean doubtful;
    private final CompletableFuture<Boolean> sent = new CompletableFuture<>();
    private final CompletableFuture<R> reply = new CompletableFuture<>();

    /**
     * @param id the message's
     * @param session its session's: another than the message's own where a key stands for the session
     */
    Pending(Switchboard board, Topic<Q, R> target, Q request, String id, String session, @Nullable Instant deadline) {
        this.board = board;
        this.target = target;
        this.request = request;
        this.id = id;
        this.session = session;
        this.deadline = deadline;
        this.once = !id.equals(session);
    }

    @Override
    public String session() {
        return session;
    }

    @Override
    public CompletableFuture<Boolean> sent() {
        return sent;
    }

    @Override
    public CompletableFuture<R> reply() {
        return reply;
    }

    @Override
    public Fate abandon() {
        board.forget(this);
        return switch (state.getAndUpdate(State::abandoned)) {
            case WAITING -> {
                board.withdraw(this);
                yield notDone();
            }
            case ABANDONED -> notDone();
            case SENDING, LEFT -> Fate.UNKNOWN;
            case SENT -> isTakenOn() ? Fate.SENT : Fate.UNKNOWN;
        };
    }

    /** What has a key is carried out only if whoever sees to that takes it on, who may be away, or refuse it. */
    private boolean isTakenOn() {
        return !once || (sent.isDone() && !sent.isCompletedExceptionally());
    }

    private Fate notDone() {
        return doubtful ? Fate.UNKNOWN : Fate.NOT_SENT;
    }

    /** Whether a commit that failed has carried it out nobody knows until it is sent again. */
    void isDoubtful() {
        doubtful = true;
    }

    Topic<Q, R> target() {
        return target;
    }

    Q request() {
        return request;
    }

    String id() {
        return id;
    }

    @Nullable
    Instant deadline() {
        return deadline;
    }

    /** {@return whether it is to be carried out once for its key: then sending it twice does no harm} */
    boolean isOnce() {
        return once;
    }

    /** {@return whether it is to be sent; false: it was given up} */
    boolean beginSending() {
        return state.compareAndSet(State.WAITING, State.SENDING);
    }

    /** It was not sent after all. {@return whether it is to be sent again} */
    boolean notSent() {
        return state.updateAndGet(State::notSent) == State.WAITING;
    }

    /** It can't be sent. */
    void reject(RejectedException reason) {
        state.set(State.ABANDONED);
        board.forget(this);
        fail(reason);
    }

    /** It is sent. Where a key decides whether it is carried out nobody knows yet that it is. */
    void isSent() {
        state.set(State.SENT);
        if (!once) {
            sent.complete(true);
        }
    }

    /** It will be carried out, or is already. */
    void isTaken() {
        state.set(State.SENT);
        sent.complete(true);
    }

    /** Takes the answer. */
    void answer(Envelope envelope, byte[] body) {
        isSent();
        try {
            if (envelope.ok()) {
                isTaken();
                reply.complete(new BodyTypes<R>(target.replyTypes()).read(envelope.type(), body));
            } else {
                fail(new FailedReply(FAILURES.read(body)));
            }
        } catch (InvalidMessageException e) {
            fail(e);
        }
    }

    private void fail(RuntimeException reason) {
        reply.completeExceptionally(reason);
        sent.completeExceptionally(reason); // unless it was sent: then it keeps to that
    }

    /** Tells whoever waits that this process ends. */
    void cancel() {
        reply.cancel(false);
        sent.cancel(false);
    }
}
