package org.relais.rest;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;

/** Counts the requests that wait, and turns away those over the limit. Safe for use by several threads. */
final class InFlight {

    private final int most;
    private final AtomicInteger count = new AtomicInteger();

    InFlight(int most) {
        this.most = most;
    }

    int count() {
        return count.get();
    }

    /**
     * {@return what the request becomes}
     *
     * @throws ProblemException if there are too many
     */
    <V> CompletableFuture<V> add(Supplier<CompletableFuture<V>> request) {
        if (count.incrementAndGet() > most) {
            count.decrementAndGet();
            throw Problem.of(503, "too many requests wait; try again later").exception();
        }
        CompletableFuture<V> waiting;
        try {
            waiting = request.get();
        } catch (RuntimeException e) {
            count.decrementAndGet();
            throw e;
        }
        return waiting.whenComplete((value, failure) -> count.decrementAndGet());
    }
}
