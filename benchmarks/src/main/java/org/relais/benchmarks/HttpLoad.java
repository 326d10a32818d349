package org.relais.benchmarks;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLongArray;

/**
 * Posts formations at an even rate. Each time counts from when its request was due, not from when it was sent: a server that stalls stalls
 * the requests behind it, too.
 */
final class HttpLoad {

    private static final int CREATED = 201;
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final URI uri;
    private long nextId = Rows.FIRST_ID * 1_000; // none of the bulk file's

    /** @param address of the service */
    HttpLoad(String address) {
        this.uri = URI.create(address + "/training/");
    }

    /**
     * What came of it.
     *
     * @param times nanoseconds of each request
     * @param failed how many were not answered with 201
     */
    record Outcome(Percentiles times, int failed) {

        /** @throws IllegalStateException if a request failed: the times would mean nothing */
        void requireAllAnswered() {
            if (failed > 0) {
                throw new IllegalStateException(
                        failed + " of " + times.count() + " requests were not answered with 201");
            }
        }
    }

    /**
     * Sends so many requests, and waits for all answers.
     *
     * @param rate a second
     */
    Outcome run(int rate, int count) throws InterruptedException {
        AtomicLongArray times = new AtomicLongArray(count);
        AtomicInteger failed = new AtomicInteger();
        CountDownLatch open = new CountDownLatch(count);
        long start = System.nanoTime();
        for (int i = 0; i < count; i++) {
            int number = i;
            long due = start + (long) (i * 1e9 / rate);
            Singles.waitUntil(due);
            var unused = client.sendAsync(request(nextId++), HttpResponse.BodyHandlers.discarding())
                    .whenComplete((response, error) -> {
                        times.set(number, System.nanoTime() - due);
                        if (error != null || response.statusCode() != CREATED) {
                            failed.incrementAndGet();
                        }
                        open.countDown();
                    });
        }
        open.await();
        long[] all = new long[count];
        for (int i = 0; i < count; i++) {
            all[i] = times.get(i);
        }
        return new Outcome(new Percentiles(all), failed.get());
    }

    private HttpRequest request(long id) {
        String json = "{\"id\":" + id + ",\"nom\":\"formation" + id + "\",\"salle\":\"salle\"}";
        return HttpRequest.newBuilder(uri)
                .timeout(PATIENCE)
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(json))
                .build();
    }
}
