package org.relais.rest;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A body over HTTP is held to what a message's body is held to, and the answer says what is wrong with it. */
final class HostileBodiesTest {

    private Server server;
    private Client client;

    @BeforeEach
    void start() {
        server = Server.start(
                new RestSettings("127.0.0.1", 0, Duration.ofSeconds(10), 10, null, Duration.ofHours(24), 1_000),
                new FakeRequester());
        client = Client.of(server.port());
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @ParameterizedTest
    @CsvSource(
            delimiterString = "->",
            quoteCharacter = '`',
            value = {
                "{\"id\":7,\"nom\":\"n\",\"salle\":\"s\",\"id\":8}      -> id",
                "{\"id\":7,\"nom\":\"n\",\"salle\":\"s\",\"\\u0069d\":8} -> id",
                "{\"id\":7.0,\"nom\":\"n\",\"salle\":\"s\"}             -> id",
                "{\"id\":7e0,\"nom\":\"n\",\"salle\":\"s\"}             -> id",
                "{\"id\":true,\"nom\":\"n\",\"salle\":\"s\"}            -> id",
                "{\"id\":7,\"nom\":[],\"salle\":\"s\"}                  -> nom",
                "{\"id\":7,\"nom\":\"n\",\"salle\":\"s\",\"Id\":7}      -> Id",
                "{\"id\":7,\"nom\":\"n\",\"salle\":\"s\",\"a'b\":7}     -> a'b",
                "{\"id\":7,\"nom\":\"n\",\"salle\":\"s\",\"\\u202e\\n\":7} -> ??",
            })
    void namesTheField(String body, String field) throws Exception {
        JsonNode problem = problem(400, body.getBytes(StandardCharsets.UTF_8));
        assertThat(problem.path("field").asText()).isEqualTo(field);
    }

    @Test
    void namesTheFieldOfANumberThatIsBeyondAllLimits() throws Exception {
        String row = "{\"nom\":\"n\",\"salle\":\"s\",\"id\":" + "7".repeat(101) + "}";
        assertThat(problem(400, row.getBytes(StandardCharsets.UTF_8))
                        .path("field")
                        .asText())
                .isEqualTo("id");
        for (String price : new String[] {"1e99999999999", "1." + "0".repeat(101)}) {
            HttpResponse<String> answer = client.post("/kafka", "{\"name\":\"n\",\"price\":" + price + "}");
            assertThat(answer.statusCode()).isEqualTo(400);
            assertThat(Client.json(answer).path("field").asText()).isEqualTo("price");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "\u00FF\u00FE{\0}\0",
                "{\"id\":NaN}",
                "{\"id\":Infinity}",
                "{\"id\":+7}",
                "{\"id\":07}",
                "{\"id\":7,}",
                "{\"id\":7}{}",
                "{\"id\":7}//",
                "{'id':7}",
                "{\"nom\":\"\u0001\"}",
                "{\"nom\":\"\n\"}",
                "{\"nom\":\"\u00C0\u00A2\"}",
                "{\"nom\":\"\u00ED\u00A0\u0080\"}",
                "{\"nom\":\"\u00E9\"}",
                "{\"nom\":\"\\uD800\"}",
                "{\"nom\":\"\\uDE00\\uD83D\"}",
                "[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[",
                "{\"id\":11111111111111111111111111111111111111111111111111111111111111111111111111111111111111111111111111111111111111}",
            })
    void refusesWhatIsNoStrictJson(String bytes) throws Exception {
        JsonNode problem = problem(400, bytes.getBytes(StandardCharsets.ISO_8859_1));
        assertThat(problem.path("detail").asText())
                .as("it is not taken for JSON that lacks a field")
                .doesNotEndWith(" is missing");
    }

    private JsonNode problem(int status, byte[] body) throws Exception {
        HttpResponse<String> answer =
                client.send("POST", "/training/", BodyPublishers.ofByteArray(body), "Content-Type", "application/json");
        assertThat(answer.statusCode()).isEqualTo(status);
        assertThat(answer.headers().firstValue("Content-Type")).hasValue("application/problem+json");
        JsonNode problem = Client.json(answer);
        assertThat(problem.path("detail").asText())
                .isNotBlank()
                .doesNotContainPattern("[\\p{Cc}\\p{Cf}\\p{Zl}\\p{Zp}]");
        assertThat(problem.path("detail").asText()).doesNotContain("StreamRead", "jackson", "Source");
        return problem;
    }
}
