package org.relais.runtime;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.relais.runtime.Eventually.eventually;
import static org.relais.runtime.Eventually.within;
import static org.relais.runtime.Production.ask;
import static org.relais.runtime.Production.header;
import static org.relais.runtime.Production.text;

import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.TreeMap;
import java.util.TreeSet;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** An operation that writes to a topic outside the production. */
class TopicOperationTest {

    private static final Operation<Ask, Told, TopicWriter> FORWARD = (ask, topic) -> {
        topic.write(new Told("one " + ask.text()));
        if (ask.text().startsWith("refuse")) {
            throw new RejectedException("refused");
        }
        topic.write(new Told("two " + ask.text() + (ask.text().startsWith("huge") ? "x".repeat(1 << 20) : "")));
        return new Told(ask.text());
    };

    private final Production production = new Production();
    private final String requests = TestTopics.OPERATION.in(production.name());
    private final String replies = TestTopics.PROCESS.repliesIn(production.name());

    @BeforeEach
    void createTopics() {
        production.createTopic(requests);
        production.createTopic(replies);
    }

    @AfterEach
    void stop() {
        production.close();
    }

    @Test
    void writesOnceOnTheProductionsOwnClusterWithWhatMakesItACloudEvent() throws Exception {
        try (Elsewhere here = new Elsewhere(TestBroker.shared())) {
            start(here, null);
            for (int number = 0; number < 30; number++) {
                inject(number % 2 == 0 ? "good" + number : number % 3 == 0 ? "huge" + number : "refuse" + number);
            }
            eventually("answered", () -> production.records(replies).size() == 30);
            List<ConsumerRecord<byte[], byte[]>> written = here.records();
            assertThat(written)
                    .hasSize(30)
                    .allSatisfy(each -> assertThat(text(each)).contains("good"));
            assertThat(written).allSatisfy(each -> {
                assertThat(header(each, "ce_specversion")).isEqualTo("1.0");
                assertThat(header(each, "ce_type")).isEqualTo("Told");
                assertThat(header(each, "ce_source")).isEqualTo("operation");
                assertThat(header(each, "ce_replyto")).isNull();
                assertThat(header(each, "relais-continuation")).isNull();
                assertThat(new String(each.key(), UTF_8)).isEqualTo("key");
            });
            Map<String, String> byId = new TreeMap<>();
            written.forEach(each -> byId.put(Objects.requireNonNull(header(each, "ce_id")), text(each)));
            assertThat(byId).hasSize(30).containsEntry("good0.1", "{\"text\":\"one good0\"}");
            assertThat(byId).containsEntry("good0.2", "{\"text\":\"two good0\"}");
        }
    }

    @Test
    void rejectsWhatTheTopicOfTheProductionsOwnClusterDoesNotTake() throws Exception {
        try (Elsewhere here = new Elsewhere(TestBroker.shared())) {
            here.create(2, 10_000);
            start(here, null);
            byte[] noise = new byte[20_000];
            new Random(7).nextBytes(noise);
            inject("first", "");
            inject("noise", HexFormat.of().formatHex(noise));
            inject("large, but compressed it is not", "x".repeat(20_000));
            eventually("answered", () -> production.records(replies).size() == 3);
            assertThat(here.records()).hasSize(4).noneMatch(each -> text(each).contains("noise"));
            assertThat(production.records(replies).stream().filter(reply -> "error".equals(header(reply, "ce_status"))))
                    .singleElement()
                    .satisfies(reply -> assertThat(text(reply)).contains("more than the 10000 that the topic takes"));
        }
    }

    /** Its neighbours in the batch were sent once more for each time that the batch was divided. */
    @Test
    void rejectsWhatTheTopicOfAnotherClusterDoesNotTakeAndSendsTheRestOnce() throws Exception {
        try (Elsewhere there = new Elsewhere(TestBroker.other())) {
            there.create(1, 10_000);
            byte[] noise = new byte[20_000];
            new Random(7).nextBytes(noise);
            for (int number = 0; number < 30; number++) {
                inject("n" + number, number == 17 ? HexFormat.of().formatHex(noise) : "");
            }
            start(there, there.bootstrap());
            eventually("answered", () -> production.records(replies).size() == 30);
            assertThat(there.records()).hasSize(2 * 29);
            assertThat(production.records(replies).stream().filter(reply -> "error".equals(header(reply, "ce_status"))))
                    .singleElement()
                    .satisfies(reply -> assertThat(text(reply)).contains("more than the 10000 that the topic takes"));
            there.allow(1 << 20);
            inject("again", HexFormat.of().formatHex(noise));
            eventually("taken now", () -> there.records().size() == 2 * 30);
        }
    }

    /** The user's own settings of the clients may say that nothing is compressed. */
    @Test
    void rejectsWhatTheTopicOfTheProductionsOwnClusterDoesNotTakeUncompressed() throws Exception {
        try (Elsewhere here = new Elsewhere(TestBroker.shared())) {
            here.create(2, 10_000);
            start(here, null, Map.of(), "kafka.compression.type=none");
            inject("large", "x".repeat(20_000));
            inject("first", "");
            eventually("answered", () -> production.records(replies).size() == 2);
            assertThat(here.records()).hasSize(2).allMatch(each -> text(each).contains("first"));
            assertThat(production.records(replies).stream().filter(reply -> "error".equals(header(reply, "ce_status"))))
                    .singleElement()
                    .satisfies(reply -> assertThat(text(reply)).contains("more than the 10000 that the topic takes"));
        }
    }

    @Test
    void givesTheSameTheSameIdWhenItHasToWriteItAgainToAnotherCluster() throws Exception {
        try (Elsewhere there = new Elsewhere(TestBroker.other())) {
            Production.Part part = start(there, there.bootstrap());
            eventually("retrying", () -> part.state().equals("RETRYING"));
            assertThat(part.reason()).contains("no topic " + there.topic());
            there.create(2);
            for (int number = 0; number < 10; number++) {
                inject("good" + number);
            }
            eventually("answered", () -> production.records(replies).size() == 10);
            assertThat(there.records()).hasSize(20);
            assertThat(part.stop()).isTrue();
            production.commit("operation", new TopicPartition(requests, 0), new OffsetAndMetadata(0));
            start(there, there.bootstrap());
            eventually("answered again", () -> production.records(replies).size() == 20);
            Map<String, TreeSet<String>> byId = new TreeMap<>();
            there.records()
                    .forEach(each -> byId.computeIfAbsent(
                                    Objects.requireNonNull(header(each, "ce_id")), id -> new TreeSet<>())
                            .add(text(each)));
            assertThat(there.records()).hasSize(40);
            assertThat(byId)
                    .hasSize(20)
                    .allSatisfy((id, texts) -> assertThat(texts).hasSize(1));
        }
    }

    @Test
    void makesATopicOfTheProductionsOwnClusterAnewThatSomebodyHasDeleted() throws Exception {
        try (Elsewhere here = new Elsewhere(TestBroker.shared())) {
            Context process = production.context();
            Production.Part part = start(process, here);
            eventually("running", () -> part.state().equals("RUNNING"));
            assertThat(part.stop()).isTrue();
            here.delete();
            start(process, here);
            inject("good");
            eventually("answered", () -> production.records(replies).size() == 1);
            assertThat(here.records()).hasSize(2);
        }
    }

    @Test
    void noticesThatSomebodyHasDeletedATopicOfAnotherCluster() throws Exception {
        try (Elsewhere there = new Elsewhere(TestBroker.other());
                TopicSink sink = new TopicSink(
                        production.context(),
                        TestTopics.OPERATION,
                        new OutsideTopic(there.topic(), there.bootstrap(), Map.of()))) {
            there.create(2);
            Assignment nothing = new Assignment(Map.of(), Map.of());
            assertThat(sink.open(nothing)).isEmpty();
            there.delete();
            assertThatExceptionOfType(RetryableException.class)
                    .isThrownBy(() -> sink.open(nothing))
                    .withMessageContaining("no topic " + there.topic());
        }
    }

    private Production.Part start(Context process, Elsewhere outside) {
        OutsideTopic topic = new OutsideTopic(outside.topic(), null, Map.of());
        return production.start(unused -> {
            TopicSink sink = new TopicSink(process, TestTopics.OPERATION, topic);
            return new OperationJob<>(process, TestTopics.OPERATION, sink, FORWARD, sink::sendTo);
        });
    }

    /** Each record would wait for five seconds, a whole batch for longer than the group has patience. */
    @Test
    void isSeenRetryingSoonWhereTheOtherClusterIsAway() throws Exception {
        TestBroker broker = TestBroker.start();
        try (Elsewhere there = new Elsewhere(broker)) {
            there.create(2);
            Production.Part part = start(there, there.bootstrap());
            eventually("running", () -> part.state().equals("RUNNING"));
            broker.close();
            for (int number = 0; number < 20; number++) {
                inject("good" + number);
            }
            within(Duration.ofSeconds(30), "retrying", () -> part.state().equals("RETRYING"));
            long told = System.nanoTime();
            assertThat(part.stop()).isTrue();
            assertThat(Duration.ofNanos(System.nanoTime() - told)).isLessThan(Duration.ofSeconds(30));
        } finally {
            broker.close();
        }
    }

    @Test
    void tellsWhichOfItsSettingsKeepsItFromAnotherCluster() throws Exception {
        try (Elsewhere there = new Elsewhere(TestBroker.other())) {
            Production.Part part = start(
                    there, there.bootstrap(), Map.of("security.protocol", "SASL_PLAINTEXT", "sasl.mechanism", "PLAIN"));
            eventually("retrying", () -> part.state().equals("RETRYING"));
            assertThat(part.reason())
                    .contains("topic " + there.topic() + " does not answer")
                    .contains("JAAS");
        }
    }

    private Production.Part start(Elsewhere outside, @Nullable String bootstrap) {
        return start(outside, bootstrap, Map.of());
    }

    private Production.Part start(
            Elsewhere outside, @Nullable String bootstrap, Map<String, String> clients, String... settings) {
        OutsideTopic topic = new OutsideTopic(outside.topic(), bootstrap, clients);
        return production.start(
                context -> {
                    TopicSink sink = new TopicSink(context, TestTopics.OPERATION, topic);
                    return new OperationJob<>(context, TestTopics.OPERATION, sink, FORWARD, sink::sendTo);
                },
                settings);
    }

    private void inject(String text) throws Exception {
        inject(text, "");
    }

    private void inject(String text, String more) throws Exception {
        production.inject(new org.apache.kafka.clients.producer.ProducerRecord<>(
                requests,
                0,
                "key".getBytes(UTF_8),
                ask(text + more).getBytes(UTF_8),
                Production.headers("ce_id", text, "ce_session", text, "ce_replyto", replies)));
    }
}
