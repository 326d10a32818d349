package org.relais.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.relais.messages.Envelope;
import org.relais.messages.Ids;
import org.relais.messages.Topics;

class TraceCommandTest {
    private static final String NASTY = "{\"price\":0.10,\"nom\":\"\\u001b[2J;end\\n#\\\"-->>x: \u001b\u202e\"}";

    private final Played production;
    private final String session = Ids.session();

    TraceCommandTest() throws Exception {
        production = new Played();
    }

    @BeforeEach
    void send() throws Exception {
        Instant now = Instant.now();
        Envelope request = Envelope.opening(session, "Nasty\u001b", "end", now.toString());
        production.send(Topics.ROUTER.in(production.name()), 0, now, "k", NASTY, request.headers());
        Envelope reply =
                request.reply(false, "Failure", "router", now.plusMillis(7).toString());
        production.send(Topics.ROUTER.repliesIn(production.name()), 0, now, "k", "{\"error\":\"no\"}", reply.headers());
        production.deadLetter(Topics.ROUTER, 0, "k", NASTY, request.headers(), "no; room", "x/0@1", now.plusMillis(8));
    }

    @AfterEach
    void close() {
        production.close();
    }

    @Test
    void printsATableThatNoTerminalTakesForCommands() {
        Command command = Command.run(production, "trace", session);
        assertThat(command.exitCode()).isZero();
        List<String> lines = command.out().lines().toList();
        assertThat(lines).hasSize(5);
        assertThat(lines.get(0)).contains(session, "parked", "3 messages");
        assertThat(lines.get(2)).contains("end", "router", "Nasty?", "0.10");
        assertThat(lines.get(3)).contains("error", "7 ms", "{\"error\":\"no\"}");
        assertThat(lines.get(4)).contains("dead-letters", "open", "no; room");
        assertThat(command.out()).doesNotContain("\u001b", "\u202e");
    }

    @Test
    void printsJsonWithExactNumbers() throws Exception {
        JsonNode json = new ObjectMapper()
                .readTree(Command.run(production, "trace", session, "--json").out());
        assertThat(json.path("session").asText()).isEqualTo(session);
        assertThat(json.path("state").asText()).isEqualTo("PARKED");
        assertThat(Command.run(production, "trace", session, "--json").out()).contains("0.10");
        assertThat(json.path("messages").get(1).path("millis").asLong()).isEqualTo(7);
    }

    @Test
    void printsADiagramFromWhichNothingBreaksOut() {
        List<String> lines = Command.run(production, "trace", session, "--mermaid")
                .out()
                .lines()
                .toList();
        assertThat(lines.get(0)).isEqualTo("sequenceDiagram");
        assertThat(lines).contains("    participant p1 as #101;nd", "    participant p2 as router");
        assertThat(lines.get(3)).matches(" {4}p1->>p2: [^;:\"<>{}\\\\\u001b]*(#\\d+;[^;:\"<>{}\\\\\u001b]*)*");
        assertThat(lines.get(4)).startsWith("    p2--xp2: Failure ").endsWith(" 7 ms");
        assertThat(lines.get(5)).startsWith("    Note over p2: dead letter (open)#58; no#59; room");
    }

    @Test
    void saysWhatToDoWhenThereIsNothing() {
        Command absent = Command.run(production, "trace", Ids.session());
        assertThat(absent.exitCode()).isEqualTo(1);
        assertThat(absent.err())
                .startsWith("relais: there is no message of session")
                .hasLineCount(1);
        Command madeUp = Command.run(production, "trace", "order 7");
        assertThat(madeUp.exitCode()).isEqualTo(2);
        assertThat(madeUp.err()).contains("--since").hasLineCount(1);
        assertThat(Command.run(production, "trace", "order 7", "--since", "2h").exitCode())
                .isEqualTo(1);
        assertThat(Command.run(production, "trace", "order 7", "--since", "soon")
                        .exitCode())
                .isEqualTo(2);
    }

    @Test
    void needsToKnowWhereTheClusterIs() {
        Command command = Command.run("trace", session, "--data", "nowhere");
        assertThat(command.exitCode()).isEqualTo(2);
        assertThat(command.err())
                .isEqualToIgnoringNewLines("relais: no production has run in nowhere: start it with 'relais run',"
                        + " or give --bootstrap-server or --data");
    }
}
