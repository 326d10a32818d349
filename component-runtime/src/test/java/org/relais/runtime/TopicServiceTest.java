package org.relais.runtime;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.relais.runtime.Eventually.eventually;
import static org.relais.runtime.Eventually.letPass;
import static org.relais.runtime.Production.ask;
import static org.relais.runtime.Production.header;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeSet;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.relais.messages.Bodies;
import org.relais.messages.ComponentStatus;
import org.relais.messages.Topic;
import org.relais.messages.Topics;

/** A service that reads a topic outside the production. */
class TopicServiceTest {

    private static final int PARTITIONS = 5;

    private final Production production = new Production();
    private final Elsewhere here = new Elsewhere(TestBroker.shared());
    private final String group = "group-" + here.topic();
    private final String requests = TestTopics.PROCESS.in(production.name());
    private final String deadLetters = TestTopics.SERVICE.deadLettersIn(production.name());

    @AfterEach
    void stop() {
        production.close();
        here.close();
    }

    @Test
    void makesARequestOfEachRecordFromTheEarliestOnAndKeepsItsKey() throws Exception {
        here.create(PARTITIONS);
        for (int number = 0; number < 100; number++) {
            here.put(number % PARTITIONS, "key" + number % 7, bytes(ask("r" + number)), "ce_id", "theirs", "x", "y");
        }
        start(here, null);
        eventually(
                "read", () -> exists(requests) && production.records(requests).size() == 100);
        assertThat(new TreeSet<>(production.texts(requests))).hasSize(100);
        assertThat(production.records(requests)).allSatisfy(request -> {
            assertThat(new String(request.key(), UTF_8)).startsWith("key");
            assertThat(header(request, "ce_id")).matches("[0-9a-f]{8}-.*").isEqualTo(header(request, "ce_session"));
            assertThat(header(request, "ce_type")).isEqualTo("Ask");
            assertThat(header(request, "ce_source")).isEqualTo("service");
            assertThat(header(request, "ce_replyto")).isNull();
        });
        assertThat(production.records(requests).stream()
                        .map(request -> new String(request.key(), UTF_8) + "/" + request.partition())
                        .distinct())
                .as("what has one key stays together")
                .hasSize(7);
        eventually("committed", () -> here.committed(group) == 100);
        ComponentStatus.Figures all = new ComponentStatus.Figures(100, 0);
        eventually("told", () -> all.equals(production.last().figures()));
    }

    @Test
    void createsTheTopicOnTheProductionsOwnCluster() throws Exception {
        start(here, null);
        eventually("running", () -> production.last().state().equals("RUNNING"));
        here.put(Production.PARTITIONS - 1, null, bytes(ask("first")));
        eventually("read", () -> exists(requests) && production.texts(requests).size() == 1);
        ConsumerRecord<byte[], byte[]> request = production.records(requests).get(0);
        assertThat(new String(request.key(), UTF_8)).isEqualTo(header(request, "ce_session"));
    }

    @Test
    void keepsWhatIsNoRequestWithItsBytesIntact() throws Exception {
        here.create(PARTITIONS);
        byte[] binary = {0, -1, -128, 13, 10};
        byte[] large = new byte[5 << 20];
        here.put(4, "k", binary, "theirs", "header");
        here.put(4, null, null);
        here.put(4, null, bytes("{\"text\":3}"));
        here.put(4, null, bytes(ask("refuse")));
        here.put(4, null, bytes(ask("bug")));
        here.put(4, "k", large);
        here.put(4, null, bytes(ask("good")));
        start(here, null);
        eventually("read", () -> exists(requests) && production.texts(requests).size() == 1);
        List<ConsumerRecord<byte[], byte[]>> letters = production.records(deadLetters).stream()
                .sorted((one, other) -> origin(one).compareTo(origin(other)))
                .toList();
        assertThat(letters).hasSize(6);
        assertThat(letters.get(0).value()).isEqualTo(binary);
        assertThat(letters.get(0).key()).isEqualTo(bytes("k"));
        assertThat(header(letters.get(0), "theirs")).isEqualTo("header");
        assertThat(header(letters.get(0), "relais-origin")).isEqualTo(here.topic() + "/4@0");
        assertThat(header(letters.get(0), "relais-error-class")).isEqualTo("rejected");
        assertThat(letters.get(1).value()).isNull();
        assertThat(header(letters.get(2), "relais-error")).isEqualTo("field 'text' must be a string");
        assertThat(header(letters.get(3), "relais-error")).isEqualTo("refused");
        assertThat(header(letters.get(4), "relais-error-class")).isEqualTo("IllegalStateException");
        assertThat(letters.get(5).value()).hasSize(KafkaClients.MAX_RECORD_BYTES);
        assertThat(header(letters.get(5), "relais-error")).contains("cut");
    }

    @Test
    void knowsItsOwnClusterByAnotherName() throws Exception {
        here.create(PARTITIONS);
        here.put(0, null, bytes(ask("once")));
        start(here, here.bootstrap().replace("127.0.0.1", "localhost"));
        eventually("read", () -> exists(requests) && production.texts(requests).size() == 1);
        assertThat(header(production.records(requests).get(0), "ce_id"))
                .as("an id of its own, not one of topic, partition and offset")
                .hasSize(36);
    }

    @Test
    void namesTheSameRecordOfAnotherClusterTheSameWheneverItIsRead() throws Exception {
        try (Elsewhere there = new Elsewhere(TestBroker.other())) {
            there.create(PARTITIONS);
            for (int number = 0; number < 20; number++) {
                there.put(number % PARTITIONS, null, bytes(ask("r" + number)));
            }
            there.put(0, null, bytes("no request"));
            Production.Part part = start(there, there.bootstrap());
            eventually(
                    "read", () -> exists(requests) && production.texts(requests).size() == 20);
            eventually("committed there", () -> there.committed(group) == 21);
            assertThat(part.stop()).isTrue();
            there.rewind(group, PARTITIONS);
            start(there, there.bootstrap());
            eventually("read again", () -> production.texts(requests).size() == 40);
            Map<String, List<String>> texts = new java.util.TreeMap<>();
            production
                    .records(requests)
                    .forEach(request -> texts.computeIfAbsent(
                                    String.valueOf(header(request, "ce_id")), id -> new ArrayList<>())
                            .add(Production.text(request)));
            assertThat(texts)
                    .hasSize(20)
                    .allSatisfy((id, both) -> assertThat(both).hasSize(2).containsOnly(both.get(0)));
            eventually(
                    "set aside both times",
                    () -> production.records(deadLetters).size() == 2);
            assertThat(production.records(deadLetters))
                    .allSatisfy(letter -> assertThat(origin(letter)).startsWith(there.topic()));
        }
    }

    /** What was sent is committed here before the offset is there: a crash in between leaves no offset behind. */
    @Test
    void readsAgainAfterACrashBeforeItsFirstCommitInAnotherCluster() throws Exception {
        try (Elsewhere there = new Elsewhere(TestBroker.other())) {
            there.create(PARTITIONS);
            there.put(0, null, bytes(ask("first")));
            Production.Part part = start(there, there.bootstrap());
            eventually("committed there", () -> there.committed(group) == 1);
            assertThat(part.stop()).isTrue();
            there.forget(group);
            Production.Part again = start(there, there.bootstrap());
            eventually("read again", () -> production.texts(requests).size() == 2);
            assertThat(again.state()).isEqualTo("RUNNING");
        }
    }

    @Test
    void waitsForATopicThatIsNotThereYet() throws Exception {
        try (Elsewhere there = new Elsewhere(TestBroker.other())) {
            Production.Part part = start(there, there.bootstrap());
            eventually("retrying", () -> part.state().equals("RETRYING"));
            assertThat(part.reason()).contains("no topic " + there.topic());
            there.create(PARTITIONS);
            there.put(0, null, bytes(ask("late")));
            eventually(
                    "read", () -> exists(requests) && production.texts(requests).size() == 1);
        }
    }

    @Test
    void holdsBackWhileTheProductionHasEnoughToDo() throws Exception {
        here.create(1);
        Production.Part process = production.process((ask, calls) -> new Told(ask.text()));
        eventually("running", () -> process.state().equals("RUNNING"));
        for (int partition = 0; partition < Production.PARTITIONS; partition++) {
            production.inject(requests, partition, ask("first"));
        }
        eventually(
                "offsets of all partitions",
                () -> production.committed("process").size() == Production.PARTITIONS);
        eventually("processed", () -> production.lag("process") == 0);
        assertThat(process.stop()).isTrue();
        for (int number = 0; number < 1_000; number++) {
            here.put(0, null, bytes(ask("r" + number)));
        }
        start(here, null, group, "max.backlog=200", "max.poll.records=100");
        eventually("some of it", () -> production.texts(requests).size() > 100);
        letPass(Duration.ofSeconds(2)); // it looks four times a second whether there is room
        assertThat(production.texts(requests))
                .as("as much as there is room for, and at most a batch more")
                .hasSizeLessThanOrEqualTo(Production.PARTITIONS + 200 + 100);
        assertThat(Objects.requireNonNull(production.last().figures()).waiting())
                .as("what is held back")
                .isGreaterThanOrEqualTo(1_000 - 200 - 100);
        production.process((ask, calls) -> new Told(ask.text()));
        eventually("all of it", () -> production.texts(requests).size() == Production.PARTITIONS + 1_000);
    }

    /** Rights are often given to all groups and topics that begin with the production's name. */
    @Test
    void isNotKeptFromReadingByWhatItHasToRead() throws Exception {
        try (Elsewhere inbox = new Elsewhere(TestBroker.shared(), production.name() + ".inbox")) {
            inbox.create(1);
            for (int number = 0; number < 300; number++) {
                inbox.put(0, null, bytes(ask("r" + number)));
            }
            start(inbox, null, production.name() + ".demo", "max.backlog=20", "max.poll.records=20");
            eventually(
                    "all of it",
                    () -> exists(requests) && production.texts(requests).size() == 300);
        }
    }

    @Test
    void makesItsTopicAnewThatSomebodyHasDeleted() throws Exception {
        here.create(1);
        here.put(0, null, bytes(ask("before")));
        start(here, null);
        eventually("read", () -> exists(requests) && production.texts(requests).size() == 1);
        here.delete();
        eventually("there again", () -> exists(here.topic()));
        here.put(0, null, bytes(ask("behind")));
        eventually("read", () -> production.texts(requests).size() == 2);
    }

    @Test
    void isSeenRetryingWhereATopicOfAnotherClusterIsThereNoMore() throws Exception {
        try (Elsewhere there = new Elsewhere(TestBroker.other())) {
            there.create(1);
            there.put(0, null, bytes(ask("before")));
            Production.Part part = start(there, there.bootstrap());
            eventually(
                    "read", () -> exists(requests) && production.texts(requests).size() == 1);
            there.delete();
            eventually("retrying", () -> part.state().equals("RETRYING"));
            assertThat(part.reason()).contains("no topic " + there.topic());
            there.create(1);
            there.put(0, null, bytes(ask("behind")));
            eventually("read", () -> production.texts(requests).size() == 2);
            eventually("running", () -> part.state().equals("RUNNING"));
        }
    }

    @Test
    void isSeenRetryingWhereAnotherClusterIsAway() throws Exception {
        TestBroker broker = TestBroker.start();
        try (Elsewhere there = new Elsewhere(broker)) {
            there.create(1);
            Production.Part part = start(there, there.bootstrap());
            eventually("running", () -> part.state().equals("RUNNING"));
            broker.close();
            eventually("retrying", () -> part.state().equals("RETRYING"));
        } finally {
            broker.close();
        }
    }

    /** With one name for both they would put each other out of the group for ever. */
    @Test
    void hasANameInAnotherClusterThatNoProductionOfTheSameNameHas() throws Exception {
        try (Elsewhere there = new Elsewhere(TestBroker.other())) {
            there.create(1);
            Production.Part part = start(there, there.bootstrap(), group, "slot=0");
            eventually("running", () -> part.state().equals("RUNNING"));
            String settings = Topics.settings(production.name());
            eventually("a member", () -> there.members(group).size() == 1);
            Object home = production.context().cluster().ids(List.of(settings)).get(settings);
            assertThat(there.members(group)).containsExactly(production.name() + ".service-0-" + home);
        }
    }

    private Production.Part start(Elsewhere outside, @Nullable String bootstrap) {
        return start(outside, bootstrap, group);
    }

    private Production.Part start(Elsewhere outside, @Nullable String bootstrap, String itsGroup, String... settings) {
        OutsideTopic topic = new OutsideTopic(outside.topic(), bootstrap, Map.of());
        return production.start(
                context -> new TopicServiceJob<>(context, TestTopics.SERVICE, new AskService(topic, itsGroup)),
                settings);
    }

    private boolean exists(String topic) throws Exception {
        return production.admin().listTopics().names().get().contains(topic);
    }

    private static String origin(ConsumerRecord<byte[], byte[]> letter) {
        return Objects.requireNonNull(header(letter, "relais-origin"));
    }

    private static byte[] bytes(String text) {
        return text.getBytes(UTF_8);
    }

    private record AskService(OutsideTopic topic, String group) implements TopicService<Ask> {

        @Override
        public Topic<Ask, ?> target() {
            return TestTopics.PROCESS;
        }

        @Override
        public Ask read(ConsumerRecord<byte[], byte[]> record) {
            Ask ask = Bodies.of(Ask.class).read(record.value());
            return switch (ask.text()) {
                case "refuse" -> throw new RejectedException("refused");
                case "bug" -> throw new IllegalStateException("a bug");
                default -> ask;
            };
        }
    }
}
