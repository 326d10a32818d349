package org.relais.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The contract of the HTTP service, against real processes; each answer is checked against {@code /openapi.json}. */
final class RestIT {
    private static final int PRODUCTS = 6;
    private static final Duration SOON = Duration.ofSeconds(20);

    @RegisterExtension
    final Stage stage = new Stage();

    @ParameterizedTest(name = "{0} copies behind alternating requests")
    @ValueSource(ints = {1, 2})
    void keepsItsContract(int copies) throws Exception {
        RelaisRun run = stage.run(List.of(
                "--copies", "service-rest=" + copies, "--copies", "service-csv=0", "--set", "operation-db.seed=7"));
        run.awaitStarted();
        Rest rest = Rest.of(run);
        List<Row> stored = createsFormations(rest, run);
        readsWhatIsStored(rest, stored);
        pagesInAStableOrder(rest, stored.size() + 2);
        updatesAndDeletes(rest, stored.get(0));
        goesOnWithoutWaiting(rest, run);
        tellsWhatBecameOfARequest(rest);
        takesProducts(rest);
        refusesWhatIsWrong(rest);
        tellsOfItself(rest);
    }

    /** {@return those that reached the table} Until the decision has said both yes and no. */
    private static List<Row> createsFormations(Rest rest, RelaisRun run) throws Exception {
        List<Row> stored = new ArrayList<>();
        int kept = 0;
        for (int i = 0; stored.size() < 3 || kept < 1; i++) {
            Row row = new Row(500 + i, "created" + i, "é 日 " + i);
            HttpResponse<String> answer = rest.create(row);
            JsonNode body = Rest.body(answer);
            boolean isStored = body.path("stored").asBoolean();
            assertThat(answer.statusCode()).isEqualTo(isStored ? 201 : 200);
            assertThat(answer.headers().firstValue("Location").isPresent()).isEqualTo(isStored);
            assertThat(body.path("formation").path("nom").asText()).isEqualTo(row.nom());
            if (isStored) {
                stored.add(row);
            } else {
                kept++;
                assertThat(rest.get("/training/" + row.id()).statusCode()).isEqualTo(404);
            }
        }
        assertThat(new Tables(run.info().jdbc()).formation())
                .containsExactlyElementsOf(stored.stream().map(Row::csv).toList());
        assertThat(OutputLines.read(run.outputFile())).hasSize(stored.size() + kept);
        return stored;
    }

    private static void readsWhatIsStored(Rest rest, List<Row> stored) throws Exception {
        for (Row row : stored) {
            assertThat(rest.get("/training/" + row.id()).body()).isEqualTo(row.json());
            assertThat(rest.get("/training/" + row.id() + "/?all=true").body())
                    .isEqualTo("{\"formations\":[" + row.json() + "],\"next\":null}");
        }
        assertThat(rest.get("/training/1").body()).isEqualTo("{\"id\":1,\"nom\":\"formation1\",\"salle\":\"salle1\"}");
        HttpResponse<String> head = rest.send("HEAD", "/training/1", BodyPublishers.noBody());
        assertThat(head.statusCode()).isEqualTo(200);
        assertThat(head.body()).isEmpty();
    }

    private static void pagesInAStableOrder(Rest rest, int count) throws Exception {
        List<String> paged = new ArrayList<>();
        String after = "0";
        for (int pages = 0; !after.equals("null"); pages++) {
            assertThat(pages).as("pages for " + count).isLessThan(count);
            JsonNode page = Rest.body(rest.get("/training?limit=2&after=" + after));
            page.path("formations").forEach(formation -> paged.add(formation.toString()));
            after = page.path("next").asText();
        }
        List<String> whole = new ArrayList<>();
        Rest.body(rest.get("/training/")).path("formations").forEach(formation -> whole.add(formation.toString()));
        assertThat(paged).hasSize(count).isEqualTo(whole);
    }

    private static void updatesAndDeletes(Rest rest, Row row) throws Exception {
        String path = "/training/" + row.id();
        HttpResponse<String> updated = rest.json("PUT", path, "{\"nom\":\"other\",\"salle\":\"room\"}");
        assertThat(updated.statusCode()).isEqualTo(200);
        assertThat(Rest.body(rest.get(path)).path("nom").asText()).isEqualTo("other");
        assertThat(rest.send("DELETE", path, BodyPublishers.noBody()).statusCode())
                .isEqualTo(204);
        assertThat(rest.get(path).statusCode()).isEqualTo(404);
        assertThat(rest.send("DELETE", path, BodyPublishers.noBody()).statusCode())
                .isEqualTo(404);
        assertThat(rest.json("PUT", path, "{\"nom\":\"other\",\"salle\":\"room\"}")
                        .statusCode())
                .isEqualTo(404);
    }

    private static void goesOnWithoutWaiting(Rest rest, RelaisRun run) throws Exception {
        for (String prefer : List.of("respond-async", "wait=0")) {
            Row row = new Row(900, prefer, "later");
            HttpResponse<String> answer = rest.create(row, "Prefer", prefer);
            assertThat(answer.statusCode()).isEqualTo(202);
            assertThat(answer.headers().firstValue("Preference-Applied")).hasValue(prefer);
            Eventually.eventually(
                    SOON,
                    () -> assertThat(new Tables(run.info().jdbc()).training()).containsOnlyOnce(row.training()));
        }
    }

    private static void tellsWhatBecameOfARequest(Rest rest) throws Exception {
        String plain = Rest.body(rest.create(new Row(700, "plain", "salle")))
                .path("session")
                .asText();
        String keyed = Rest.body(rest.create(new Row(701, "keyed", "salle"), "Idempotency-Key", "traced"))
                .path("session")
                .asText();
        for (String session : List.of(plain, keyed)) {
            JsonNode trace = Rest.body(rest.get("/sessions/" + session));
            assertThat(trace.path("state").asText()).isEqualTo("ENDED");
            assertThat(trace.findValuesAsText("to"))
                    .contains("router", "file-operation", "training-operation", "service-rest");
        }
        assertThat(rest.get("/sessions/0199b0c4-7f00-7000-8000-000000000001").statusCode())
                .isEqualTo(404);
        assertThat(rest.get("/sessions/nonsense").statusCode()).isEqualTo(404);
    }

    private static void takesProducts(Rest rest) throws Exception {
        HttpResponse<String> answer = rest.json("POST", "/kafka/", "{\"name\":\"test\",\"price\":0.1}");
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(Rest.body(answer).path("message").asText()).isEqualTo("Message sent to KafkaDemoBP");
        for (int number = 0; number < PRODUCTS; number++) { // each on the partition of its session
            JsonNode sent = Rest.body(rest.json("POST", "/kafka", "{\"name\":\"p" + number + "\",\"price\":1}"));
            JsonNode trace =
                    Rest.body(rest.get("/sessions/" + sent.path("session").asText()));
            assertThat(trace.path("state").asText()).as(trace.toString()).isEqualTo("ENDED");
            assertThat(trace.findValuesAsText("to")).contains("product-process", "product-operation", "service-rest");
        }
        assertThat(rest.json("POST", "/kafka", "{\"name\":\"test\",\"price\":0.123}")
                        .statusCode())
                .isEqualTo(400);
        assertThat(rest.json("POST", "/kafka", "{\"nom\":\"test\"}").statusCode())
                .isEqualTo(400);
    }

    private static void refusesWhatIsWrong(Rest rest) throws Exception {
        refuses(rest, 400, "{\"id\":7,\"nom\":\"n\"", "");
        refuses(rest, 400, "{\"id\":7,\"nom\":\"n\"}", "salle");
        refuses(rest, 400, "{\"id\":7,\"nom\":\"n\",\"salle\":\"s\",\"x\":1}", "x");
        refuses(rest, 400, "{\"id\":\"7\",\"nom\":\"n\",\"salle\":\"s\"}", "id");
        refuses(rest, 400, "{\"id\":9223372036854775808,\"nom\":\"n\",\"salle\":\"s\"}", "id");
        refuses(rest, 400, "{\"id\":7,\"nom\":\"" + "n".repeat(51) + "\",\"salle\":\"s\"}", "nom");
        refuses(rest, 400, "[".repeat(51) + "]".repeat(51), "");
        refuses(rest, 413, "{\"nom\":\"" + "n".repeat(1 << 20) + "\"}", "");
        assertThat(rest.send("POST", "/training", BodyPublishers.ofString("id=7"), "Content-Type", "text/plain")
                        .statusCode())
                .isEqualTo(415);
        assertThat(rest.get("/training/x").statusCode()).isEqualTo(400);
        assertThat(rest.get("/training?limit=0").statusCode()).isEqualTo(400);
        assertThat(rest.get("/nothing").statusCode()).isEqualTo(404);
        HttpResponse<String> options = rest.send("OPTIONS", "/training/", BodyPublishers.noBody());
        assertThat(options.statusCode()).isEqualTo(204);
        assertThat(options.headers().firstValue("Allow")).hasValue("GET, HEAD, OPTIONS, POST");
        HttpResponse<String> patch = rest.send("PATCH", "/training/1", BodyPublishers.noBody());
        assertThat(patch.statusCode()).isEqualTo(405);
        assertThat(patch.headers().firstValue("Allow")).hasValue("DELETE, GET, HEAD, OPTIONS, PUT");
    }

    private static void refuses(Rest rest, int status, String body, String field) throws Exception {
        HttpResponse<String> answer = rest.json("POST", "/training/", body);
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
        assertThat(Rest.body(answer).path("field").asText()).isEqualTo(field);
    }

    private static void tellsOfItself(Rest rest) throws IOException, InterruptedException {
        assertThat(Rest.body(rest.get("/")).path("version").asText()).matches("\\d+\\.\\d+\\.\\d+.*");
        assertThat(rest.get("/health/live").statusCode()).isEqualTo(200);
        assertThat(rest.get("/health/ready/").statusCode()).isEqualTo(200);
        assertThat(rest.get("/metrics").body()).contains("http_server_requests_seconds_count");
        assertThat(rest.get("/docs").body()).contains("swagger-ui");
    }
}
