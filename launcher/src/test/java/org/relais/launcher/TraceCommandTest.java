package org.relais.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.relais.messages.Envelope;
import org.relais.messages.Ids;
import org.relais.messages.Topics;

class TraceCommandTest {
    private static final String NASTY = "{\"price\":0.10,\"nom\":\"\\u001b[2J;end\\n#\\\"-->>x: \u001b\u202e\"}";

    private static final String LARGE = '"' + "x".repeat(1_000_000) + '"';

    @TempDir
    private Path folder;

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

    /** Of other sessions: a few KiB each on their way, and a megabyte when they are unpacked. */
    @Test
    void passesMessagesThatAreMuchLargerThanTheyCame() throws Exception {
        Instant now = Instant.now();
        for (int i = 0; i < 250; i++) {
            production.sendLater(
                    Topics.ROUTER.in(production.name()),
                    0,
                    now,
                    "k",
                    LARGE,
                    Played.opening(Ids.session(), now).headers());
        }
        production.flush();
        assertThat(printedInLittleMemory("trace", session).lines()).hasSize(5);
    }

    @Test
    void showsASessionWhoseBodiesDoNotFitIntoMemory() throws Exception {
        String heavy = Ids.session();
        Instant now = Instant.now();
        Envelope request = Played.opening(heavy, now);
        production.send(Topics.ROUTER.in(production.name()), 0, now, "k", LARGE, request.headers());
        for (int i = 1; i < 250; i++) {
            Instant time = now.plusMillis(i);
            Envelope call = request.request(Ids.caused(heavy, i), "Call", "router", time.toString());
            production.sendLater(Topics.FILE_OPERATION.in(production.name()), 0, time, "k", LARGE, call.headers());
        }
        production.flush();
        JsonNode messages = new ObjectMapper()
                .readTree(printedInLittleMemory("trace", heavy, "--json"))
                .path("messages");
        assertThat(messages.size()).isEqualTo(250);
        assertThat(messages.get(249).path("time").asText())
                .isEqualTo(now.plusMillis(249).toString());
        Map<Boolean, List<JsonNode>> whole =
                messages.valueStream().collect(Collectors.partitioningBy(message -> !message.has("cut")));
        assertThat(whole.get(true))
                .hasSize(4)
                .allSatisfy(message -> assertThat(message.path("body").asText()).hasSize(LARGE.length() - 2));
        assertThat(whole.get(false)).hasSize(246).allSatisfy(message -> {
            assertThat(message.path("cut").asBoolean()).isTrue();
            assertThat(message.path("body").asText()).startsWith("\"xxx").hasSizeLessThan(1_000);
        });
        assertThat(printedInLittleMemory("trace", heavy).lines())
                .hasSize(252)
                .filteredOn(line -> line.endsWith(" (cut)"))
                .hasSize(246);
    }

    /** Few bytes, which take a hundred times as many once they are read. */
    @Test
    void showsASessionWhoseBodiesAreOfVeryManyValues() throws Exception {
        String heavy = Ids.session();
        Instant now = Instant.now();
        String body = '[' + "{\"a\":1},".repeat(100_000) + "{}]";
        for (int i = 0; i < 4; i++) {
            Envelope request = Played.opening(heavy, now.plusMillis(i));
            production.send(Topics.ROUTER.in(production.name()), 0, now, "k", body, request.headers());
        }
        assertThat(printedInLittleMemory("trace", heavy).lines())
                .hasSize(6)
                .filteredOn(line -> line.endsWith(" (cut)"))
                .hasSize(3);
    }

    /** In a JVM of its own, with as little memory as a component has. */
    private String printedInLittleMemory(String... arguments) throws Exception {
        List<String> command = new ArrayList<>(List.of(
                "-Xmx96m", "-XX:+ExitOnOutOfMemoryError", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-cp"));
        command.addAll(List.of(System.getProperty("java.class.path"), Relais.class.getName()));
        command.addAll(List.of(arguments));
        command.addAll(List.of("--bootstrap-server", TestBroker.bootstrap(), "--production", production.name()));
        Path printed = Files.createTempFile(folder, "printed", ".txt");
        int exitCode = ChildProcess.start(ChildProcess.java(command), folder, Map.of(), printed)
                .waitFor();
        String text = Files.readString(printed);
        assertThat(exitCode)
                .as(() -> text.substring(0, Math.min(text.length(), 2_000)))
                .isZero();
        return text;
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
