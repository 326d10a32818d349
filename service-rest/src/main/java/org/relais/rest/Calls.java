package org.relais.rest;

import io.javalin.http.Context;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.relais.messages.Topic;
import org.relais.runtime.Call;
import org.relais.runtime.FailedReply;
import org.relais.runtime.Requester;

/** Carries HTTP requests into the production, with what their headers say of waiting and of keys. Safe for use by several threads. */
final class Calls {

    private static final int LONGEST_KEY = 255;

    private final Requester requester;
    private final Tokens tokens;
    private final Executor executor;
    private final InFlight inFlight;
    private final Duration timeout;

    /**
     * @param executor makes the answers
     * @param inFlight counts those who wait for one: not those who still send, however slowly
     */
    Calls(Requester requester, Tokens tokens, Executor executor, InFlight inFlight, Duration timeout) {
        this.requester = requester;
        this.tokens = tokens;
        this.executor = executor;
        this.inFlight = inFlight;
        this.timeout = timeout;
    }

    /** Asks for something to be changed. */
    <Q, R> CompletableFuture<Response> change(
            Context context, Topic<Q, R> target, Q request, Change<R> done, Change<FailedReply> failed) {
        String key = key(context);
        Prefer prefer = Prefer.of(context, timeout);
        return inFlight.add(() -> {
            Call<R> call = key == null
                    ? requester.call(target, request, null)
                    : requester.callOnce(target, request, scope(context) + key);
            return new Waiting<>(
                            call,
                            prefer,
                            executor,
                            reply -> done.answer(call.session(), reply),
                            failure -> failed.answer(call.session(), failure))
                    .forChange();
        });
    }

    /** Asks for something that is stored: after the time-out nobody needs the answer. */
    <Q, R> CompletableFuture<Response> ask(Context context, Topic<Q, R> target, Q request, Function<R, Response> done) {
        Prefer prefer = Prefer.of(context, timeout).forReply();
        return inFlight.add(() -> {
            Call<R> call = requester.call(target, request, Instant.now().plus(prefer.patience()));
            return new Waiting<>(call, prefer, executor, done, Calls::unanswerable).forAnswer();
        });
    }

    private static Response unanswerable(FailedReply failed) {
        return Problem.of(500, String.valueOf(failed.getMessage())).response();
    }

    /**
     * One client must not get at another one's answer by its key. Only the token that lets it in tells who it is: what else stands in the
     * header, a proxy's token that is renewed every hour for instance, would make another request of a repeat.
     */
    private String scope(Context context) {
        String owner = tokens.owner(context);
        return owner.isEmpty() ? "" : owner + '\n';
    }

    private static @Nullable String key(Context context) {
        String header = context.req().getHeader("Idempotency-Key");
        if (header == null) {
            return null;
        }
        String key = unquoted(header.trim());
        boolean printable = key.chars().allMatch(character -> character > ' ' && character < 0x7F);
        if (key.isEmpty() || key.length() > LONGEST_KEY || !printable) {
            throw Problem.ofField(
                            "Idempotency-Key",
                            "header 'Idempotency-Key' must have 1 to " + LONGEST_KEY + " printable characters")
                    .exception();
        }
        return key;
    }

    /** The draft of the header's RFC has it in quotes, and hardly anybody writes them. */
    private static String unquoted(String key) {
        boolean quoted = key.length() > 1 && key.startsWith("\"") && key.endsWith("\"");
        return quoted ? key.substring(1, key.length() - 1) : key;
    }

    /** Makes the answer to a change: of the reply that says that it was carried out, or of the one that says why not. */
    @FunctionalInterface
    interface Change<R> {
        Response answer(String session, R reply);
    }
}
