package org.relais.launcher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.relais.launcher.LettersDesk.LONG;
import static org.relais.launcher.LettersDesk.SHORT;
import static org.relais.launcher.LettersDesk.text;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.junit.jupiter.api.Test;
import org.relais.messages.DeadLetter;
import org.relais.messages.Ids;
import org.relais.messages.Topics;

/** What is sent when a dead letter is resent, and what becomes of the others where one cannot be sent or the command is killed. */
class DeadLettersResendTest extends LettersFixture {
    @Test
    void sendsAnotherBodyInItsPlace() throws Exception {
        desk.park(Topics.TRAINING_OPERATION, 2, LONG, "room is too long");
        Path edited = Files.writeString(folder.resolve("edited.json"), SHORT);
        assertThat(desk.run("resend", "training-operation/2@0", "--edit", "@" + edited)
                        .exitCode())
                .isZero();
        assertThat(text(desk.only(Topics.TRAINING_OPERATION).value())).isEqualTo(SHORT);
        assertThat(desk.run("show", "training-operation/2@0").out()).contains("edited");
    }

    @Test
    void keepsTheSessionOfAMessageThatCameWithoutHeaders() throws Exception {
        String topic = Topics.ROUTER.in(production.name());
        production.deadLetter(Topics.ROUTER, 1, "7", "{}", new RecordHeaders(), "no", topic + "/1@42", Instant.now());
        desk.run("resend", "router/1@0");
        Header id = desk.only(Topics.ROUTER).headers().lastHeader("ce_id");
        assertThat(text(id.value())).isEqualTo(Ids.injected(production.topicId(topic), 1, 42));
    }

    @Test
    void sendsWhatAServiceCouldNotReadOnlyAsAMessage() throws Exception {
        production.deadLetter(
                Topics.SERVICE_CSV, 0, "f", "2;missing", new RecordHeaders(), "short", "f.csv:2", Instant.now());
        Command refused = desk.run("resend", "service-csv/0@0");
        assertThat(refused.exitCode()).isEqualTo(1);
        assertThat(refused.err()).contains("--edit").hasLineCount(1);
        Command sent = desk.run("resend", "service-csv/0@0", "--edit", "{\"id\":2,\"nom\":\"n\",\"salle\":\"s\"}");
        assertThat(sent.exitCode()).isZero();
        assertThat(sent.out())
                .endsWith(", session "
                        + text(desk.only(Topics.ROUTER)
                                .headers()
                                .lastHeader("ce_session")
                                .value()) + System.lineSeparator());
        assertThat(text(desk.only(Topics.ROUTER)
                        .headers()
                        .lastHeader("ce_source")
                        .value()))
                .isEqualTo("service-csv");
        assertThat(text(desk.only(Topics.ROUTER).key())).isEqualTo("2");
    }

    /** Those before and behind it, in its partition and in the others. */
    @Test
    void resendsTheOthersWhereOneCannotBeSent() throws Exception {
        createOneThatTakesLittle();
        desk.park(Topics.KAFKA_OPERATION, 0, SHORT, "no");
        desk.park(Topics.KAFKA_OPERATION, 0, tooLarge(), "no");
        desk.park(Topics.KAFKA_OPERATION, 0, SHORT, "no");
        desk.park(Topics.KAFKA_OPERATION, 1, SHORT, "no");
        Command resent = desk.run("resend", "--component", "operation-kafka");
        assertThat(resent.err())
                .startsWith("relais: kafka-operation/0@1 could not be sent: ")
                .hasLineCount(1);
        assertThat(resent.exitCode()).isEqualTo(1);
        assertThat(resent.out().lines())
                .hasSize(3)
                .allMatch(line -> line.matches("kafka-operation/(0@0|0@2|1@0) resent as .*"));
        Eventually.eventually(
                "all but one are resent",
                () -> desk.records(Topics.KAFKA_OPERATION).size() == 3);
        assertThat(desk.run("list").out()).contains("kafka-operation/0@1 ").hasLineCount(2);
    }

    private void createOneThatTakesLittle() throws Exception {
        NewTopic requests = new NewTopic(
                        Topics.KAFKA_OPERATION.in(production.name()), Optional.of(Played.PARTITIONS), Optional.empty())
                .configs(Map.of("max.message.bytes", "20000"));
        production.admin().createTopics(List.of(requests)).all().get();
        production.create(List.of(Topics.KAFKA_OPERATION.deadLettersIn(production.name())), Played.PARTITIONS);
    }

    private static String tooLarge() {
        byte[] random = new byte[40_000];
        new Random(1).nextBytes(random);
        return Base64.getEncoder().encodeToString(random);
    }

    /** Both where it settles many at once and, since one can't be sent, one by one. */
    @Test
    void resendsEachOnceThoughItIsKilledAgainAndAgain() throws Exception {
        int count = 300;
        createOneThatTakesLittle();
        String letters = Topics.KAFKA_OPERATION.deadLettersIn(production.name());
        Headers headers = new DeadLetter("no", "rejected", "x/0@1", Instant.now(), 1)
                .of(
                        letters,
                        0,
                        new byte[0],
                        new byte[0],
                        Played.opening(desk.session(), Instant.now()).headers())
                .headers();
        for (int i = 0; i < count; i++) {
            production.sendLater(letters, 0, Instant.now(), "7", Integer.toString(i), headers);
            production.sendLater(letters, 1, Instant.now(), "7", Integer.toString(count + i), headers);
        }
        production.sendLater(letters, 1, Instant.now(), "7", tooLarge(), headers);
        production.flush();
        for (int lines : List.of(1, count / 3, 1, count / 3)) killAfter(lines);
        assertThat(desk.run("resend", "--component", "kafka-operation").err())
                .startsWith("relais: kafka-operation/1@")
                .contains(" could not be sent: ")
                .hasLineCount(1);
        Eventually.eventually(
                "all are resent", () -> desk.records(Topics.KAFKA_OPERATION).size() >= 2 * count);
        assertThat(desk.records(Topics.KAFKA_OPERATION))
                .extracting(record -> Integer.parseInt(text(record.value())))
                .containsExactlyInAnyOrderElementsOf(
                        IntStream.range(0, 2 * count).boxed().toList());
    }

    /** Kills it as soon as it has told of so many. */
    private void killAfter(int lines) throws Exception {
        Path printed = Files.createTempFile(folder, "printed", ".txt");
        Process process = desk.start(printed, "dead-letters", "resend", "--component", "kafka-operation");
        while (process.isAlive() && Files.readAllLines(printed).size() < lines) LockSupport.parkNanos(1_000_000);
        process.destroyForcibly().waitFor();
    }

    /** A topic's limit counts what was compressed, as it was when it came. */
    @Test
    void resendsALargeMessage() throws Exception {
        String large = "{\"training\":{\"name\":\"" + "n".repeat(1_200_000) + "\",\"room\":\"r\"}}";
        desk.park(Topics.TRAINING_OPERATION, 0, large, "name is too long");
        assertThat(desk.run("resend", "training-operation/0@0").err()).isEmpty();
        assertThat(text(desk.only(Topics.TRAINING_OPERATION).value())).isEqualTo(large);
    }

    @Test
    void resendsNoBeginningOfAMessageAsIfItWereTheMessage() throws Exception {
        desk.park(Topics.TRAINING_OPERATION, 0, "{\"training\":{\"na", "no" + DeadLetter.CUT);
        Command refused = desk.run("resend", "training-operation/0@0");
        assertThat(refused.exitCode()).isEqualTo(1);
        assertThat(refused.err()).contains("only the beginning", "--edit").hasLineCount(1);
        assertThat(desk.run("resend", "training-operation/0@0", "--edit", SHORT).exitCode())
                .isZero();
        assertThat(text(desk.only(Topics.TRAINING_OPERATION).value())).isEqualTo(SHORT);
    }
}
