package org.relais.rest;

import io.javalin.http.Context;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import org.apache.kafka.common.KafkaException;
import org.relais.messages.trace.Trace;
import org.relais.messages.trace.UnknownTimeException;
import org.relais.runtime.Requester;

/**
 * What became of a request, found in the topics.
 *
 * @param requester finds it
 * @param executor waits for it meanwhile
 * @param searches how many may wait
 */
record Sessions(Requester requester, Executor executor, InFlight searches) {

    CompletableFuture<Response> get(Context context) {
        String id = context.pathParam("id");
        return searches.add(() -> CompletableFuture.supplyAsync(() -> find(id), executor));
    }

    private Response find(String id) {
        try {
            Trace trace = requester.trace(id);
            return trace.isFound() ? Response.json(200, Trace.class, trace) : none();
        } catch (UnknownTimeException e) {
            return none();
        } catch (KafkaException e) {
            return Problem.of(503, "the cluster can't be reached").response();
        }
    }

    private static Response none() {
        return Problem.of(404, "there is no session with this id, or not any more")
                .response();
    }
}
