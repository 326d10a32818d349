package org.relais.rest;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.math.BigDecimal;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.common.KafkaException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.relais.messages.Failure;
import org.relais.messages.Formation;
import org.relais.messages.FormationListRequest;
import org.relais.messages.FormationPage;
import org.relais.messages.FormationQuery;
import org.relais.messages.FormationRequest;
import org.relais.messages.FormationResponse;
import org.relais.messages.FormationUpdate;
import org.relais.messages.FormationsChanged;
import org.relais.messages.ProductMessage;
import org.relais.messages.ProductResponse;
import org.relais.messages.trace.OpenTransactionException;
import org.relais.messages.trace.Step;
import org.relais.messages.trace.Trace;
import org.relais.runtime.Call.Fate;

/** The service over HTTP, before a production that answers as the test wants. */
final class ServerTest {

    private static final String ROW = "{\"id\":7,\"nom\":\"n\",\"salle\":\"s\"}";
    private static final String POST = "POST /training HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n";
    private static final String TOKEN_HASH =
            "3c469e9d6c5875d37a43f353d4f88e61fcf812c66eee3457465a40b0da4153e0"; // "token"
    private static final String OTHER_HASH =
            "d9298a10d1b0735837dc4bd85dac641b0f3cef27a47e5d53a54f2f3f5b2fcffa"; // "other"

    private final FakeRequester production = new FakeRequester();
    private @Nullable Server server;
    private @Nullable Client client;

    @BeforeEach
    void start() {
        start(Duration.ofSeconds(10), 1_000, null);
    }

    private void start(Duration timeout, int maxInFlight, @Nullable String tokens) {
        stop();
        server = Server.start(
                new RestSettings("127.0.0.1", 0, timeout, maxInFlight, tokens, Duration.ofHours(24), 1_000),
                production);
        client = Client.of(server.port());
    }

    @AfterEach
    void stop() {
        if (server != null) {
            server.close();
            server = null;
        }
    }

    @Test
    void aFormationThatIsStoredIsCreated() throws Exception {
        production.reply(request -> new FormationResponse(true));
        HttpResponse<String> answer = client().post("/training/", ROW);
        assertThat(answer.statusCode()).isEqualTo(201);
        assertThat(answer.headers().firstValue("Location")).hasValue("/training/7");
        assertThat(Client.json(answer).path("session").asText()).isEqualTo(FakeRequester.SESSION);
        assertThat(Client.json(answer).path("stored").asBoolean()).isTrue();
        assertThat(production.asked().get(0).request()).isEqualTo(new FormationRequest(new Formation(7L, "n", "s")));
        assertThat(production.asked().get(0).deadline()).isNull();
    }

    @Test
    void aFormationThatTheDecisionKeptOutIsAnsweredWithout() throws Exception {
        production.reply(request -> new FormationResponse(false));
        HttpResponse<String> answer = client().post("/training", ROW);
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.headers().firstValue("Location")).isEmpty();
        assertThat(Client.json(answer).path("stored").asBoolean(true)).isFalse();
    }

    @Test
    void halfASurrogatePairIsNoJson() throws Exception {
        HttpResponse<String> answer = client().post("/training", "{\"id\":7,\"nom\":\"a\\ud800b\",\"salle\":\"s\"}");
        assertThat(requireProblem(answer, 400).path("detail").asText()).contains("half a surrogate pair at byte 16");
        assertThat(production.asked()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"id\":7,\"nom\":\"n\"}                                | salle",
                "{\"id\":7,\"nom\":null,\"salle\":\"s\"}                 | nom",
                "{\"nom\":\"n\",\"salle\":\"s\"}                         | id",
                "{\"id\":7,\"nom\":\"n\",\"salle\":\"s\",\"prix\":1}     | prix",
                "{\"id\":\"7\",\"nom\":\"n\",\"salle\":\"s\"}            | id",
                "{\"id\":7.5,\"nom\":\"n\",\"salle\":\"s\"}              | id",
                "{\"id\":9223372036854775808,\"nom\":\"n\",\"salle\":\"s\"} | id",
                "{\"id\":7,\"nom\":5,\"salle\":\"s\"}                    | nom",
                "{\"id\":7,\"nom\":\"a\\u0000b\",\"salle\":\"s\"}        | nom"
            })
    void aBodyThatDoesNotFitIsRefusedByField(String body, String field) throws Exception {
        HttpResponse<String> answer = client().post("/training", body);
        JsonNode problem = requireProblem(answer, 400);
        assertThat(problem.path("field").asText()).isEqualTo(field);
        assertThat(problem.path("detail").asText()).contains(field);
        assertThat(production.asked()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "{", "[]", "null", "7", "{\"id\":7,}", "{\"id\":7,\"id\":8}", ROW + ROW})
    void whatIsNoJsonIsRefused(String body) throws Exception {
        JsonNode problem = requireProblem(client().post("/training", body), 400);
        assertThat(problem.path("detail").asText())
                .as("it is not taken for JSON that lacks a field")
                .doesNotEndWith(" is missing");
        assertThat(production.asked()).isEmpty();
    }

    @Test
    void aTextIsAsLongAsItsColumnAndNoLonger() throws Exception {
        production.reply(request -> new FormationResponse(true));
        String longest = "é".repeat(48) + "\uD83D\uDE00\uD83D\uDE00";
        assertThat(client().post("/training", row(longest)).statusCode()).isEqualTo(201);
        assertThat(client().post("/training", row(longest + "   ")).statusCode())
                .isEqualTo(201);
        JsonNode problem = requireProblem(client().post("/training", row(longest + "x")), 400);
        assertThat(problem.path("field").asText()).isEqualTo("nom");
    }

    @Test
    void nestingAndSizeAreBounded() throws Exception {
        String nested = "{\"a\":".repeat(51) + "1" + "}".repeat(51);
        assertThat(requireProblem(client().post("/training", nested), 400)
                        .path("detail")
                        .asText())
                .contains("nested deeper than 50");
        requireProblem(client().post("/training", "[".repeat(500_000)), 400);
        requireProblem(client().post("/training", row("x".repeat(1 << 20))), 413);
        byte[] large = row("x".repeat(1 << 20)).getBytes(StandardCharsets.UTF_8);
        HttpResponse<String> chunked = client().send(
                        "POST",
                        "/training",
                        BodyPublishers.ofInputStream(() -> new java.io.ByteArrayInputStream(large)),
                        "Content-Type",
                        "application/json");
        requireProblem(chunked, 413);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "text/plain",
                "application/xml",
                "application/json; charset=utf-16",
                "application/json; version=1; charset=utf-16",
                "application/json; charset",
                "application/jsonx",
                ""
            })
    void anotherContentTypeIsRefused(String type) throws Exception {
        String[] headers = type.isEmpty() ? new String[0] : new String[] {"Content-Type", type};
        requireProblem(client().send("POST", "/training", BodyPublishers.ofString(ROW), headers), 415);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "application/json",
                "application/json;charset=UTF-8",
                "Application/JSON ; charset=\"utf-8\"",
                "application/json;",
                "application/json; version=1",
                "application/json; version=1;charset=utf-8;"
            })
    void jsonIsTakenInItsSpellings(String type) throws Exception {
        production.reply(request -> new FormationResponse(true));
        assertThat(client().send("POST", "/training", BodyPublishers.ofString(ROW), "Content-Type", type)
                        .statusCode())
                .isEqualTo(201);
    }

    @Test
    void aContentTypeMayHaveManyParameters() throws Exception {
        production.reply(request -> new FormationResponse(true));
        String many = "application/json" + ";".repeat(10_000);
        assertThat(client().send("POST", "/training", BodyPublishers.ofString(ROW), "Content-Type", many)
                        .statusCode())
                .isEqualTo(201);
        String other = many + "charset=utf-16";
        requireProblem(client().send("POST", "/training", BodyPublishers.ofString(ROW), "Content-Type", other), 415);
    }

    @Test
    void whoStillSendsDoesNotCountAsWaiting() throws Exception {
        start(Duration.ofSeconds(10), 2, null);
        production.reply(request -> new FormationResponse(true));
        List<Socket> slow = new ArrayList<>();
        try {
            for (int i = 0; i < 10; i++) {
                Socket socket = send(POST + "Expect: 100-continue\r\nContent-Length: " + ROW.length() + "\r\n\r\n");
                slow.add(socket);
                assertThat(statusLine(socket)).as("it has begun").isEqualTo("HTTP/1.1 100 Continue");
                socket.getOutputStream().write(ROW.substring(0, 5).getBytes(StandardCharsets.ISO_8859_1));
            }
            assertThat(client().post("/training", ROW).statusCode()).isEqualTo(201);
        } finally {
            for (Socket socket : slow) {
                socket.close();
            }
        }
    }

    @Test
    void allBodiesTogetherAreBounded() throws Exception {
        production.reply(request -> new FormationResponse(true));
        List<Socket> large = new ArrayList<>();
        String most = "x".repeat(1_000_000);
        try {
            for (int i = 0; i < 20; i++) {
                large.add(send(POST + "Content-Length: 1000001\r\n\r\n" + most));
            }
            List<Socket> answered = new ArrayList<>();
            Eventually.eventually(() -> {
                large.stream()
                        .filter(socket ->
                                unchecked(() -> socket.getInputStream().available()) > 0)
                        .forEach(answered::add);
                assertThat(answered).isNotEmpty();
            });
            assertThat(statusLine(answered.get(0))).isEqualTo("HTTP/1.1 503 Service Unavailable");
        } finally {
            for (Socket socket : large) {
                socket.close();
            }
        }
        Eventually.eventually(() ->
                requireProblem(client().post("/training", "x".repeat(1_000_000)), 400)); // what they held is free again
        assertThat(client().post("/training", ROW).statusCode()).isEqualTo(201);
    }

    @Test
    void slowClientsKeepNobodyElseWaiting() throws Exception {
        production.reply(request -> new FormationResponse(true));
        List<Socket> slow = new ArrayList<>();
        try {
            for (int i = 0; i < 200; i++) {
                slow.add(send(POST + "Content-Length: " + ROW.length() + "\r\n\r\n" + ROW.substring(0, 5)));
            }
            long began = System.nanoTime();
            assertThat(client().get("/").statusCode()).isEqualTo(200);
            assertThat(client().post("/training", ROW).statusCode()).isEqualTo(201);
            assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Duration.ofSeconds(5));
            for (Socket socket : slow) {
                socket.getOutputStream().write(ROW.substring(5).getBytes(StandardCharsets.ISO_8859_1));
                assertThat(statusLine(socket)).isEqualTo("HTTP/1.1 201 Created");
            }
        } finally {
            for (Socket socket : slow) {
                socket.close();
            }
        }
    }

    @Test
    void aBodyThatDoesNotComeIsNotWaitedForForEverButAReplyIs() throws Exception {
        CompletableFuture<HttpResponse<String>> patient = CompletableFuture.supplyAsync(
                () -> unchecked(() -> client().post("/training", ROW, "Prefer", "wait=12")));
        try (Socket socket = send(POST + "Content-Length: 100\r\n\r\n{")) {
            assertThat(new String(socket.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1))
                    .startsWith("HTTP/1.1 408")
                    .contains("the body did not come in time", "Connection: close");
        }
        try (Socket socket = send(POST + "Content-Length: 100\r\n\r\n{")) {
            socket.shutdownOutput();
            assertThat(statusLine(socket)).startsWith("HTTP/1.1 400");
        }
        assertThat(patient.join().headers().firstValue("Preference-Applied")).hasValue("wait=12");
    }

    @Test
    void aClientMayAskWhetherToSendItsBody() throws Exception {
        production.reply(request -> new FormationResponse(true));
        try (Socket socket = send(POST + "Expect: 100-continue\r\nContent-Length: " + ROW.length() + "\r\n\r\n")) {
            assertThat(statusLine(socket)).isEqualTo("HTTP/1.1 100 Continue");
            socket.getOutputStream().write(ROW.getBytes(StandardCharsets.ISO_8859_1));
            assertThat(statusLine(socket)).isEmpty();
            assertThat(statusLine(socket)).isEqualTo("HTTP/1.1 201 Created");
        }
        try (Socket socket = send(POST + "Expect: 100-continue\r\nContent-Length: 9999999\r\n\r\n")) {
            assertThat(statusLine(socket)).startsWith("HTTP/1.1 413");
        }
    }

    @Test
    void oneConnectionTakesManyRequests() throws Exception {
        production.reply(request -> new FormationResponse(true));
        String request = POST + "Content-Length: " + ROW.length() + "\r\n\r\n" + ROW;
        try (Socket socket = send(request + request)) {
            BufferedReader answers =
                    new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.ISO_8859_1));
            for (int created = 0; created < 2; ) {
                created += Objects.requireNonNull(answers.readLine()).endsWith("HTTP/1.1 201 Created") ? 1 : 0;
            }
        }
    }

    @Test
    void aPageSaysWhereTheNextOneBegins() throws Exception {
        production.reply(request -> new FormationPage(List.of(new Formation(1L, "a", null)), 17L));
        HttpResponse<String> answer = client().get("/training/?limit=1&after=3");
        assertThat(answer.body()).isEqualTo("{\"formations\":[{\"id\":1,\"nom\":\"a\",\"salle\":null}],\"next\":17}");
        assertThat(answer.headers().firstValue("Link")).hasValue("<?limit=1&after=17>; rel=\"next\"");
        assertThat(Objects.requireNonNull(production.asked().get(0).deadline())).isAfter(Instant.now());
    }

    @ParameterizedTest
    @CsvSource({
        "/training?limit=0, limit",
        "/training/7?limit=0, limit",
        "/training/7?after=x, after",
        "/training?limit=1001, limit",
        "/training?limit=x, limit",
        "/training?after=-1, after",
        "/training/x, id",
        "/training/9223372036854775808, id",
        "/training/1?all=maybe, all"
    })
    void aWrongParameterIsNamed(String path, String field) throws Exception {
        assertThat(requireProblem(client().get(path), 400).path("field").asText())
                .isEqualTo(field);
    }

    @Test
    void whatIsNotThereIsNotFound() throws Exception {
        production.reply(request ->
                request instanceof FormationUpdate || request.toString().contains("Delete")
                        ? new FormationsChanged(0)
                        : new FormationPage(List.of(), null));
        requireProblem(client().get("/training/5"), 404);
        requireProblem(client().get("/training/5?all=true"), 404);
        requireProblem(client().withJson("PUT", "/training/5", "{\"nom\":\"a\",\"salle\":\"b\"}"), 404);
        requireProblem(client().send("DELETE", "/training/5", BodyPublishers.noBody()), 404);
        requireProblem(client().get("/trainings"), 404);
        requireProblem(client().get("/openapiXjson"), 404);
    }

    @Test
    void anUpdateTakesTheIdOfTheAddress() throws Exception {
        production.reply(request -> new FormationsChanged(2));
        HttpResponse<String> answer = client().withJson("PUT", "/training/5/", "{\"nom\":\"a\",\"salle\":\"b\"}");
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(Client.json(answer).path("updated").asInt()).isEqualTo(2);
        assertThat(production.asked().get(0).request()).isEqualTo(new FormationUpdate(new Formation(5L, "a", "b")));
        JsonNode problem = requireProblem(
                client().withJson("PUT", "/training/5", "{\"id\":6,\"nom\":\"a\",\"salle\":\"b\"}"), 400);
        assertThat(problem.path("field").asText()).isEqualTo("id");
    }

    @Test
    void aDeletionHasNothingToSay() throws Exception {
        production.reply(request -> new FormationsChanged(1));
        HttpResponse<String> answer = client().send("DELETE", "/training/5", BodyPublishers.noBody());
        assertThat(answer.statusCode()).isEqualTo(204);
        assertThat(answer.body()).isEmpty();
        assertThat(answer.headers().firstValue("Content-Type")).isEmpty();
    }

    @Test
    void aReplyThatDoesNotComeInTimeIsAnsweredWithTheSession() throws Exception {
        start(Duration.ofMillis(50), 10, null);
        HttpResponse<String> answer = client().post("/training", ROW);
        assertThat(answer.statusCode()).isEqualTo(202);
        assertThat(answer.headers().firstValue("Location")).hasValue("/sessions/" + FakeRequester.SESSION);
        requireProblem(client().get("/training/1"), 503);
    }

    @ParameterizedTest
    @CsvSource({"respond-async, respond-async", "wait=0, wait=0", "'wait=0, handling=strict', wait=0"})
    void aClientSaysHowLongItWaits(String prefer, String applied) throws Exception {
        HttpResponse<String> answer = client().post("/training", ROW, "Prefer", prefer);
        assertThat(answer.statusCode()).isEqualTo(202);
        assertThat(answer.headers().firstValue("Preference-Applied")).hasValue(applied);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "respond-async, wait=1",
                "wait=1, respond-async",
                "wait=1; a=b, respond-async;c, x; wait=9, wait=60"
            })
    void aClientThatTakesALateReplyMayStillWait(String prefer) throws Exception {
        production.reply(request -> new FormationResponse(true));
        HttpResponse<String> answer = client().post("/training", ROW, "Prefer", prefer);
        assertThat(answer.statusCode()).isEqualTo(201);
        assertThat(answer.headers().firstValue("Preference-Applied")).hasValue("respond-async, wait=1");
        production.reply(request -> null);
        long began = System.nanoTime();
        assertThat(client().post("/training", ROW, "Prefer", prefer).statusCode())
                .isEqualTo(202);
        assertThat(Duration.ofNanos(System.nanoTime() - began)).isGreaterThan(Duration.ofMillis(900));
    }

    @Test
    void onlyTheReplyAnswersAQuestion() throws Exception {
        production.reply(request -> new FormationPage(List.of(new Formation(1L, "a", "b")), null));
        HttpResponse<String> answer = client().get("/training/1", "Prefer", "respond-async, wait=5");
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.headers().firstValue("Preference-Applied")).hasValue("wait=5");
        answer = client().get("/training/1", "Prefer", "respond-async");
        assertThat(answer.headers().firstValue("Preference-Applied")).isEmpty();
    }

    @Test
    void whatWasNotSentIsToBeTriedAgain() throws Exception {
        start(Duration.ofMillis(50), 10, null);
        production.fate(Fate.NOT_SENT);
        HttpResponse<String> answer = client().post("/training", ROW);
        assertThat(requireProblem(answer, 503).path("detail").asText()).contains("nothing was done");
        assertThat(answer.headers().firstValue("Retry-After")).hasValue("1");
        production.fate(Fate.UNKNOWN);
        assertThat(requireProblem(client().post("/training", ROW), 503)
                        .path("session")
                        .asText())
                .isEqualTo(FakeRequester.SESSION);
    }

    @Test
    void overTheLimitRequestsAreTurnedAway() throws Exception {
        start(Duration.ofSeconds(60), 2, null);
        List<CompletableFuture<HttpResponse<String>>> waiting = new ArrayList<>();
        for (int i = 0; i < 2; i++) {
            waiting.add(CompletableFuture.supplyAsync(() -> unchecked(() -> client().post("/training", ROW))));
        }
        Eventually.eventually(() -> assertThat(production.asked()).hasSize(2));
        HttpResponse<String> answer = client().post("/training", ROW);
        requireProblem(answer, 503);
        assertThat(answer.headers().firstValue("Retry-After")).isPresent();
        assertThat(client().get("/metrics").body()).contains("relais_requests_in_flight 2.0");
        production.cancel();
        assertThat(waiting)
                .allSatisfy(each -> assertThat(each.join().statusCode()).isEqualTo(202));
        production.reply(request -> new FormationResponse(true));
        assertThat(client().post("/training", ROW).statusCode()).isEqualTo(201);
    }

    @Test
    void whoWaitsAtTheEndIsTold() throws Exception {
        start(Duration.ofSeconds(60), 1_000, null);
        int count = 200;
        List<CompletableFuture<HttpResponse<String>>> waiting = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            HttpRequest request = HttpRequest.newBuilder(URI.create(client().address() + "/training"))
                    .header("Content-Type", "application/json")
                    .POST(BodyPublishers.ofString(ROW))
                    .build();
            waiting.add(client().http().sendAsync(request, BodyHandlers.ofString()));
        }
        Eventually.eventually(() -> assertThat(production.asked()).hasSize(count));
        long began = System.nanoTime();
        production.cancel();
        stop();
        assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Duration.ofSeconds(4));
        for (CompletableFuture<HttpResponse<String>> each : waiting) {
            assertThat(each.get(1, TimeUnit.SECONDS).statusCode()).isEqualTo(202);
        }
    }

    @Test
    void theEndWaitsForNobodyForLong() throws Exception {
        start(Duration.ofSeconds(60), 1_000, null);
        CompletableFuture<HttpResponse<String>> waiting =
                CompletableFuture.supplyAsync(() -> unchecked(() -> client().post("/training", ROW)));
        Eventually.eventually(() -> assertThat(production.asked()).hasSize(1));
        long began = System.nanoTime();
        stop();
        assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Duration.ofSeconds(5));
        assertThat(waiting.handle((answer, cutOff) -> "over")).succeedsWithin(Duration.ofSeconds(5));
    }

    @Test
    void aKeyIsHandedOn() throws Exception {
        production.reply(request -> new FormationResponse(true));
        client().post("/training", ROW, "Idempotency-Key", "k-1");
        client().post("/training", ROW, "Idempotency-Key", "\"k-1\"");
        assertThat(production.asked()).extracting(FakeRequester.Asked::key).containsExactly("k-1", "k-1");
        requireProblem(client().post("/training", ROW, "Idempotency-Key", "a b"), 400);
        requireProblem(client().post("/training", ROW, "Idempotency-Key", "x".repeat(256)), 400);
        production.reply(request -> new Failure("other", "key-reused", "x", 1));
        assertThat(requireProblem(client().post("/training", ROW, "Idempotency-Key", "k-1"), 422)
                        .path("field")
                        .asText())
                .isEqualTo("Idempotency-Key");
    }

    @ParameterizedTest
    @CsvSource({
        "key-reused, respond-async, 422",
        "key-reused, wait=0, 422",
        "too-many-keys, respond-async, 503",
        "too-many-keys, wait=0, 503"
    })
    void whoDoesNotWaitIsToldThatTheKeyIsRefused(String errorClass, String prefer, int status) throws Exception {
        production.reply(request -> new Failure("other", errorClass, "x", 1));
        requireProblem(client().post("/training", ROW, "Idempotency-Key", "k-1", "Prefer", prefer), status);
    }

    @Test
    void whoDoesNotWaitIsToldThatARequestWithAKeyIsTakenOn() throws Exception {
        assertThat(client().post("/training", ROW, "Idempotency-Key", "k-1", "Prefer", "respond-async")
                        .statusCode())
                .isEqualTo(202);
    }

    @Test
    void aKeyIsTheSameWhateverIsSaidToProxies() throws Exception {
        production.reply(request -> new FormationResponse(true));
        client().post("/training", ROW, "Idempotency-Key", "k");
        client().post("/training", ROW, "Idempotency-Key", "k", "Authorization", "Bearer of.this.hour");
        client().post("/training", ROW, "Idempotency-Key", "k", "Authorization", "x");
        assertThat(production.asked())
                .extracting(FakeRequester.Asked::key)
                .hasSize(3)
                .containsOnly("k");
    }

    @Test
    void aKeyBelongsToTheOwnerOfTheToken() throws Exception {
        start(Duration.ofSeconds(10), 10, TOKEN_HASH + ", " + OTHER_HASH);
        production.reply(request -> new FormationResponse(true));
        for (String authorization : List.of("Bearer token", "bearer  token", "BEARER token", "Bearer other")) {
            client().post("/training", ROW, "Idempotency-Key", "k", "Authorization", authorization);
        }
        assertThat(production.asked())
                .extracting(FakeRequester.Asked::key)
                .containsExactly(TOKEN_HASH + "\nk", TOKEN_HASH + "\nk", TOKEN_HASH + "\nk", OTHER_HASH + "\nk");
    }

    @Test
    void aFailureOfTheProductionIsTold() throws Exception {
        production.reply(request -> new Failure("formation.training-operation: full", "rejected", "x", 1));
        JsonNode problem = requireProblem(client().post("/training", ROW), 500);
        assertThat(problem.path("detail").asText()).isEqualTo("formation.training-operation: full");
        assertThat(problem.path("session").asText()).isEqualTo(FakeRequester.SESSION);
        requireProblem(client().withJson("PUT", "/training/5", "{\"nom\":\"a\",\"salle\":\"b\"}"), 400);
    }

    @Test
    void aProductIsAnsweredAsInTheSourceSystem() throws Exception {
        production.reply(request -> new ProductResponse(1));
        HttpResponse<String> answer = client().post("/kafka/", "{\"name\":\"test\",\"price\":10.5}");
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.body())
                .isEqualTo(
                        "{\"message\":\"Message sent to KafkaDemoBP\",\"session\":\"" + FakeRequester.SESSION + "\"}");
        assertThat(production.asked().get(0).request()).isEqualTo(new ProductMessage("test", new BigDecimal("10.5")));
        assertThat(client().post("/kafka", "{}").statusCode()).isEqualTo(200);
        production.reply(request -> new Failure("it is full", "rejected", "x", 1));
        answer = client().post("/kafka", "{\"name\":\"test\"}");
        assertThat(answer.statusCode()).isEqualTo(500);
        assertThat(Client.json(answer).path("message").asText()).isEqualTo("it is full");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"name\":\"a\",\"price\":1.234}   | price",
                "{\"name\":\"a\",\"price\":1e9}     | price",
                "{\"name\":\"a\",\"price\":\"1\"}   | price",
                "{\"name\":7}                       | name",
                "{\"nom\":\"a\"}                    | nom"
            })
    void whatIsNoProductIsRefused(String body, String field) throws Exception {
        assertThat(requireProblem(client().post("/kafka", body), 400)
                        .path("field")
                        .asText())
                .isEqualTo(field);
    }

    @Test
    void aSessionIsShownIfThereIsOne() throws Exception {
        requireProblem(client().get("/sessions/other"), 404);
        requireProblem(client().get("/sessions/" + FakeRequester.SESSION), 404); // without a message it is none
        production.search(session -> new Trace(session, Trace.State.RUNNING, List.of(request(session))));
        HttpResponse<String> answer = client().get("/sessions/" + FakeRequester.SESSION);
        assertThat(answer.statusCode()).isEqualTo(200);
        JsonNode trace = Client.json(answer);
        assertThat(trace.path("session").asText()).isEqualTo(FakeRequester.SESSION);
        assertThat(trace.path("state").asText()).isEqualTo("RUNNING");
        assertThat(trace.path("messages").size()).isEqualTo(1);
        assertThat(trace.path("messages").path(0).path("to").asText()).isEqualTo("router");
    }

    private static Step request(String session) {
        return new Step(
                "2026-11-01T10:00:00.000Z",
                Step.Kind.REQUEST,
                "service-rest",
                "router",
                "FormationRequest",
                null,
                null,
                TextNode.valueOf("a body"),
                false,
                session,
                null,
                null,
                true,
                null,
                "formation.router",
                0,
                7);
    }

    @Test
    void aNewSessionThatMayBeHiddenStillIsToBeAskedForAgain() throws Exception {
        production.search(session -> {
            throw new OpenTransactionException(session);
        });
        HttpResponse<String> answer = client().get("/sessions/" + FakeRequester.SESSION);
        assertThat(requireProblem(answer, 503).path("detail").asText()).contains("not there yet");
        assertThat(answer.headers().firstValue("Retry-After")).hasValue("1");
    }

    @Test
    void aSearchThatTakesLongIsNotWaitedFor() throws Exception {
        start(Duration.ofMillis(50), 10, null);
        CountDownLatch end = new CountDownLatch(1);
        production.search(session -> {
            unchecked(() -> end.await(60, TimeUnit.SECONDS));
            throw new KafkaException("the brokers have sent nothing");
        });
        for (int i = 0; i < 8; i++) {
            HttpResponse<String> answer = client().get("/sessions/" + FakeRequester.SESSION);
            assertThat(requireProblem(answer, 503).path("detail").asText()).contains("takes too long");
        }
        HttpResponse<String> more = client().get("/sessions/" + FakeRequester.SESSION);
        assertThat(requireProblem(more, 503).path("detail").asText())
                .as("those before still go on")
                .contains("too many requests wait");
        end.countDown();
        Eventually.eventually(() -> assertThat(Client.json(client().get("/sessions/" + FakeRequester.SESSION))
                        .path("detail")
                        .asText())
                .contains("the cluster can't be reached"));
    }

    @Test
    void noHeaderMakesAnotherMethodOfIt() throws Exception {
        production.reply(request -> new FormationPage(List.of(new Formation(7L, "a", "b")), null));
        assertThat(client().get("/training/7", "X-HTTP-Method-Override", "DELETE")
                        .statusCode())
                .isEqualTo(200);
        assertThat(production.asked()).extracting(FakeRequester.Asked::request).containsExactly(new FormationQuery(7L));
        requireProblem(client().post("/training/7", ROW, "X-HTTP-Method-Override", "PUT"), 405);
    }

    @Test
    void whatItsQuerySaysDoesNotDependOnABodyThatIsNotThere() throws Exception {
        production.reply(request -> new FormationPage(List.of(), null));
        for (String type : List.of("application/json; charset", "text/plain; charset=none")) {
            assertThat(client().get("/training?after=5", "Content-Type", type).statusCode())
                    .isEqualTo(200);
        }
        assertThat(production.asked())
                .extracting(FakeRequester.Asked::request)
                .containsOnly(new FormationListRequest(null, 100, 5L));
    }

    @ParameterizedTest
    @CsvSource({"/training?limit=%zz, limit", "/training?after=%, after", "/training/7?all=%4, all"})
    void aQueryThatCanNotBeDecodedIsRefused(String path, String parameter) throws Exception {
        assertThat(raw("GET " + path + " HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n"))
                .startsWith("HTTP/1.1 400")
                .contains("\"field\":\"" + parameter + "\"");
        assertThat(production.asked()).isEmpty();
    }

    @Test
    void onlyWhatCanBeDoneIsAllowed() throws Exception {
        HttpResponse<String> options = client().send("OPTIONS", "/training/5", BodyPublishers.noBody());
        assertThat(options.statusCode()).isEqualTo(204);
        assertThat(options.headers().firstValue("Allow")).hasValue("DELETE, GET, HEAD, OPTIONS, PUT");
        for (String method : List.of("POST", "PATCH", "BREW")) {
            HttpResponse<String> answer = client().send(method, "/training/5/", BodyPublishers.noBody());
            requireProblem(answer, 405);
            assertThat(answer.headers().firstValue("Allow")).hasValue("DELETE, GET, HEAD, OPTIONS, PUT");
        }
        requireProblem(client().send("OPTIONS", "/nothing", BodyPublishers.noBody()), 404);
    }

    @Test
    void headIsGetWithoutItsBody() throws Exception {
        production.reply(request -> new FormationPage(List.of(new Formation(1L, "a", "b")), null));
        HttpResponse<String> answer = client().send("HEAD", "/training/1", BodyPublishers.noBody());
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.body()).isEmpty();
        assertThat(answer.headers().firstValue("Content-Length"))
                .hasValue(Integer.toString(client().get("/training/1").body().length()));
        production.reply(request -> new FormationPage(List.of(), null));
        assertThat(client().send("HEAD", "/training/1", BodyPublishers.noBody()).statusCode())
                .isEqualTo(404);
    }

    @Test
    void withTokensOnlyTheirOwnersAreLetIn() throws Exception {
        start(Duration.ofSeconds(10), 10, TOKEN_HASH);
        production.reply(request -> new FormationResponse(true));
        HttpResponse<String> without = client().post("/training", ROW);
        requireProblem(without, 401);
        assertThat(without.headers().firstValue("WWW-Authenticate")).hasValue("Bearer");
        requireProblem(client().post("/training", ROW, "Authorization", "Bearer tokens"), 401);
        requireProblem(client().get("/metrics"), 401);
        assertThat(production.asked()).isEmpty();
        assertThat(client().post("/training", ROW, "Authorization", "Bearer token")
                        .statusCode())
                .isEqualTo(201);
        assertThat(client().get("/health/ready").statusCode()).isEqualTo(200);
        assertThat(client().get("/docs").statusCode()).isEqualTo(200);
    }

    @Test
    void probesTellWhetherTheClusterCanBeReached() throws Exception {
        assertThat(client().get("/health/ready").body()).isEqualTo("{\"status\":\"ready\"}");
        production.ready(false);
        requireProblem(client().get("/health/ready"), 503);
        assertThat(client().get("/health/live").body()).isEqualTo("{\"status\":\"up\"}");
    }

    @Test
    void metricsCountByRoute() throws Exception {
        production.reply(request -> new FormationPage(List.of(new Formation(1L, "a", "b")), null));
        client().get("/training/1");
        client().get("/training/2/");
        Eventually.eventually(() -> assertThat(client().get("/metrics").body())
                .contains("http_server_requests_seconds_count{method=\"GET\",status=\"200\",uri=\"/training/{id}\"} 2")
                .contains("relais_requests_in_flight")
                .contains("jvm_memory_used_bytes")
                .contains("process_cpu_usage"));
    }

    @Test
    void requestsInFlightAreCountedHoweverLongTheServerRuns() throws Exception {
        for (int i = 0; i < 3; i++) {
            System.gc();
            assertThat(client().get("/metrics").body()).contains("relais_requests_in_flight 0.0");
        }
    }

    @Test
    void thePageToTryItComesFromOurOwnJars() throws Exception {
        assertThat(client().get("/docs").body()).contains("/docs/swagger-ui-bundle.js");
        assertThat(client().get("/docs/swagger-ui-bundle.js").body()).contains("SwaggerUIBundle");
        assertThat(client().get("/docs/swagger-ui.css").statusCode()).isEqualTo(200);
        assertThat(client().get("/docs/docs.js").body()).contains("/openapi.json");
        requireProblem(client().get("/docs/..%2fopenapi.json"), 400, 404);
    }

    @Test
    void whatTheServerItselfRefusesIsAProblemToo() throws Exception {
        assertThat(raw("GET /%zz HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n"))
                .startsWith("HTTP/1.1 400")
                .contains("application/problem+json")
                .doesNotContain("Jetty", "Exception");
        assertThat(raw("GET / HTTP/1.1\r\nHost: x\r\nX: " + "y".repeat(20_000) + "\r\nConnection: close\r\n\r\n"))
                .startsWith("HTTP/1.1 431")
                .doesNotContain("Jetty");
    }

    private String raw(String request) throws IOException {
        try (Socket socket = send(request)) {
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
        }
    }

    private Socket send(String request) throws IOException {
        Socket socket = new Socket(
                InetAddress.getLoopbackAddress(), Objects.requireNonNull(server).port());
        socket.setSoTimeout(30_000);
        socket.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
        return socket;
    }

    private static String statusLine(Socket socket) throws IOException {
        StringBuilder line = new StringBuilder();
        int each = socket.getInputStream().read();
        while (each >= 0 && each != '\n') {
            line.append((char) each);
            each = socket.getInputStream().read();
        }
        return line.toString().trim();
    }

    private static String row(String nom) {
        return "{\"id\":7,\"nom\":\"" + nom + "\",\"salle\":\"s\"}";
    }

    private static JsonNode requireProblem(HttpResponse<String> answer, int... statuses) throws IOException {
        assertThat(statuses).as(answer.body()).contains(answer.statusCode());
        assertThat(answer.headers().firstValue("Content-Type")).hasValue("application/problem+json");
        JsonNode problem = Client.json(answer);
        assertThat(problem.path("status").asInt()).isEqualTo(answer.statusCode());
        assertThat(answer.body()).doesNotContain("Exception", "at org.");
        return problem;
    }

    private Client client() {
        return Objects.requireNonNull(client);
    }

    /** What may throw anything. */
    @FunctionalInterface
    private interface Action<V> {
        V run() throws Exception;
    }

    private static <V> V unchecked(Action<V> action) {
        try {
            return action.run();
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }
}
