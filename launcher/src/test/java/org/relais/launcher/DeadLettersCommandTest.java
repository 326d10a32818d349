package org.relais.launcher;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.relais.messages.Bodies;
import org.relais.messages.DeadLetter;
import org.relais.messages.Envelope;
import org.relais.messages.Fate;
import org.relais.messages.Ids;
import org.relais.messages.Topic;
import org.relais.messages.Topics;
import org.relais.messages.trace.Fates;

class DeadLettersCommandTest {
    private static final String LONG = "{\"training\":{\"name\":\"a\",\"room\":\"too long\"}}";
    private static final String SHORT = "{\"training\":{\"name\":\"a\",\"room\":\"s\"}}";

    private final Played production;
    private final String session = Ids.session();

    @TempDir
    Path folder;

    DeadLettersCommandTest() throws Exception {
        production = new Played();
    }

    @AfterEach
    void close() {
        production.close();
    }

    @Test
    void resendsTheOriginalRecordOnceAndOnlyOnce() throws Exception {
        park(Topics.TRAINING_OPERATION, 1, LONG, "room is too long");
        String id = "training-operation/1@0";
        assertThat(run("list").out()).contains(id, "open", "room is too long");
        assertThat(run("show", id, "--body").out()).isEqualToIgnoringNewLines(LONG);

        Command resent = run("resend", id);
        assertThat(resent.err()).isEmpty();
        assertThat(resent.exitCode()).isZero();
        assertThat(resent.out())
                .contains("resent as " + Topics.TRAINING_OPERATION.in(production.name()) + "/1@0", session);
        ConsumerRecord<byte[], byte[]> record = only(Topics.TRAINING_OPERATION);
        assertThat(record.partition()).isEqualTo(1);
        assertThat(text(record.key())).isEqualTo("7");
        assertThat(text(record.value())).isEqualTo(LONG);
        assertThat(record.headers())
                .extracting(Header::key)
                .contains("relais-continuation", "relais-attempts", "ce_id", "ce_replyto")
                .doesNotContain(
                        "relais-error", "relais-error-class", "relais-origin", "relais-failed-at", "ce_deadline");

        Command again = run("resend", id);
        assertThat(again.exitCode()).isEqualTo(1);
        assertThat(again.err())
                .contains(id + " was resent as", "can't be settled twice")
                .hasLineCount(1);
        assertThat(run("discard", id).exitCode()).isEqualTo(1);
        assertThat(records(Topics.TRAINING_OPERATION)).hasSize(1);
        assertThat(run("list").out()).isEqualToIgnoringNewLines("no dead letters");
        assertThat(run("list", "--all").out()).contains(id, "resent");
    }

    @Test
    void sendsAnotherBodyInItsPlace() throws Exception {
        park(Topics.TRAINING_OPERATION, 2, LONG, "room is too long");
        Path edited = Files.writeString(folder.resolve("edited.json"), SHORT);
        assertThat(run("resend", "training-operation/2@0", "--edit", "@" + edited)
                        .exitCode())
                .isZero();
        assertThat(text(only(Topics.TRAINING_OPERATION).value())).isEqualTo(SHORT);
        assertThat(run("show", "training-operation/2@0").out()).contains("edited");
    }

    @Test
    void showsABodyAsItIs() throws Exception {
        String text = "{\"nom\":\"Th\u00e9o \u6f22 \ud83d\ude00\"}";
        park(Topics.TRAINING_OPERATION, 0, text, "no");
        assertThat(run("show", "training-operation/0@0", "--body").out()).isEqualTo(text + System.lineSeparator());
        String topic = Topics.TRAINING_OPERATION.deadLettersIn(production.name());
        byte[] noText = {'"', (byte) 0xe9, (byte) 0xff, 0, '\n', '"'};
        production.send(topic, 0, noText);
        assertThat(printedInLittleMemory("dead-letters", "show", "training-operation/0@1", "--body"))
                .startsWith(noText)
                .hasSize(noText.length + 1);
    }

    @Test
    void selectsByWhatALetterSays() throws Exception {
        park(Topics.TRAINING_OPERATION, 0, LONG, "room is too long");
        park(Topics.TRAINING_OPERATION, 0, SHORT, "something else");
        park(Topics.FILE_OPERATION, 0, SHORT, "disk");
        assertThat(run("list", "--where", "error=*too*").out().lines()).hasSize(2);
        assertThat(run("list", "--where", "training.room=s").out().lines()).hasSize(3);
        assertThat(run("list", "--where", "training.room=s", "--component", "operation-file")
                        .out()
                        .lines())
                .hasSize(2);
        assertThat(run("list", "--where", "session=" + session).out().lines()).hasSize(4);
        assertThat(run("discard", "--where", "error=*o*", "--component", "training-operation")
                        .out()
                        .lines())
                .hasSize(2)
                .allMatch(line -> line.endsWith("discarded"));
        assertThat(run("list").out()).contains("file-operation/0@0").doesNotContain("training-operation/");
        assertThat(records(Topics.TRAINING_OPERATION)).isEmpty();
    }

    @Test
    void selectsNothingByAFieldThatIsNotThere() throws Exception {
        park(Topics.TRAINING_OPERATION, 0, LONG, "room is too long");
        assertThat(run("discard", "--where", "trainin.name=*").out()).isEqualToIgnoringNewLines("no dead letters");
        assertThat(run("list", "--where", "training.nom=").out()).isEqualToIgnoringNewLines("no dead letters");
        assertThat(run("list", "--where", "training.name=*", "--where", "class=*", "--where", "body.training.room=too*")
                        .out())
                .contains("training-operation/0@0");
    }

    @Test
    void selectsByTheComponentWhateverJobsItDoes() throws Exception {
        park(Topics.TRAINING_OPERATION, 0, LONG, "room is too long");
        park(Topics.POSTGRES_OPERATION, 1, LONG, "room is too long");
        park(Topics.FILE_OPERATION, 0, SHORT, "disk");
        assertThat(run("list", "--component", "operation-db").out())
                .contains("training-operation/0@0", "postgres-operation/1@0")
                .doesNotContain("file-operation");
        assertThat(Recipient.jobs("service-rest")).containsExactlyInAnyOrder("service-rest", "service-rest-keys");
        assertThat(Recipient.jobs("file-operation")).containsExactly("file-operation");
    }

    @Test
    void selectsOfThoseThatAreNamedWhatTheOptionsSelect() throws Exception {
        park(Topics.TRAINING_OPERATION, 0, LONG, "room is too long");
        String id = "training-operation/0@0";
        assertThat(run("discard", "--component", "service-csv", id).out()).isEqualToIgnoringNewLines("no dead letters");
        assertThat(run("discard", "--where", "error=disk", id).out()).isEqualToIgnoringNewLines("no dead letters");
        assertThat(run("list").out()).contains(id, "open");
        assertThat(run("discard", "--component", "operation-db", id).out()).contains("discarded");
    }

    @Test
    void keepsTheSessionOfAMessageThatCameWithoutHeaders() throws Exception {
        String topic = Topics.ROUTER.in(production.name());
        production.deadLetter(Topics.ROUTER, 1, "7", "{}", new RecordHeaders(), "no", topic + "/1@42", Instant.now());
        run("resend", "router/1@0");
        Header id = only(Topics.ROUTER).headers().lastHeader("ce_id");
        assertThat(text(id.value())).isEqualTo(Ids.injected(production.topicId(topic), 1, 42));
    }

    @Test
    void sendsWhatAServiceCouldNotReadOnlyAsAMessage() throws Exception {
        production.deadLetter(
                Topics.SERVICE_CSV, 0, "f", "2;missing", new RecordHeaders(), "short", "f.csv:2", Instant.now());
        Command refused = run("resend", "service-csv/0@0");
        assertThat(refused.exitCode()).isEqualTo(1);
        assertThat(refused.err()).contains("--edit").hasLineCount(1);
        Command sent = run("resend", "service-csv/0@0", "--edit", "{\"id\":2,\"nom\":\"n\",\"salle\":\"s\"}");
        assertThat(sent.exitCode()).isZero();
        assertThat(sent.out())
                .endsWith(", session "
                        + text(only(Topics.ROUTER)
                                .headers()
                                .lastHeader("ce_session")
                                .value()) + System.lineSeparator());
        assertThat(text(only(Topics.ROUTER).headers().lastHeader("ce_source").value()))
                .isEqualTo("service-csv");
        assertThat(text(only(Topics.ROUTER).key())).isEqualTo("2");
    }

    /** Those before and behind it, in its partition and in the others. */
    @Test
    void resendsTheOthersWhereOneCannotBeSent() throws Exception {
        createOneThatTakesLittle();
        park(Topics.KAFKA_OPERATION, 0, SHORT, "no");
        park(Topics.KAFKA_OPERATION, 0, tooLarge(), "no");
        park(Topics.KAFKA_OPERATION, 0, SHORT, "no");
        park(Topics.KAFKA_OPERATION, 1, SHORT, "no");
        Command resent = run("resend", "--component", "operation-kafka");
        assertThat(resent.err())
                .startsWith("relais: kafka-operation/0@1 could not be sent: ")
                .hasLineCount(1);
        assertThat(resent.exitCode()).isEqualTo(1);
        assertThat(resent.out().lines())
                .hasSize(3)
                .allMatch(line -> line.matches("kafka-operation/(0@0|0@2|1@0) resent as .*"));
        Eventually.eventually(
                "all but one are resent", () -> records(Topics.KAFKA_OPERATION).size() == 3);
        assertThat(run("list").out()).contains("kafka-operation/0@1 ").hasLineCount(2);
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
                        Played.opening(session, Instant.now()).headers())
                .headers();
        for (int i = 0; i < count; i++) {
            production.sendLater(letters, 0, Instant.now(), "7", Integer.toString(i), headers);
            production.sendLater(letters, 1, Instant.now(), "7", Integer.toString(count + i), headers);
        }
        production.sendLater(letters, 1, Instant.now(), "7", tooLarge(), headers);
        production.flush();
        for (int lines : List.of(1, count / 3, 1, count / 3)) killAfter(lines);
        assertThat(run("resend", "--component", "kafka-operation").err())
                .startsWith("relais: kafka-operation/1@")
                .contains(" could not be sent: ")
                .hasLineCount(1);
        Eventually.eventually(
                "all are resent", () -> records(Topics.KAFKA_OPERATION).size() >= 2 * count);
        assertThat(records(Topics.KAFKA_OPERATION))
                .extracting(record -> Integer.parseInt(text(record.value())))
                .containsExactlyInAnyOrderElementsOf(
                        IntStream.range(0, 2 * count).boxed().toList());
    }

    /** Kills it as soon as it has told of so many. */
    private void killAfter(int lines) throws Exception {
        Path printed = Files.createTempFile(folder, "printed", ".txt");
        Process process = start(printed, "dead-letters", "resend", "--component", "kafka-operation");
        while (process.isAlive() && Files.readAllLines(printed).size() < lines) LockSupport.parkNanos(1_000_000);
        process.destroyForcibly().waitFor();
    }

    /** A topic's limit counts what was compressed, as it was when it came. */
    @Test
    void resendsALargeMessage() throws Exception {
        String large = "{\"training\":{\"name\":\"" + "n".repeat(1_200_000) + "\",\"room\":\"r\"}}";
        park(Topics.TRAINING_OPERATION, 0, large, "name is too long");
        assertThat(run("resend", "training-operation/0@0").err()).isEmpty();
        assertThat(text(only(Topics.TRAINING_OPERATION).value())).isEqualTo(large);
    }

    @Test
    void resendsNoBeginningOfAMessageAsIfItWereTheMessage() throws Exception {
        park(Topics.TRAINING_OPERATION, 0, "{\"training\":{\"na", "no" + DeadLetter.CUT);
        Command refused = run("resend", "training-operation/0@0");
        assertThat(refused.exitCode()).isEqualTo(1);
        assertThat(refused.err()).contains("only the beginning", "--edit").hasLineCount(1);
        assertThat(run("resend", "training-operation/0@0", "--edit", SHORT).exitCode())
                .isZero();
        assertThat(text(only(Topics.TRAINING_OPERATION).value())).isEqualTo(SHORT);
    }

    /** There are ten seconds for what is settled at once. Each transaction leaves a marker behind its fates. */
    @Test
    void settlesNoMoreAtOnceThanASlowLineTakes() throws Exception {
        int count = 6;
        for (int i = 0; i < count; i++) {
            Headers headers = Played.opening(session, Instant.now()).headers();
            headers.add("large", new byte[300_000]);
            production.deadLetter(
                    Topics.TRAINING_OPERATION, 0, "7", "n".repeat(100_000), headers, "no", "x/0@1", Instant.now());
        }
        assertThat(run("resend", "--component", "training-operation").out()).hasLineCount(count);
        TopicPartition fates = Fates.partition(production.name());
        long end = production
                .admin()
                .listOffsets(Map.of(fates, OffsetSpec.latest()))
                .partitionResult(fates)
                .get()
                .offset();
        assertThat(end).isGreaterThanOrEqualTo(count + count - 1);
    }

    @Test
    void whatIsNamedTwiceIsSettledOnce() throws Exception {
        park(Topics.TRAINING_OPERATION, 1, LONG, "room is too long");
        Command twice = run("resend", "training-operation/1@0", "training-operation/1@0");
        assertThat(twice.exitCode()).isEqualTo(1);
        assertThat(twice.out()).hasLineCount(1);
        assertThat(twice.err()).contains("can't be settled twice");
        assertThat(only(Topics.TRAINING_OPERATION).partition()).isEqualTo(1);
    }

    @Test
    void listsAndSettlesFarMoreThanFitsIntoMemory() throws Exception {
        int count = 20_000;
        String topic = Topics.TRAINING_OPERATION.deadLettersIn(production.name());
        String body = "{\"training\":{\"name\":\"" + "n".repeat(1_000) + "\",\"room\":\"r\"}}";
        Instant now = Instant.now();
        DeadLetter reason = new DeadLetter("room is too long", "rejected", "x/0@1", now, 1);
        for (int i = 0; i < count; i++) {
            int partition = i % Played.PARTITIONS;
            Headers headers = reason.of(topic, partition, new byte[0], new byte[0], new RecordHeaders())
                    .headers();
            production.sendLater(topic, partition, now, "7", body, headers);
        }
        production.flush();
        assertThat(inLittleMemory("list"))
                .hasSize(count + 1)
                .filteredOn(line -> line.startsWith("ID"))
                .hasSize(1);
        assertThat(new ObjectMapper().readTree(String.join("\n", inLittleMemory("list", "--json"))))
                .hasSize(count);
        assertThat(inLittleMemory("discard", "--component", "operation-db"))
                .hasSize(count)
                .allMatch(line -> line.endsWith(" discarded"));
        assertThat(inLittleMemory("list")).containsExactly("no dead letters");
    }

    /** All of one partition: that is the worst. */
    @Test
    void rememberOnlyThatFarMoreAreSettledThanFitIntoMemory() throws Exception {
        int count = 200_000;
        int present = 10;
        for (int i = 0; i < present; i++) park(Topics.TRAINING_OPERATION, 1, LONG, "no");
        String letters = Topics.TRAINING_OPERATION.deadLettersIn(production.name());
        String fates = Topics.fates(production.name());
        production.create(List.of(fates), 1);
        Instant now = Instant.now();
        Fate fate = new Fate(
                Fate.RESENT, now.toString(), "a@b", production.topicId(letters).toString(), letters + "/1@1", false);
        String body = text(Bodies.of(Fate.class).write(fate));
        for (int i = 1; i < count; i++)
            production.sendLater(fates, 0, now, letters + "/1@" + i, body, new RecordHeaders());
        production.flush();
        String open = "training-operation/1@0";
        assertThat(inLittleMemory("list")).hasSize(2).last().asString().startsWith(open + " ");
        assertThat(inLittleMemory("list", "--all"))
                .hasSize(1 + present)
                .filteredOn(line -> line.contains(" resent "))
                .hasSize(present - 1);
        assertThat(inLittleMemory("show", "training-operation/1@" + (present - 1)))
                .anyMatch(line -> line.contains("resent as " + letters + "/1@1 at " + now + " by a@b"));
        assertThat(inLittleMemory("discard", "--component", "training-operation"))
                .containsExactly(open + " discarded");
        assertThat(runInLittleMemory("trace", session)).anyMatch(line -> line.contains("resent"));
    }

    private List<String> inLittleMemory(String... arguments) throws Exception {
        List<String> command = new ArrayList<>(List.of("dead-letters"));
        command.addAll(List.of(arguments));
        return runInLittleMemory(command.toArray(String[]::new));
    }

    private List<String> runInLittleMemory(String... arguments) throws Exception {
        return text(printedInLittleMemory(arguments)).lines().toList();
    }

    /** In a JVM of its own, with less memory than the letters take. */
    private byte[] printedInLittleMemory(String... arguments) throws Exception {
        Path printed = Files.createTempFile(folder, "printed", ".txt");
        int exitCode = start(printed, arguments).waitFor();
        byte[] bytes = Files.readAllBytes(printed);
        assertThat(exitCode)
                .as(() -> text(Arrays.copyOf(bytes, Math.min(bytes.length, 2_000))))
                .isZero();
        return bytes;
    }

    private Process start(Path printed, String... arguments) throws IOException {
        List<String> command =
                new ArrayList<>(List.of("-Xmx64m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-cp"));
        command.addAll(List.of(System.getProperty("java.class.path"), Relais.class.getName()));
        command.addAll(List.of(arguments));
        command.addAll(List.of("--bootstrap-server", TestBroker.bootstrap(), "--production", production.name()));
        return ChildProcess.start(ChildProcess.java(command), folder, Map.of(), printed);
    }

    /** It may be what failed again because it was resent just now: nobody has selected that. */
    @Test
    void leavesOutWhatComesWhileItReads() throws Exception {
        park(Topics.TRAINING_OPERATION, 0, LONG, "no");
        park(Topics.TRAINING_OPERATION, 1, LONG, "no");
        List<String> found = new ArrayList<>();
        try (Kafka kafka = kafka();
                Letters letters = new Letters(kafka)) {
            letters.find(null, false, each -> true, letter -> {
                if (found.isEmpty()) parkUnchecked(Topics.TRAINING_OPERATION, 1, LONG, "again");
                return found.add(letter.id());
            });
        }
        assertThat(found).containsExactly("training-operation/0@0", "training-operation/1@0");
    }

    /** As with a pipe to {@code head}: the rest is neither read nor written. */
    @ParameterizedTest
    @ValueSource(strings = {"list", "list --json", "show --where error=no", "show --where error=no --json"})
    void stopsWhereNobodyReadsOn(String line) throws Exception {
        int count = 2_500;
        DeadLetter reason = new DeadLetter("no", "rejected", "x/0@1", Instant.now(), 1);
        String topic = Topics.TRAINING_OPERATION.deadLettersIn(production.name());
        Headers headers = reason.of(topic, 0, new byte[0], new byte[0], new RecordHeaders())
                .headers();
        for (int i = 0; i < count; i++) production.sendLater(topic, 0, Instant.now(), "7", SHORT, headers);
        production.flush();
        BrokenPipe pipe = new BrokenPipe();
        String[] arguments = Stream.of(
                        "dead-letters " + line,
                        "--bootstrap-server " + TestBroker.bootstrap(),
                        "--production " + production.name())
                .flatMap(part -> Stream.of(part.split(" ", -1)))
                .toArray(String[]::new);
        var unused = Relais.commandLine().setOut(new PrintWriter(pipe)).execute(arguments);
        assertThat(pipe.letters).isLessThan(count / 2);
    }

    /** Takes nothing, and counts the letters that were to be written. */
    private static final class BrokenPipe extends Writer {
        private int letters;

        @Override
        public void write(char[] text, int offset, int length) throws IOException {
            letters += new String(text, offset, length).split("training-operation/", -1).length - 1;
            throw new IOException("Broken pipe");
        }

        @Override
        public void flush() throws IOException {
            throw new IOException("Broken pipe");
        }

        @Override
        public void close() {}
    }

    /** What was sent, but not yet noted, when somebody was killed never happened. */
    @Test
    void endsWhatSomebodyLeftOpenWhoWasKilled() throws Exception {
        park(Topics.TRAINING_OPERATION, 1, LONG, "room is too long");
        String letters = Topics.TRAINING_OPERATION.deadLettersIn(production.name());
        try (Kafka kafka = kafka();
                KafkaProducer<byte[], byte[]> killed = kafka.producer(letters + "-1")) {
            killed.initTransactions();
            killed.beginTransaction();
            killed.send(new ProducerRecord<>(
                            Topics.TRAINING_OPERATION.in(production.name()), 1, null, LONG.getBytes(UTF_8)))
                    .get();
            assertThat(run("resend", "training-operation/1@0").exitCode()).isZero();
            assertThat(records(Topics.TRAINING_OPERATION)).hasSize(1);
        }
    }

    @Test
    void ofTwoWhoSettleTheSameOneIsRefused() throws Exception {
        park(Topics.TRAINING_OPERATION, 1, LONG, "room is too long");
        try (Kafka kafka = kafka();
                Letters letters = new Letters(kafka)) {
            List<Letter> found = new ArrayList<>();
            letters.find(null, false, each -> true, found::add);
            Letter letter = found.get(0);
            TopicPartition partition = letter.place().topicPartition();
            ProducerRecord<byte[], byte[]> message =
                    new Resending(production.name(), letters.topics().keySet()).of(letter, null);
            List<Decision> decisions = List.of(new Decision(letter, message, false));
            try (Settlement first = new Settlement(kafka, partition, letters.settled());
                    Settlement second = new Settlement(kafka, partition, letters.settled())) {
                assertThatThrownBy(() -> first.settle(decisions))
                        .isInstanceOf(CommandFailed.class)
                        .hasMessageContaining("somebody else");
                var unused = second.settle(decisions);
                assertThat(second.fate(letter)).isNotNull();
            }
            assertThat(run("resend", "training-operation/1@0").exitCode()).isEqualTo(1);
            assertThat(records(Topics.TRAINING_OPERATION)).hasSize(1);
        }
    }

    @Test
    void saysWhatIsMissingInOneLine() throws Exception {
        park(Topics.TRAINING_OPERATION, 1, LONG, "no");
        park(Topics.TRAINING_OPERATION, 1, LONG, "no");
        assertThat(run("resend")).returns(2, Command::exitCode);
        assertThat(run("resend").err())
                .contains("by id, --component or --where")
                .hasLineCount(1);
        assertThat(run("show", "training-operation/1@9").err())
                .contains("no dead letter")
                .hasLineCount(1);
        Command unlike = run("show", "--where", "error=*yes*");
        assertThat(unlike.exitCode()).isEqualTo(1);
        assertThat(unlike.err()).contains("no dead letter").hasLineCount(1);
        assertThat(run("show", "--where", "error=*yes*", "--json"))
                .returns(1, Command::exitCode)
                .returns("[]", none -> none.out().replaceAll("\\s", ""));
        assertThat(run("show", "7").err()).contains("training-operation/2@15").hasLineCount(1);
        assertThat(run("list", "--where", "x").err()).contains("FIELD=VALUE").hasLineCount(1);
        assertThat(run("list", "--component", "nobody").err())
                .contains("nobody")
                .hasLineCount(1);
        assertThat(run("resend", "--where", "error=no", "--edit", "{}").err())
                .contains("2 are selected")
                .hasLineCount(1);
    }

    private Command run(String... arguments) {
        List<String> all = new ArrayList<>(List.of("dead-letters"));
        all.addAll(List.of(arguments));
        return Command.run(production, all.toArray(String[]::new));
    }

    private Kafka kafka() {
        return new Kafka(production.name(), TestBroker.client());
    }

    private void park(Topic<?, ?> topic, int partition, String body, String error) throws Exception {
        Instant now = Instant.now();
        Envelope call = Played.opening(session, now)
                .request(session + ".2", "TrainingRequest", "router", now.toString())
                .awaiting(Topics.ROUTER.repliesIn(production.name()), new byte[] {1, 2})
                .before(now);
        String origin = topic.in(production.name()) + "/" + partition + "@5";
        production.deadLetter(topic, partition, "7", body, call.headers(), error, origin, now);
    }

    private void parkUnchecked(Topic<?, ?> topic, int partition, String body, String error) {
        try {
            park(topic, partition, body, error);
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    /** A transaction is committed a moment before those who read committed records see it. */
    private ConsumerRecord<byte[], byte[]> only(Topic<?, ?> topic) throws Exception {
        Eventually.eventually("a record", () -> !records(topic).isEmpty());
        List<ConsumerRecord<byte[], byte[]>> records = records(topic);
        assertThat(records).hasSize(1);
        return records.get(0);
    }

    private List<ConsumerRecord<byte[], byte[]>> records(Topic<?, ?> topic) {
        return production.records(topic.in(production.name()), Played.PARTITIONS);
    }

    private static String text(byte[] bytes) {
        return new String(bytes, UTF_8);
    }
}
