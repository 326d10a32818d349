package org.relais.runtime;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.relais.runtime.Eventually.eventually;
import static org.relais.runtime.Eventually.letPass;
import static org.relais.runtime.Production.ask;
import static org.relais.runtime.Production.header;
import static org.relais.runtime.Reading.PARTITIONS;
import static org.relais.runtime.Reading.bytes;
import static org.relais.runtime.Reading.origin;

import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.TreeSet;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.relais.messages.ComponentStatus;

/** A service that reads a topic outside the production, which is on the production's own cluster. */
class TopicServiceTest {

    private final Production production = new Production();
    private final Elsewhere here = new Elsewhere(TestBroker.shared());
    private final String group = "group-" + here.topic();
    private final Reading reading = new Reading(production, group);
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
        reading.start(here, null);
        eventually(
                "read",
                () -> production.exists(requests)
                        && production.records(requests).size() == 100);
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
        reading.start(here, null);
        eventually("running", () -> production.last().state().equals("RUNNING"));
        here.put(Production.PARTITIONS - 1, null, bytes(ask("first")));
        eventually(
                "read",
                () -> production.exists(requests) && production.texts(requests).size() == 1);
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
        reading.start(here, null);
        eventually(
                "read",
                () -> production.exists(requests) && production.texts(requests).size() == 1);
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
        reading.start(here, here.bootstrap().replace("127.0.0.1", "localhost"));
        eventually(
                "read",
                () -> production.exists(requests) && production.texts(requests).size() == 1);
        assertThat(header(production.records(requests).get(0), "ce_id"))
                .as("an id of its own, not one of topic, partition and offset")
                .hasSize(36);
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
        reading.start(here, null, group, "max.backlog=200", "max.poll.records=100");
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
            reading.start(inbox, null, production.name() + ".demo", "max.backlog=20", "max.poll.records=20");
            eventually(
                    "all of it",
                    () -> production.exists(requests)
                            && production.texts(requests).size() == 300);
        }
    }

    @Test
    void makesItsTopicAnewThatSomebodyHasDeleted() throws Exception {
        here.create(1);
        here.put(0, null, bytes(ask("before")));
        reading.start(here, null);
        eventually(
                "read",
                () -> production.exists(requests) && production.texts(requests).size() == 1);
        here.delete();
        eventually("there again", () -> production.exists(here.topic()));
        here.put(0, null, bytes(ask("behind")));
        eventually("read", () -> production.texts(requests).size() == 2);
    }
}
