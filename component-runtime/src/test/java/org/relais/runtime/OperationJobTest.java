package org.relais.runtime;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.relais.runtime.Eventually.eventually;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.relais.messages.DeadLetter;

/** What an operation does with whatever anybody may put into its topic. */
class OperationJobTest {

    static final Operation<Ask, Told, List<String>> ECHO = (ask, rows) -> {
        rows.add(ask.text());
        switch (ask.text()) {
            case "refuse" -> throw new RejectedException("refused by the handler");
            case "bug" -> throw new IllegalStateException("a bug");
            case "huge" -> {
                return new Told("x".repeat(KafkaClients.MAX_RECORD_BYTES));
            }
            case "long" -> {
                return new Told("x".repeat(300_000));
            }
            default -> {
                return new Told("told " + ask.text());
            }
        }
    };

    private final Production production = new Production();
    private final Outside outside = new Outside();
    private final String requests = TestTopics.OPERATION.in(production.name());
    private final String deadLetters = TestTopics.OPERATION.deadLettersIn(production.name());
    private final String replies = TestTopics.PROCESS.repliesIn(production.name());

    @BeforeEach
    void start() {
        production.createTopic(replies);
        production.createTopic(requests);
        production.createTopic(deadLetters);
        production.operation(outside, ECHO, "kafka.max.block.ms=5000");
    }

    @AfterEach
    void stop() {
        production.close();
    }

    @Test
    void repliesOnTheRequestsPartitionToWhoeverWaits() throws Exception {
        for (int partition = 0; partition < Production.PARTITIONS; partition++) {
            production.inject(requests, partition, Production.ask("silent " + partition));
            production.inject(
                    requests,
                    partition,
                    Production.ask("hello " + partition),
                    "ce_id",
                    "call-" + partition,
                    "ce_session",
                    "S",
                    "ce_replyto",
                    replies,
                    "relais-continuation",
                    "back");
        }
        eventually("replies", () -> production.records(replies).size() == Production.PARTITIONS);
        for (ConsumerRecord<byte[], byte[]> reply : production.records(replies)) {
            assertThat(Production.text(reply)).isEqualTo("{\"text\":\"told hello " + reply.partition() + "\"}");
            assertThat(Production.header(reply, "ce_inreplyto")).isEqualTo("call-" + reply.partition());
            assertThat(Production.header(reply, "ce_session")).isEqualTo("S");
            assertThat(Production.header(reply, "ce_status")).isEqualTo("ok");
            assertThat(Production.header(reply, "ce_type")).isEqualTo("Told");
            assertThat(Production.header(reply, "ce_source")).isEqualTo("operation");
            assertThat(Production.header(reply, "relais-continuation")).isEqualTo("back");
            assertThat(reply.key()).isEqualTo("S".getBytes(UTF_8));
        }
        assertThat(outside.rows()).hasSize(2 * Production.PARTITIONS);
        assertThat(production.records(deadLetters)).isEmpty();
    }

    @Test
    void repliesToTheVeryPartitionThatIsAskedFor() throws Exception {
        production.inject(requests, 0, Production.ask("hello"), "ce_replyto", replies + "/2");
        eventually("a reply", () -> production.records(replies).size() == 1);
        assertThat(production.records(replies).get(0).partition()).isEqualTo(2);
    }

    /** A topic's limit counts what was compressed: such a record is larger than any dead letter may be. */
    @Test
    void setsAsideWhatIsLargerThanAnyRecordOfItsOwn() throws Exception {
        byte[] body = Production.ask("x".repeat(3 << 20)).getBytes(UTF_8);
        production.injectCompressed(new ProducerRecord<>(requests, 0, null, body));
        production.inject(requests, 0, Production.ask("next"));
        eventually("the next one", () -> outside.rows().equals(List.of("next")));
        eventually("a dead letter", () -> production.records(deadLetters).size() == 1);
        ConsumerRecord<byte[], byte[]> letter = production.records(deadLetters).get(0);
        assertThat(letter.value()).hasSize(KafkaClients.MAX_RECORD_BYTES);
        assertThat(Objects.requireNonNull(DeadLetter.read(letter.headers())).error())
                .contains("1048576")
                .endsWith("(cut: it is larger than a record may be here)");
    }

    @Test
    void setsAsideEachMessageThatItCannotProcessAndGoesOnWithTheOthers() throws Exception {
        production.inject(requests, 1, Production.ask("first"));
        production.inject(new ProducerRecord<>(requests, 1, null, null));
        production.inject(requests, 1, "no json");
        production.inject(requests, 1, "{\"text\":\"x\",\"colour\":1}");
        production.inject(requests, 1, Production.ask("x"), "ce_type", "Nonsense");
        production.inject(requests, 1, Production.ask("x"), "ce_deadline", "2026-01-01T00:00:00Z");
        production.inject(requests, 1, Production.ask("x"), "ce_deadline", "soon");
        production.inject(requests, 1, Production.ask("refuse"));
        production.inject(requests, 1, Production.ask("bad row"));
        production.inject(requests, 1, Production.ask("bug"));
        production.inject(requests, 1, Production.ask("last"), "relais-attempts", "many");
        eventually("dead letters", () -> production.records(deadLetters).size() == 9);
        eventually("rows", () -> outside.rows().equals(List.of("first", "last")));

        List<String> reasons = production.records(deadLetters).stream()
                .map(record -> Objects.requireNonNull(DeadLetter.read(record.headers())))
                .map(letter -> letter.origin().substring(letter.origin().indexOf('/')) + ' ' + letter.errorClass()
                        + ": " + letter.error())
                .toList();
        assertThat(reasons)
                .containsExactly(
                        "/1@1 rejected: the message has no body",
                        "/1@2 rejected: not acceptable JSON: Unrecognized token at byte 0",
                        "/1@3 rejected: field 'colour' is unknown",
                        "/1@4 rejected: type 'Nonsense' is none of [Ask]",
                        "/1@5 expired: the deadline 2026-01-01T00:00:00Z has passed",
                        "/1@6 rejected: header 'ce_deadline' is no RFC 3339 time",
                        "/1@7 rejected: refused by the handler",
                        "/1@8 rejected: the outside refuses it",
                        "/1@9 IllegalStateException: a bug");
        assertThat(production.records(deadLetters)).allMatch(record -> record.partition() == 1);
    }

    @Test
    void tellsWhoeverWaitsInsteadOfSettingAside() throws Exception {
        production.inject(requests, 2, "no json", "ce_replyto", replies);
        production.inject(requests, 2, Production.ask("bad row"), "ce_replyto", replies);
        production.inject(
                requests, 2, Production.ask("x"), "ce_replyto", replies, "ce_deadline", "2026-01-01T00:00:00Z");
        production.inject(requests, 2, Production.ask("huge"), "ce_replyto", replies);
        eventually("replies", () -> production.records(replies).size() == 4);
        assertThat(production.records(replies)).allSatisfy(reply -> {
            assertThat(Production.header(reply, "ce_status")).isEqualTo("error");
            assertThat(Production.header(reply, "ce_type")).isEqualTo("Failure");
            assertThat(reply.partition()).isEqualTo(2);
        });
        assertThat(production.texts(replies))
                .satisfiesExactly(
                        text -> assertThat(text).contains("not acceptable JSON"),
                        text -> assertThat(text).contains("the outside refuses it"),
                        text -> assertThat(text).contains("\"errorClass\":\"expired\""),
                        text -> assertThat(text).contains("the reply would have"));
        assertThat(outside.rows()).isEmpty();
        assertThat(production.records(deadLetters)).isEmpty();
    }

    @Test
    void repliesToNoTopicButThoseForRepliesOfItsProduction() throws Exception {
        List<String> forged = List.of(
                "elsewhere.process.replies",
                requests,
                production.name() + ".positions",
                production.name() + ".absent.replies",
                production.name() + ".not a name!.replies",
                production.name() + '.' + "x".repeat(33_000) + ".replies",
                production.name() + ".replies",
                replies + "/" + Production.PARTITIONS,
                replies + "/4294967295",
                replies + "/x",
                "",
                "/");
        for (String address : forged) {
            production.inject(requests, 0, Production.ask("never"), "ce_replyto", address);
        }
        production.inject(requests, 0, Production.ask("after"));
        eventually("dead letters", () -> production.records(deadLetters).size() == forged.size());
        eventually("the others go on", () -> outside.rows().equals(List.of("after")));
        assertThat(production.records(deadLetters))
                .allMatch(record -> Objects.requireNonNull(Production.header(record, "relais-error"))
                        .contains("ce_replyto"));
    }

    @Test
    void setsAsideAMessageThatIsAsLargeAsTheBrokerTakes() throws Exception {
        byte[] garbage = new byte[(1 << 20) - 200];
        new Random(7).nextBytes(garbage);
        production.inject(new ProducerRecord<>(requests, 0, null, garbage));
        production.inject(requests, 0, Production.ask("after"));
        eventually("the dead letter", () -> production.records(deadLetters).size() == 1);
        assertThat(production.records(deadLetters).get(0).value()).isEqualTo(garbage);
        eventually("the others go on", () -> outside.rows().equals(List.of("after")));
    }

    @Test
    void setsAsideAMessageWhoseHeadersNoReplyCanRepeat() throws Exception {
        RecordHeaders headers = Production.headers("ce_replyto", replies, "ce_id", "i".repeat(400_000));
        production.inject(new ProducerRecord<byte[], byte[]>(
                requests, (Integer) 0, (byte[]) null, Production.ask("done").getBytes(UTF_8), headers));
        production.inject(requests, 0, Production.ask("after"));
        eventually("the dead letter", () -> production.records(deadLetters).size() == 1);
        assertThat(Production.header(production.records(deadLetters).get(0), "relais-error"))
                .isEqualTo("the reply is larger than a record may be");
        eventually("the others go on", () -> outside.rows().equals(List.of("done", "after")));
    }

    @Test
    void countsHowOftenAMessageWasTried() throws Exception {
        production.inject(requests, 0, Production.ask("refuse"));
        eventually("a dead letter", () -> production.records(deadLetters).size() == 1);
        ConsumerRecord<byte[], byte[]> letter = production.records(deadLetters).get(0);
        production.inject(new ProducerRecord<>(requests, 0, letter.key(), letter.value(), letter.headers()));
        eventually("another one", () -> production.records(deadLetters).size() == 2);
        assertThat(production.records(deadLetters).stream().map(record -> Production.header(record, "relais-attempts")))
                .containsExactly("1", "2");
    }

    @Test
    void doesNotKeepAllRepliesOfABatchInMemoryIfTheyAreMany() throws Exception {
        for (int partition = 0; partition < Production.PARTITIONS; partition++) {
            List<String> bodies = new ArrayList<>(Collections.nCopies(40, Production.ask("long")));
            bodies.set(5, Production.ask("bad " + partition));
            bodies.set(39, Production.ask("last " + partition));
            production.injectInTransaction(requests, partition, bodies, "ce_replyto", replies);
        }
        eventually("replies", () -> production.records(replies).size() == 40 * Production.PARTITIONS);
        assertThat(outside.rows()).hasSize(39 * Production.PARTITIONS);
        assertThat(outside.mostRowsAtOnce())
                .as("8 MiB at 300 kB each, and what is short")
                .isLessThanOrEqualTo(30);
        assertThat(production.records(replies).stream()
                        .filter(reply -> "error".equals(Production.header(reply, "ce_status"))))
                .hasSize(Production.PARTITIONS);
        eventually("no lag", () -> production.lag("operation") == 0);
    }

    /** What one poll returns can have a gigabyte of replies. */
    @Test
    void stopsBetweenTwoPartsOfABatchAndTheNextProcessDoesTheRest() throws Exception {
        assertThat(production.last().stop()).isTrue();
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch told = new CountDownLatch(1);
        Production.Part part = production.operation(outside, (ask, rows) -> {
            begun.countDown();
            await(told);
            return ECHO.handle(ask, rows);
        });
        List<String> bodies = Collections.nCopies(60, Production.ask("long"));
        production.injectInTransaction(requests, 0, bodies, "ce_replyto", replies);
        await(begun);
        part.tellToStop();
        told.countDown();
        assertThat(part.stop()).isTrue();
        assertThat(outside.rows()).as("8 MiB at 300 kB each").hasSizeBetween(1, 30);
        assertThat(production.records(replies)).hasSameSizeAs(outside.rows());
        production.operation(outside, ECHO);
        eventually("replies", () -> production.records(replies).size() == bodies.size());
        assertThat(outside.rows()).hasSameSizeAs(bodies);
    }

    private static void await(CountDownLatch latch) {
        try {
            assertThat(latch.await(60, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void leavesNoBacklogBehindItsCommitMarkers() throws Exception {
        for (int i = 0; i < 30; i++) {
            production.injectInTransaction(requests, i % Production.PARTITIONS, List.of(Production.ask("row " + i)));
        }
        eventually("rows", () -> outside.rows().size() >= 30);
        eventually("no lag", () -> production.lag("operation") == 0);
        assertThat(outside.rows()).hasSize(30).doesNotHaveDuplicates();
    }
}
