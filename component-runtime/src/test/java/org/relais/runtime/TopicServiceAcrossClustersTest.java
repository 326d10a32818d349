package org.relais.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.relais.runtime.Eventually.eventually;
import static org.relais.runtime.Production.ask;
import static org.relais.runtime.Production.header;
import static org.relais.runtime.Reading.PARTITIONS;
import static org.relais.runtime.Reading.bytes;
import static org.relais.runtime.Reading.origin;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.relais.messages.Topics;

/** A service that reads a topic outside the production, which is on another cluster and so has part in none of its transactions. */
class TopicServiceAcrossClustersTest {

    private final Production production = new Production();
    private final String group = "group-" + UUID.randomUUID();
    private final Reading reading = new Reading(production, group);
    private final String requests = TestTopics.PROCESS.in(production.name());
    private final String deadLetters = TestTopics.SERVICE.deadLettersIn(production.name());

    @AfterEach
    void stop() {
        production.close();
    }

    @Test
    void namesTheSameRecordOfAnotherClusterTheSameWheneverItIsRead() throws Exception {
        try (Elsewhere there = new Elsewhere(TestBroker.other())) {
            there.create(PARTITIONS);
            for (int number = 0; number < 20; number++) {
                there.put(number % PARTITIONS, null, bytes(ask("r" + number)));
            }
            there.put(0, null, bytes("no request"));
            Production.Part part = reading.start(there, there.bootstrap());
            eventually(
                    "read",
                    () -> production.exists(requests)
                            && production.texts(requests).size() == 20);
            eventually("committed there", () -> there.committed(group) == 21);
            assertThat(part.stop()).isTrue();
            there.rewind(group, PARTITIONS);
            reading.start(there, there.bootstrap());
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
            Production.Part part = reading.start(there, there.bootstrap());
            eventually("committed there", () -> there.committed(group) == 1);
            assertThat(part.stop()).isTrue();
            there.forget(group);
            Production.Part again = reading.start(there, there.bootstrap());
            eventually("read again", () -> production.texts(requests).size() == 2);
            assertThat(again.state()).isEqualTo("RUNNING");
        }
    }

    @Test
    void waitsForATopicThatIsNotThereYet() throws Exception {
        try (Elsewhere there = new Elsewhere(TestBroker.other())) {
            Production.Part part = reading.start(there, there.bootstrap());
            eventually("retrying", () -> part.state().equals("RETRYING"));
            assertThat(part.reason()).contains("no topic " + there.topic());
            there.create(PARTITIONS);
            there.put(0, null, bytes(ask("late")));
            eventually(
                    "read",
                    () -> production.exists(requests)
                            && production.texts(requests).size() == 1);
        }
    }

    @Test
    void isSeenRetryingWhereATopicOfAnotherClusterIsThereNoMore() throws Exception {
        try (Elsewhere there = new Elsewhere(TestBroker.other())) {
            there.create(1);
            there.put(0, null, bytes(ask("before")));
            Production.Part part = reading.start(there, there.bootstrap());
            eventually(
                    "read",
                    () -> production.exists(requests)
                            && production.texts(requests).size() == 1);
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
            Production.Part part = reading.start(there, there.bootstrap());
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
            Production.Part part = reading.start(there, there.bootstrap(), group, "slot=0");
            eventually("running", () -> part.state().equals("RUNNING"));
            String settings = Topics.settings(production.name());
            eventually("a member", () -> there.members(group).size() == 1);
            Object home = production.context().cluster().ids(List.of(settings)).get(settings);
            assertThat(there.members(group)).containsExactly(production.name() + ".service-0-" + home);
        }
    }
}
