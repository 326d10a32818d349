package org.relais.launcher;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.relais.launcher.LettersDesk.LONG;
import static org.relais.launcher.LettersDesk.text;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.junit.jupiter.api.Test;
import org.relais.messages.Bodies;
import org.relais.messages.Fate;
import org.relais.messages.Topics;
import org.relais.messages.trace.Fates;

/** A dead letter is settled once: whoever else tries, now or later, is refused, however many were settled before. */
class DeadLettersSettledOnceTest extends LettersFixture {
    @Test
    void resendsTheOriginalRecordOnceAndOnlyOnce() throws Exception {
        desk.park(Topics.TRAINING_OPERATION, 1, LONG, "room is too long");
        String id = "training-operation/1@0";
        assertThat(desk.run("list").out()).contains(id, "open", "room is too long");
        assertThat(desk.run("show", id, "--body").out()).isEqualToIgnoringNewLines(LONG);

        Command resent = desk.run("resend", id);
        assertThat(resent.err()).isEmpty();
        assertThat(resent.exitCode()).isZero();
        assertThat(resent.out())
                .contains("resent as " + Topics.TRAINING_OPERATION.in(production.name()) + "/1@0", desk.session());
        ConsumerRecord<byte[], byte[]> record = desk.only(Topics.TRAINING_OPERATION);
        assertThat(record.partition()).isEqualTo(1);
        assertThat(text(record.key())).isEqualTo("7");
        assertThat(text(record.value())).isEqualTo(LONG);
        assertThat(record.headers())
                .extracting(Header::key)
                .contains("relais-continuation", "relais-attempts", "ce_id", "ce_replyto")
                .doesNotContain(
                        "relais-error", "relais-error-class", "relais-origin", "relais-failed-at", "ce_deadline");

        Command again = desk.run("resend", id);
        assertThat(again.exitCode()).isEqualTo(1);
        assertThat(again.err())
                .contains(id + " was resent as", "can't be settled twice")
                .hasLineCount(1);
        assertThat(desk.run("discard", id).exitCode()).isEqualTo(1);
        assertThat(desk.records(Topics.TRAINING_OPERATION)).hasSize(1);
        assertThat(desk.run("list").out()).isEqualToIgnoringNewLines("no dead letters");
        assertThat(desk.run("list", "--all").out()).contains(id, "resent");
    }

    /** There are ten seconds for what is settled at once. Each transaction leaves a marker behind its fates. */
    @Test
    void settlesNoMoreAtOnceThanASlowLineTakes() throws Exception {
        int count = 6;
        for (int i = 0; i < count; i++) {
            Headers headers = Played.opening(desk.session(), Instant.now()).headers();
            headers.add("large", new byte[300_000]);
            production.deadLetter(
                    Topics.TRAINING_OPERATION, 0, "7", "n".repeat(100_000), headers, "no", "x/0@1", Instant.now());
        }
        assertThat(desk.run("resend", "--component", "training-operation").out())
                .hasLineCount(count);
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
        desk.park(Topics.TRAINING_OPERATION, 1, LONG, "room is too long");
        Command twice = desk.run("resend", "training-operation/1@0", "training-operation/1@0");
        assertThat(twice.exitCode()).isEqualTo(1);
        assertThat(twice.out()).hasLineCount(1);
        assertThat(twice.err()).contains("can't be settled twice");
        assertThat(desk.only(Topics.TRAINING_OPERATION).partition()).isEqualTo(1);
    }

    /** All of one partition: that is the worst. */
    @Test
    void rememberOnlyThatFarMoreAreSettledThanFitIntoMemory() throws Exception {
        int count = 200_000;
        int present = 10;
        for (int i = 0; i < present; i++) desk.park(Topics.TRAINING_OPERATION, 1, LONG, "no");
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
        assertThat(desk.inLittleMemory("list")).hasSize(2).last().asString().startsWith(open + " ");
        assertThat(desk.inLittleMemory("list", "--all"))
                .hasSize(1 + present)
                .filteredOn(line -> line.contains(" resent "))
                .hasSize(present - 1);
        assertThat(desk.inLittleMemory("show", "training-operation/1@" + (present - 1)))
                .anyMatch(line -> line.contains("resent as " + letters + "/1@1 at " + now + " by a@b"));
        assertThat(desk.inLittleMemory("discard", "--component", "training-operation"))
                .containsExactly(open + " discarded");
        assertThat(desk.runInLittleMemory("trace", desk.session())).anyMatch(line -> line.contains("resent"));
    }

    /** What was sent, but not yet noted, when somebody was killed never happened. */
    @Test
    void endsWhatSomebodyLeftOpenWhoWasKilled() throws Exception {
        desk.park(Topics.TRAINING_OPERATION, 1, LONG, "room is too long");
        String letters = Topics.TRAINING_OPERATION.deadLettersIn(production.name());
        try (Kafka kafka = desk.kafka();
                KafkaProducer<byte[], byte[]> killed = kafka.producer(letters + "-1")) {
            killed.initTransactions();
            killed.beginTransaction();
            killed.send(new ProducerRecord<>(
                            Topics.TRAINING_OPERATION.in(production.name()), 1, null, LONG.getBytes(UTF_8)))
                    .get();
            assertThat(desk.run("resend", "training-operation/1@0").exitCode()).isZero();
            assertThat(desk.records(Topics.TRAINING_OPERATION)).hasSize(1);
        }
    }

    @Test
    void ofTwoWhoSettleTheSameOneIsRefused() throws Exception {
        desk.park(Topics.TRAINING_OPERATION, 1, LONG, "room is too long");
        try (Kafka kafka = desk.kafka();
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
            assertThat(desk.run("resend", "training-operation/1@0").exitCode()).isEqualTo(1);
            assertThat(desk.records(Topics.TRAINING_OPERATION)).hasSize(1);
        }
    }
}
