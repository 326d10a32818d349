package org.relais.rest;

import java.time.Duration;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import org.relais.messages.InvalidMessageException;
import org.relais.runtime.Call;
import org.relais.runtime.FailedReply;
import org.relais.runtime.RejectedException;

/**
 * A call that somebody outside waits for: becomes the answer that its reply makes if it comes in time, else that the work goes on.
 *
 * @param call the call
 * @param prefer how long to wait
 * @param executor makes the answers: the thread that reads the replies must not wait for a client
 * @param done makes the answer of the reply
 * @param failed makes the answer of an error
 */
record Waiting<R>(
        Call<R> call,
        Prefer prefer,
        Executor executor,
        Function<R, Response> done,
        Function<FailedReply, Response> failed) {

    /** Who wants to wait for less still waits until the request is sent. */
    private static final Duration SHORTEST = Duration.ofSeconds(1);

    /** Waits for something that changes the world: what was sent is done, however late. */
    CompletableFuture<Response> forChange() {
        CompletableFuture<Response> answer = prefer.async()
                ? untilSent(prefer.patience())
                : reply().thenApplyAsync(done, executor).exceptionallyComposeAsync(this::unchanged, executor);
        return answer.thenApply(this::finished);
    }

    /** Waits for the answer to a question: if it comes too late nobody needs it. */
    CompletableFuture<Response> forAnswer() {
        return reply().handleAsync(
                        (reply, failure) -> failure == null ? done.apply(reply) : unanswered(cause(failure)), executor)
                .thenApply(this::finished);
    }

    private CompletableFuture<R> reply() {
        return call.reply().orTimeout(prefer.patience().toMillis(), TimeUnit.MILLISECONDS);
    }

    private CompletableFuture<Response> unchanged(Throwable failure) {
        Duration left = SHORTEST.minus(prefer.patience());
        return cause(failure) instanceof TimeoutException && !left.isNegative()
                ? untilSent(left)
                : CompletableFuture.completedFuture(late(cause(failure)));
    }

    private CompletableFuture<Response> untilSent(Duration limit) {
        return call.sent()
                .orTimeout(limit.toMillis(), TimeUnit.MILLISECONDS)
                .handleAsync((sent, failure) -> failure == null ? accepted() : late(cause(failure)), executor);
    }

    private Response late(Throwable failure) {
        if (failure instanceof FailedReply reply) {
            return failed(reply);
        }
        if (!isLate(failure)) {
            return broken(failure);
        }
        return switch (call.abandon()) {
            case SENT -> accepted();
            case NOT_SENT ->
                Problem.of(503, "the cluster can't be reached; nothing was done")
                        .response();
            case UNKNOWN ->
                Problem.of(
                                503,
                                "nobody has confirmed in time that the request is taken on; it may or may not be carried out."
                                        + " With an Idempotency-Key it can be repeated without harm")
                        .in(call.session())
                        .response();
        };
    }

    private Response failed(FailedReply reply) {
        if (reply.isForOtherRequest()) {
            String detail = "this Idempotency-Key was used for another request before";
            return new Problem(422, detail, "Idempotency-Key", null).response();
        }
        return reply.isForTooManyKeys()
                ? Problem.of(503, "no further Idempotency-Key can be remembered now")
                        .response()
                : failed.apply(reply);
    }

    private Response unanswered(Throwable failure) {
        boolean late = isLate(failure) || (failure instanceof FailedReply reply && reply.isExpired());
        return late
                ? Problem.of(503, "no answer came in time").in(call.session()).response()
                : answered(failure);
    }

    private Response answered(Throwable failure) {
        return failure instanceof FailedReply reply ? failed(reply) : broken(failure);
    }

    private Response broken(Throwable failure) {
        int status = failure instanceof RejectedException ? 413 : 500;
        if (failure instanceof InvalidMessageException || status == 413) {
            return Problem.of(status, String.valueOf(failure.getMessage()))
                    .in(call.session())
                    .response();
        }
        throw new CompletionException(failure); // ours: it is logged
    }

    private Response accepted() {
        Answers.Accepted body = new Answers.Accepted(call.session(), "accepted");
        return Response.json(202, Answers.Accepted.class, body).with("Location", "/sessions/" + call.session());
    }

    private Response finished(Response response) {
        call.abandon(); // nobody waits any more
        return prefer.applied().isEmpty() ? response : response.with("Preference-Applied", prefer.applied());
    }

    /** The time is over, or this process ends. */
    private static boolean isLate(Throwable failure) {
        return failure instanceof TimeoutException || failure instanceof CancellationException;
    }

    private static Throwable cause(Throwable failure) {
        Throwable cause = failure.getCause();
        return failure instanceof CompletionException && cause != null ? cause : failure;
    }
}
