package org.relais.rest;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.relais.messages.Failure;
import org.relais.messages.Topic;
import org.relais.messages.trace.Trace;
import org.relais.runtime.Call;
import org.relais.runtime.FailedReply;
import org.relais.runtime.Requester;

/** A production that answers as it is told: by default not at all. Safe for use by several threads. */
final class FakeRequester implements Requester {

    static final String SESSION = "0199b0c4-7f00-7000-8000-000000000001";

    private final List<Asked> asked = new ArrayList<>();
    private final List<FakeCall<?>> calls = new ArrayList<>();
    private volatile Function<Object, @Nullable Object> replies = request -> null;
    private volatile Call.Fate fate = Call.Fate.SENT;
    private volatile boolean ready = true;
    private volatile Function<String, Trace> search = FakeRequester::none;

    /** What was asked for. */
    record Asked(
            String target,
            Object request,
            @Nullable Instant deadline,
            @Nullable String key) {}

    /** From now on each request is answered so; null: not at all; a {@link Failure}: with an error. */
    void reply(Function<Object, @Nullable Object> how) {
        replies = how;
    }

    /** What becomes of requests that nobody answers. */
    void fate(Call.Fate what) {
        fate = what;
    }

    void ready(boolean now) {
        ready = now;
    }

    /** How sessions are looked for. */
    void search(Function<String, Trace> how) {
        search = how;
    }

    /** Gives up all that waits, as the runtime does at its end. */
    synchronized void cancel() {
        calls.forEach(call -> call.reply.cancel(false));
    }

    synchronized List<Asked> asked() {
        return List.copyOf(asked);
    }

    @Override
    public <Q, R> Call<R> call(Topic<Q, R> target, Q request, @Nullable Instant deadline) {
        return add(target, request, new Asked(target.name(), request, deadline, null));
    }

    @Override
    public <Q, R> Call<R> callOnce(Topic<Q, R> target, Q request, String key) {
        return add(target, request, new Asked(target.name(), request, null, key));
    }

    @Override
    public Trace trace(String session) {
        return search.apply(session);
    }

    private static Trace none(String session) {
        return new Trace(session, session.equals(SESSION) ? Trace.State.ENDED : Trace.State.UNKNOWN, List.of());
    }

    @Override
    public boolean isReady() {
        return ready;
    }

    private synchronized <R> Call<R> add(Topic<?, R> target, Object request, Asked what) {
        asked.add(what);
        FakeCall<R> call = new FakeCall<>(fate, new CompletableFuture<>(), new CompletableFuture<>());
        calls.add(call);
        Object reply = replies.apply(request);
        FailedReply failed = reply instanceof Failure failure ? new FailedReply(failure) : null;
        if (failed != null && (failed.isForOtherRequest() || failed.isForTooManyKeys())) {
            call.sent.completeExceptionally(failed); // a request whose key is refused is never carried out
        } else if (fate == Call.Fate.SENT) {
            call.sent.complete(true);
        }
        if (failed != null) {
            call.reply.completeExceptionally(failed);
        } else if (reply != null) {
            call.reply.complete(target.reply().cast(reply));
        }
        return call;
    }

    private record FakeCall<R>(Fate fate, CompletableFuture<Boolean> sent, CompletableFuture<R> reply)
            implements Call<R> {

        @Override
        public String session() {
            return SESSION;
        }

        @Override
        public Fate abandon() {
            return fate;
        }
    }
}
