package org.relais.endtoend;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/** A client of the HTTP service that goes to its copies in turn and checks each answer against their description. Threads may share it. */
final class Rest {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final HttpClient http =
            HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(5)).build();
    private final List<String> addresses;
    private final AtomicInteger requests = new AtomicInteger();
    private final OpenApi description;

    private Rest(List<String> addresses) throws IOException, InterruptedException {
        this.addresses = addresses;
        HttpRequest request = HttpRequest.newBuilder(URI.create(addresses.get(0) + "/openapi.json"))
                .build();
        this.description =
                new OpenApi(http.send(request, BodyHandlers.ofString()).body());
    }

    /** Waits until all copies of a run are ready. */
    static Rest of(RelaisRun run) throws Exception {
        List<String> addresses = List.copyOf(run.info().httpAddresses().values());
        awaitReady(addresses);
        return new Rest(addresses);
    }

    /** Waits until all copies are ready again. */
    void awaitReady() {
        awaitReady(addresses);
    }

    private static void awaitReady(List<String> addresses) {
        HttpClient http = HttpClient.newHttpClient();
        Eventually.eventually(PATIENCE, () -> {
            for (String address : addresses) {
                HttpRequest ready = HttpRequest.newBuilder(URI.create(address + "/health/ready"))
                        .build();
                if (http.send(ready, BodyHandlers.discarding()).statusCode() != 200) {
                    throw new AssertionError(address + " is not ready");
                }
            }
        });
    }

    /** A formation through the router. */
    HttpResponse<String> create(Row row, String... headers) throws IOException, InterruptedException {
        return json("POST", "/training/", row.json(), headers);
    }

    HttpResponse<String> get(String path) throws IOException, InterruptedException {
        return send("GET", path, BodyPublishers.noBody());
    }

    HttpResponse<String> json(String method, String path, String body, String... headers)
            throws IOException, InterruptedException {
        String[] all = new String[headers.length + 2];
        System.arraycopy(headers, 0, all, 2, headers.length);
        all[0] = "Content-Type";
        all[1] = "application/json";
        return send(method, path, BodyPublishers.ofString(body), all);
    }

    HttpResponse<String> send(String method, String path, BodyPublisher body, String... headers)
            throws IOException, InterruptedException {
        int copy = Math.floorMod(requests.getAndIncrement(), addresses.size());
        return send(addresses.get(copy), method, path, body, headers);
    }

    private HttpResponse<String> send(String address, String method, String path, BodyPublisher body, String... headers)
            throws IOException, InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(address + path))
                .timeout(PATIENCE)
                .method(method, body);
        for (int i = 0; i < headers.length; i += 2) {
            request.header(headers[i], headers[i + 1]);
        }
        HttpResponse<String> answer = http.send(request.build(), BodyHandlers.ofString());
        if (!method.equals("HEAD")) {
            description.check(method, path, answer);
        }
        return answer;
    }

    static JsonNode body(HttpResponse<String> answer) throws IOException {
        return new ObjectMapper().readTree(answer.body());
    }
}
