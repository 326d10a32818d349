package org.relais.endtoend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.relais.endtoend.Eventually.eventually;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A person at a terminal: every command against a running production. */
final class CommandLineIT {
    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final String ROW = "{\"id\":77,\"nom\":\"cli\",\"salle\":\"%s\"}";

    @RegisterExtension
    final Stage stage = new Stage();

    @Test
    void sendsTracesLooksMendsAndSwitches() throws Exception {
        RelaisRun run = stage.run(List.of("--set", "operation-db.boolean=true"));
        run.awaitStarted();
        eventually(LIMIT, () -> assertThat(relais("status").out()).contains("training-operation", "service-csv"));

        assertThat(relais("status", "--version").out()).matches("relais \\d\\S*\\s*");
        sendToEach();
        String session = parked();
        mend(session);
        switches();
        assertThat(relais("tail", "--from-beginning", "--max", "3", "--json")
                        .out()
                        .lines())
                .hasSize(3);
    }

    private void sendToEach() throws Exception {
        String row = String.format(ROW, "room");
        for (String component : List.of("router", "file-operation", "postgres-operation", "service-csv")) {
            check(relais("send", component, "--body", row, "--json"));
        }
        check(relais(
                "send",
                "operation-db",
                "--type",
                "TrainingRequest",
                "--json",
                "--body",
                "{\"training\":{\"name\":\"n\",\"room\":\"r\"}}"));
        check(relais("send", "product-process", "--json", "--body", "{\"name\":\"test\",\"price\":10}"));
        check(relais(
                "send",
                "kafka-operation",
                "--type",
                "KafkaTestMessage",
                "--json",
                "--body",
                "{\"name\":\"test\",\"price\":10}"));
    }

    private void check(Said sent) throws Exception {
        assertThat(sent.err()).isEmpty();
        assertThat(sent.json().at("/reply/status").asText()).isEqualTo("ok");
        String session = sent.json().path("session").asText();
        JsonNode trace = relais("trace", session, "--json").json();
        assertThat(trace.path("state").asText()).isEqualTo("ENDED");
        JsonNode messages = trace.path("messages");
        assertThat(messages.size()).isGreaterThanOrEqualTo(2);
        assertThat(messages.get(messages.size() - 1).path("id").asText()).isEqualTo(session + ".r");
    }

    /** {@return the session that waits} */
    private String parked() throws Exception {
        Said sent = relais("send", "router", "--json", "--body", String.format(ROW, "x".repeat(60)));
        assertThat(sent.exitCode()).isEqualTo(1);
        String session = sent.json().path("session").asText();
        shows(session + " parked", relais("trace", session));
        shows("1 dead letter:", relais("status"));
        return session;
    }

    private void mend(String session) throws Exception {
        JsonNode letters = relais("dead-letters", "list", "--json", "--where", "session=" + session)
                .json();
        assertThat(letters.size()).isEqualTo(1);
        String id = letters.get(0).path("id").asText();
        Path edited = Files.writeString(
                stage.folder("edited.json"),
                relais("dead-letters", "show", id, "--body").out().replaceAll("x{60}", "short"));
        assertThat(relais("dead-letters", "resend", id, "--edit", "@" + edited).exitCode())
                .isZero();
        eventually(LIMIT, () -> {
            JsonNode trace = relais("trace", session, "--json").json();
            assertThat(trace.path("state").asText()).isEqualTo("ENDED");
            assertThat(trace.path("messages").toString()).contains("\"resent\"", "postgres-operation");
        });
        Said again = relais("dead-letters", "resend", id);
        assertThat(again.exitCode()).isEqualTo(1);
        assertThat(again.err()).contains("can't be settled twice");
        assertThat(relais("status").out()).doesNotContain("dead letter:");
    }

    private void switches() throws Exception {
        shows("call.interval = 1 s (live)", relais("settings", "service-csv", "set", "call.interval", "1 s"));
        assertThat(relais("settings", "service-csv", "set", "call.interval", "soon")
                        .exitCode())
                .isEqualTo(1);
        shows("call.interval = 5 s", relais("settings", "service-csv", "revert"));
        assertThat(relais("stop", "process-router").exitCode()).isZero();
        assertThat(relais("send", "router", "--timeout", "1s", "--body", String.format(ROW, "late"))
                        .exitCode())
                .isEqualTo(4);
        assertThat(relais("start", "process-router").exitCode()).isZero();
        eventually(LIMIT, () -> assertThat(relais("status").out()).doesNotContain("DISABLED"));
        assertThat(relais("restart", "operation-file").exitCode()).isEqualTo(1);
        assertThat(relais("restart", "file-operation").exitCode()).isZero();
    }

    private static void shows(String text, Said said) {
        assertThat(said.out()).as("beside it: %s", said.err()).contains(text);
    }

    private Said relais(String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(
                List.of(Repository.movedClone().resolve("relais").toString()));
        command.addAll(List.of(arguments));
        command.addAll(List.of("--data", stage.folder("data").toString()));
        Path out = Files.createTempFile(stage.folder(), "command-", ".out");
        Path err = Files.createTempFile(stage.folder(), "command-", ".err");
        int exitCode = new ProcessBuilder(command)
                .redirectOutput(out.toFile())
                .redirectError(err.toFile())
                .start()
                .waitFor();
        return new Said(exitCode, read(out), read(err));
    }

    private static String read(Path file) throws IOException {
        return Files.readString(file, StandardCharsets.UTF_8);
    }

    /** What a command said, and how it ended. */
    private record Said(int exitCode, String out, String err) {
        JsonNode json() throws IOException {
            return new ObjectMapper().readTree(out);
        }
    }
}
