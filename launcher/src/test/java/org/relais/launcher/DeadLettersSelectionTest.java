package org.relais.launcher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.relais.launcher.LettersDesk.LONG;
import static org.relais.launcher.LettersDesk.SHORT;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.Writer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.relais.messages.DeadLetter;
import org.relais.messages.Topic;
import org.relais.messages.Topics;

/** Which dead letters a command finds and shows, also where they are far more than fit into memory, and what it says where there are none. */
class DeadLettersSelectionTest extends LettersFixture {
    @Test
    void showsABodyAsItIs() throws Exception {
        String text = "{\"nom\":\"Th\u00e9o \u6f22 \ud83d\ude00\"}";
        desk.park(Topics.TRAINING_OPERATION, 0, text, "no");
        assertThat(desk.run("show", "training-operation/0@0", "--body").out()).isEqualTo(text + System.lineSeparator());
        String topic = Topics.TRAINING_OPERATION.deadLettersIn(production.name());
        byte[] noText = {'"', (byte) 0xe9, (byte) 0xff, 0, '\n', '"'};
        production.send(topic, 0, noText);
        assertThat(desk.printedInLittleMemory("dead-letters", "show", "training-operation/0@1", "--body"))
                .startsWith(noText)
                .hasSize(noText.length + 1);
    }

    @Test
    void selectsByWhatALetterSays() throws Exception {
        desk.park(Topics.TRAINING_OPERATION, 0, LONG, "room is too long");
        desk.park(Topics.TRAINING_OPERATION, 0, SHORT, "something else");
        desk.park(Topics.FILE_OPERATION, 0, SHORT, "disk");
        assertThat(desk.run("list", "--where", "error=*too*").out().lines()).hasSize(2);
        assertThat(desk.run("list", "--where", "training.room=s").out().lines()).hasSize(3);
        assertThat(desk.run("list", "--where", "training.room=s", "--component", "operation-file")
                        .out()
                        .lines())
                .hasSize(2);
        assertThat(desk.run("list", "--where", "session=" + desk.session())
                        .out()
                        .lines())
                .hasSize(4);
        assertThat(desk.run("discard", "--where", "error=*o*", "--component", "training-operation")
                        .out()
                        .lines())
                .hasSize(2)
                .allMatch(line -> line.endsWith("discarded"));
        assertThat(desk.run("list").out()).contains("file-operation/0@0").doesNotContain("training-operation/");
        assertThat(desk.records(Topics.TRAINING_OPERATION)).isEmpty();
    }

    @Test
    void selectsNothingByAFieldThatIsNotThere() throws Exception {
        desk.park(Topics.TRAINING_OPERATION, 0, LONG, "room is too long");
        assertThat(desk.run("discard", "--where", "trainin.name=*").out()).isEqualToIgnoringNewLines("no dead letters");
        assertThat(desk.run("list", "--where", "training.nom=").out()).isEqualToIgnoringNewLines("no dead letters");
        assertThat(desk.run(
                                "list",
                                "--where",
                                "training.name=*",
                                "--where",
                                "class=*",
                                "--where",
                                "body.training.room=too*")
                        .out())
                .contains("training-operation/0@0");
    }

    @Test
    void selectsByTheComponentWhateverJobsItDoes() throws Exception {
        desk.park(Topics.TRAINING_OPERATION, 0, LONG, "room is too long");
        desk.park(Topics.POSTGRES_OPERATION, 1, LONG, "room is too long");
        desk.park(Topics.FILE_OPERATION, 0, SHORT, "disk");
        assertThat(desk.run("list", "--component", "operation-db").out())
                .contains("training-operation/0@0", "postgres-operation/1@0")
                .doesNotContain("file-operation");
        assertThat(Recipient.jobs("service-rest")).containsExactlyInAnyOrder("service-rest", "service-rest-keys");
        assertThat(Recipient.jobs("file-operation")).containsExactly("file-operation");
    }

    @Test
    void selectsOfThoseThatAreNamedWhatTheOptionsSelect() throws Exception {
        desk.park(Topics.TRAINING_OPERATION, 0, LONG, "room is too long");
        String id = "training-operation/0@0";
        assertThat(desk.run("discard", "--component", "service-csv", id).out())
                .isEqualToIgnoringNewLines("no dead letters");
        assertThat(desk.run("discard", "--where", "error=disk", id).out()).isEqualToIgnoringNewLines("no dead letters");
        assertThat(desk.run("list").out()).contains(id, "open");
        assertThat(desk.run("discard", "--component", "operation-db", id).out()).contains("discarded");
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
        assertThat(desk.inLittleMemory("list"))
                .hasSize(count + 1)
                .filteredOn(line -> line.startsWith("ID"))
                .hasSize(1);
        assertThat(new ObjectMapper().readTree(String.join("\n", desk.inLittleMemory("list", "--json"))))
                .hasSize(count);
        assertThat(desk.inLittleMemory("discard", "--component", "operation-db"))
                .hasSize(count)
                .allMatch(line -> line.endsWith(" discarded"));
        assertThat(desk.inLittleMemory("list")).containsExactly("no dead letters");
    }

    /** It may be what failed again because it was resent just now: nobody has selected that. */
    @Test
    void leavesOutWhatComesWhileItReads() throws Exception {
        desk.park(Topics.TRAINING_OPERATION, 0, LONG, "no");
        desk.park(Topics.TRAINING_OPERATION, 1, LONG, "no");
        List<String> found = new ArrayList<>();
        try (Kafka kafka = desk.kafka();
                Letters letters = new Letters(kafka)) {
            letters.find(null, false, each -> true, letter -> {
                if (found.isEmpty()) parkUnchecked(Topics.TRAINING_OPERATION, 1, LONG, "again");
                return found.add(letter.id());
            });
        }
        assertThat(found).containsExactly("training-operation/0@0", "training-operation/1@0");
    }

    private void parkUnchecked(Topic<?, ?> topic, int partition, String body, String error) {
        try {
            desk.park(topic, partition, body, error);
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
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

    @Test
    void saysWhatIsMissingInOneLine() throws Exception {
        desk.park(Topics.TRAINING_OPERATION, 1, LONG, "no");
        desk.park(Topics.TRAINING_OPERATION, 1, LONG, "no");
        assertThat(desk.run("resend")).returns(2, Command::exitCode);
        assertThat(desk.run("resend").err())
                .contains("by id, --component or --where")
                .hasLineCount(1);
        assertThat(desk.run("show", "training-operation/1@9").err())
                .contains("no dead letter")
                .hasLineCount(1);
        Command unlike = desk.run("show", "--where", "error=*yes*");
        assertThat(unlike.exitCode()).isEqualTo(1);
        assertThat(unlike.err()).contains("no dead letter").hasLineCount(1);
        assertThat(desk.run("show", "--where", "error=*yes*", "--json"))
                .returns(1, Command::exitCode)
                .returns("[]", none -> none.out().replaceAll("\\s", ""));
        assertThat(desk.run("show", "7").err())
                .contains("training-operation/2@15")
                .hasLineCount(1);
        assertThat(desk.run("list", "--where", "x").err())
                .contains("FIELD=VALUE")
                .hasLineCount(1);
        assertThat(desk.run("list", "--component", "nobody").err())
                .contains("nobody")
                .hasLineCount(1);
        assertThat(desk.run("resend", "--where", "error=no", "--edit", "{}").err())
                .contains("2 are selected")
                .hasLineCount(1);
    }
}
