package org.relais.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.utils.Utils;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.relais.messages.Topic;
import org.relais.messages.Topics;

/** A component answers, or does not. */
class SendCommandTest {
    private static final String BODY = "{\"id\":7,\"nom\":\"n\",\"salle\":\"s\"}";

    private final Played production;

    @TempDir
    Path folder;

    SendCommandTest() throws Exception {
        production = new Played();
    }

    @AfterEach
    void close() {
        production.close();
    }

    @Test
    void printsTheReplyAndTheSession() throws Exception {
        try (Responder responder = responder(Topics.ROUTER, true, "{\"x\":1}")) {
            Command command = send("router", BODY);
            ConsumerRecord<byte[], byte[]> request = responder.next();
            assertThat(command.err()).isEmpty();
            assertThat(command.exitCode()).isZero();
            assertThat(command.out().lines())
                    .containsExactly(
                            "session " + header(request, "ce_session"), "ok from responder: Done", "{\"x\":1}");
            assertThat(Responder.text(request.value())).isEqualTo(BODY);
            assertThat(header(request, "ce_type")).isEqualTo("FormationRequest");
            assertThat(header(request, "ce_source")).isEqualTo("cli");
        }
    }

    @Test
    void sendsUnderTheBusinessKeyToThePartitionThatJavaChooses() throws Exception {
        try (Responder responder = responder(Topics.ROUTER, true, "{}")) {
            send("router", BODY);
            ConsumerRecord<byte[], byte[]> request = responder.next();
            assertThat(Responder.text(request.key())).isEqualTo("7");
            assertThat(request.partition())
                    .isEqualTo(Utils.toPositive(Utils.murmur2(request.key())) % Played.PARTITIONS);
            send("router", "{\"unknown\":7}");
            request = responder.next();
            assertThat(Responder.text(request.key())).isEqualTo(header(request, "ce_session"));
        }
    }

    @Test
    void sendsInTheNameOfAServiceWhatThatWouldSend() throws Exception {
        Path file = Files.writeString(folder.resolve("body.json"), BODY);
        try (Responder responder = responder(Topics.ROUTER, true, "{}")) {
            assertThat(send("service-csv", "@" + file).exitCode()).isZero();
            assertThat(header(responder.next(), "ce_source")).isEqualTo("service-csv");
        }
        try (Responder responder = responder(Topics.POSTGRES_OPERATION, true, "{}")) {
            assertThat(send("service-rest", "{\"id\":3}", "--type", "FormationQuery")
                            .exitCode())
                    .isZero();
            assertThat(header(responder.next(), "ce_source")).isEqualTo("service-rest");
        }
    }

    @Test
    void tellsAnErrorByItsExitCode() throws Exception {
        try (Responder responder = responder(Topics.TRAINING_OPERATION, false, "{\"error\":\"no\"}")) {
            Command command = send("operation-db", BODY, "--type", "TrainingRequest", "--json");
            assertThat(command.exitCode()).isEqualTo(1);
            assertThat(command.out()).contains("\"status\":\"error\"", "{\"error\":\"no\"}");
            assertThat(header(responder.next(), "ce_type")).isEqualTo("TrainingRequest");
        }
    }

    @Test
    void givesUpWaitingAndSaysHowToLook() {
        Command command = send("router", BODY, "--timeout", "50ms");
        assertThat(command.exitCode()).isEqualTo(4);
        String session = command.out().strip().replace("session ", "");
        assertThat(command.err()).contains("relais trace " + session).hasLineCount(1);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "router|{|2|no JSON",
                "router|@/nowhere/file|2|can't be read",
                "router|''|2|empty",
                "operation-db|{}|2|training-operation, postgres-operation",
                "nobody|{}|1|name one of file-operation, postgres-operation, router, training-operation"
            })
    void refusesInOneLine(String component, String body, int exitCode, String reason) {
        Command command = send(component, body);
        assertThat(command.exitCode()).isEqualTo(exitCode);
        assertThat(command.err()).startsWith("relais: ").contains(reason).hasLineCount(1);
    }

    private Command send(String component, String body, String... more) {
        String[] arguments = Arrays.copyOf(new String[] {"send", component, "--body", body}, 4 + more.length);
        System.arraycopy(more, 0, arguments, 4, more.length);
        return Command.run(production, arguments);
    }

    private Responder responder(Topic<?, ?> topic, boolean ok, String answer) {
        return new Responder(production, topic.in(production.name()), ok, answer);
    }

    private static String header(ConsumerRecord<byte[], byte[]> record, String key) {
        return Responder.text(record.headers().lastHeader(key).value());
    }
}
