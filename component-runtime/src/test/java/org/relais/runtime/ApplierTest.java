package org.relais.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.LoggerFactory;

class ApplierTest {

    private static final TopicPartition PARTITION = new TopicPartition("f.topic", 1);
    private static final Operation<Ask, Told, List<String>> OPERATION = (ask, rows) -> {
        rows.add(ask.text());
        if (ask.text().startsWith("refuse")) {
            throw new RejectedException("refused by the handler");
        } else if (ask.text().startsWith("bug")) {
            throw new IllegalStateException("a bug");
        } else if (ask.text().startsWith("down")) {
            throw new RetryableException("down");
        }
        return new Told(ask.text());
    };

    private static Production production;
    private static Sender sender;
    private static String replies;

    private final Outside outside = new Outside();
    private final MemorySink sink = outside.sink();

    @BeforeAll
    static void open() {
        production = new Production();
        replies = TestTopics.PROCESS.repliesIn(production.name());
        production.createTopic(replies);
        sender = new Sender(TestTopics.OPERATION, production.context());
    }

    @AfterAll
    static void close() {
        production.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"bad", "refuse", "bug"})
    void leavesOutWhateverFailsWhereverItStands(String kind) {
        for (int failing = 0; failing < 64; failing++) {
            Outside target = new Outside();
            List<String> texts = texts(6, failing, kind);
            List<OperationItem<Ask>> items = apply(target.sink(), texts);
            List<String> good =
                    texts.stream().filter(text -> text.startsWith("good")).toList();
            assertThat(target.rows()).as("failing %s", failing).isEqualTo(good);
            for (int i = 0; i < 6; i++) {
                assertThat(items.get(i).outcome() instanceof Outcome.Replied)
                        .as("failing %s, message %s", failing, i)
                        .isEqualTo(texts.get(i).startsWith("good"));
            }
            assertThat(target.cursor(PARTITION).nextOffset()).isEqualTo(6);
        }
    }

    @Test
    void divisionOfALargeBatchIsQuick() {
        List<String> texts = new ArrayList<>();
        for (int i = 0; i < 5_000; i++) {
            texts.add(i == 3_333 ? "bad" : "good " + i);
        }
        apply(sink, texts);
        assertThat(outside.rows()).hasSize(4_999);
        assertThat(sink.pushes()).isLessThan(40);
    }

    @Test
    void storesWhatIsToBeTold() {
        apply(sink, List.of("good", "bad", "refuse", "bug"));
        Outcomes stored = Outcomes.decode(outside.cursor(PARTITION).outcomes());
        assertThat(stored.of(0)).as("nobody waits for it").isNull();
        assertThat(stored.of(1)).isInstanceOfSatisfying(Outcome.Failed.class, failed -> {
            assertThat(failed.errorClass()).isEqualTo("rejected");
            assertThat(failed.error()).isEqualTo("the outside refuses it");
            assertThat(failed.origin()).isEqualTo("f.topic/1@1");
        });
        assertThat(stored.of(2))
                .isInstanceOfSatisfying(
                        Outcome.Failed.class,
                        failed -> assertThat(failed.error()).isEqualTo("refused by the handler"));
        assertThat(stored.of(3))
                .isInstanceOfSatisfying(
                        Outcome.Failed.class,
                        failed -> assertThat(failed.errorClass()).isEqualTo("IllegalStateException"));
    }

    @Test
    void makesNothingDurableWhenTheOutsideIsDown() {
        assertThatThrownBy(() -> apply(sink, List.of("good", "down", "good"))).isInstanceOf(RetryableException.class);
        assertThat(outside.rows()).isEmpty();
        assertThat(outside.hasCursors()).isFalse();
    }

    @Test
    void rejectsTheMessageAloneWhoseReplyNoRecordCanHold() {
        Operation<Ask, Told, List<String>> verbose = (ask, rows) -> {
            rows.add(ask.text());
            return new Told(ask.text().equals("big") ? "x".repeat(KafkaClients.MAX_RECORD_BYTES) : ask.text());
        };
        List<OperationItem<Ask>> items = items(List.of("good", "big", "good too"));
        applier(sink, verbose).apply(items, ApplierTest::next);
        assertThat(outside.rows()).containsExactly("good", "good too");
        assertThat(items.get(1).outcome()).isInstanceOf(Outcome.Failed.class);
    }

    @Test
    void leavesTheRestToTheNextBatchWhenTheRepliesAreManyBytes() {
        Operation<Ask, Told, List<String>> verbose = (ask, rows) -> {
            rows.add(ask.text());
            return new Told("x".repeat(1 << 18));
        };
        Applier<Ask, Told, List<String>> applier = applier(sink, verbose);
        List<String> texts = new ArrayList<>(Collections.nCopies(100, "good"));
        texts.set(3, "bad");
        List<Integer> counts = new ArrayList<>();
        Standing standing = new Standing(Records.TOPIC_ID, null, null, true);
        for (int done = 0; done < 100; done += counts.get(counts.size() - 1)) {
            counts.add(applier.apply(items(texts, standing), ApplierTest::next).count() - done);
            standing.moveTo(outside.cursor(PARTITION).nextOffset());
        }
        assertThat(counts).as("at 256 KiB for each that is good").containsExactly(32, 32, 32, 4);
        assertThat(outside.rows()).hasSize(99).containsOnly("good");
    }

    private static List<String> texts(int count, int failing, String kind) {
        List<String> texts = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            texts.add((failing >> i & 1) == 1 ? kind + i : "good" + i);
        }
        return texts;
    }

    private static List<OperationItem<Ask>> apply(MemorySink sink, List<String> texts) {
        List<OperationItem<Ask>> items = items(texts);
        applier(sink, OPERATION).apply(items, ApplierTest::next);
        return items;
    }

    private static Applier<Ask, Told, List<String>> applier(
            MemorySink sink, Operation<Ask, Told, List<String>> operation) {
        return new Applier<>(sink, operation, sender, new MessageLog(LoggerFactory.getLogger(ApplierTest.class)));
    }

    private static List<OperationItem<Ask>> items(List<String> texts) {
        return items(texts, new Standing(Records.TOPIC_ID, null, null, true));
    }

    private static List<OperationItem<Ask>> items(List<String> texts, Standing standing) {
        BodyTypes<Ask> types = new BodyTypes<>(TestTopics.OPERATION.requestTypes());
        List<OperationItem<Ask>> items = new ArrayList<>();
        for (String text : texts) {
            RecordHeaders headers =
                    text.equals("big") ? Production.headers("ce_replyto", replies) : new RecordHeaders();
            Message message = Records.message("f.topic", 1, items.size(), Production.ask(text), headers);
            OperationItem<Ask> item = new OperationItem<>(message, standing);
            item.decode(sender, types);
            items.add(item);
        }
        return items;
    }

    private static Map<TopicPartition, OffsetAndMetadata> next(long offset) {
        return Map.of(PARTITION, new OffsetAndMetadata(offset, Optional.of(0), ""));
    }
}
