package org.relais.endtoend;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

/** Many clients at once, each sending one request after the other; one in twenty is sent twice, at the same time. */
final class Load {
    private static final int REPEATED = 20;

    private final IdempotencyIT.Answers answers;
    private final int clients;
    private final int most;
    private final Duration duration;
    private final AtomicInteger next = new AtomicInteger();
    private final Queue<Row> sent = new ConcurrentLinkedQueue<>();
    private final List<CompletableFuture<Void>> running = new ArrayList<>();
    private long started;
    private volatile long ended;

    Load(IdempotencyIT.Answers answers, int clients, int most, Duration duration) {
        this.answers = answers;
        this.clients = clients;
        this.most = most;
        this.duration = duration;
    }

    void start() {
        started = System.nanoTime();
        ExecutorService threads = Executors.newFixedThreadPool(clients);
        for (int i = 0; i < clients; i++) {
            running.add(CompletableFuture.runAsync(this::client, threads));
        }
        threads.shutdown();
    }

    int done() {
        return sent.size();
    }

    /** Waits for the clients. {@return what they have sent} */
    List<Row> join() {
        running.forEach(CompletableFuture::join);
        ended = System.nanoTime();
        return List.copyOf(sent);
    }

    double seconds() {
        return (ended - started) / 1e9;
    }

    private void client() {
        while (System.nanoTime() - started < duration.toNanos()) {
            int number = next.getAndIncrement();
            if (number >= most) {
                return;
            }
            Row row = new Row(10_000 + number, "load" + number, "salle");
            if (number % REPEATED == 0) {
                answers.requireOne(row, answers.together(row, 2));
            } else {
                answers.of(row);
            }
            sent.add(row);
        }
    }
}
