package org.relais.rest;

import io.javalin.http.Context;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.common.KafkaException;
import org.relais.messages.trace.OpenTransactionException;
import org.relais.messages.trace.Trace;
import org.relais.messages.trace.UnknownTimeException;
import org.relais.runtime.Requester;

/**
 * What became of a request, found in the topics.
 *
 * @param requester finds it
 * @param executor waits for it meanwhile
 * @param searches how many may wait
 * @param timeout after which a client is told that nothing was found yet
 */
record Sessions(Requester requester, Executor executor, InFlight searches, Duration timeout) {

    CompletableFuture<Response> get(Context context) {
        String id = context.pathParam("id");
        return searches.add(() -> CompletableFuture.supplyAsync(() -> find(id), executor))
                .copy() // the search counts until it ends, whether somebody waits for it or not
                .orTimeout(timeout.toMillis(), TimeUnit.MILLISECONDS)
                .handleAsync((found, failure) -> failure == null ? found : late(failure), executor);
    }

    private static Response late(Throwable failure) {
        if (failure instanceof TimeoutException) {
            return Problem.of(503, "the search takes too long; try again later").response();
        }
        throw failure instanceof CompletionException wrapped ? wrapped : new CompletionException(failure);
    }

    private Response find(String id) {
        try {
            Trace trace = requester.trace(id);
            return trace.isFound() ? Response.json(200, Trace.class, trace) : none();
        } catch (UnknownTimeException e) {
            return none();
        } catch (OpenTransactionException e) {
            return Problem.of(503, "the session is not there yet; try again later")
                    .response();
        } catch (KafkaException e) {
            return Problem.of(503, "the cluster can't be reached, or other searches take very long")
                    .response();
        }
    }

    private static Response none() {
        return Problem.of(404, "there is no session with this id, or not any more")
                .response();
    }
}
