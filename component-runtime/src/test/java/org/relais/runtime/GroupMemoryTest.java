package org.relais.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.relais.runtime.Eventually.eventually;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.RemoveMembersFromConsumerGroupOptions;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A broker that has forgotten a group's offsets, as it does after seven days of rest. */
class GroupMemoryTest {

    private static final Process<Ask, Told> ANSWERS = (ask, calls) -> new Told(ask.text());

    private final Production production = new Production();
    private final String replies = TestTopics.SERVICE.repliesIn(production.name());
    private final CountDownLatch wentBack = new CountDownLatch(1);

    @BeforeEach
    void start() {
        production.createTopic(replies);
    }

    @AfterEach
    void stop() {
        wentBack.countDown(); // who is still held would never end
        production.close();
    }

    @Test
    void aProcessDoesNothingAgainAndGoesOnFromAnOffsetThatIsSetByHand() throws Exception {
        TopicPartition requests = new TopicPartition(TestTopics.PROCESS.in(production.name()), 0);
        answer(production.process(ANSWERS), requests.topic(), "before");
        OffsetAndMetadata offset =
                Objects.requireNonNull(production.committed("process").get(requests));
        production.forget("process");

        production.inject(requests.topic(), 0, Production.ask("after"), "ce_replyto", replies);
        Production.Part part = production.process(ANSWERS);
        awaitRefusal(part, "process", requests);
        assertThat(production.texts(replies)).containsExactly("{\"text\":\"before\"}");
        assertThat(part.stop()).isTrue();

        production.commit("process", requests, offset);
        production.process(ANSWERS);
        eventually("goes on", () -> production.records(replies).size() == 2);
        assertThat(production.texts(replies)).containsExactly("{\"text\":\"before\"}", "{\"text\":\"after\"}");
    }

    /** As a broker did that was killed on a busy machine: it knew offsets, but old ones. */
    @Test
    void offsetsThatGoBackWhileTheProcessLivesAreNotBelieved() throws Exception {
        TopicPartition requests = new TopicPartition(TestTopics.PROCESS.in(production.name()), 0);
        Production.Part part = production.process((ask, calls) -> {
            if (ask.text().equals("late")) {
                awaitUninterruptibly(wentBack);
            }
            return new Told(ask.text());
        });
        eventually("running", () -> part.state().equals("RUNNING"));
        production.inject(requests.topic(), 0, Production.ask("first"), "ce_replyto", replies);
        eventually("a reply", () -> production.records(replies).size() == 1);
        production.inject(requests.topic(), 0, Production.ask("late"), "ce_replyto", replies);
        production
                .admin()
                .removeMembersFromConsumerGroup(
                        production.name() + ".process", new RemoveMembersFromConsumerGroupOptions())
                .all()
                .get(30, TimeUnit.SECONDS);
        production.commit("process", requests, new OffsetAndMetadata(0));
        wentBack.countDown();
        eventually("refuses", () -> part.state().equals("RETRYING"));
        assertThat(part.reason()).contains("at offset 0 of " + requests, "this process has committed 1");
        assertThat(production.texts(replies)).containsExactly("{\"text\":\"first\"}");
    }

    /** A change of live settings begins the work anew in the same process. */
    @Test
    void offsetsThatGoBackAreNotBelievedAfterTheSettingsChangedEither() throws Exception {
        TopicPartition requests = new TopicPartition(TestTopics.PROCESS.in(production.name()), 0);
        Context former = production.context();
        Production.Part part = process(former);
        answer(part, requests.topic(), "first");
        production.commit("process", requests, new OffsetAndMetadata(0));
        try (Context next = former.with(former.settings(), Map.of())) {
            Production.Part again = process(next);
            eventually("refuses", () -> again.state().equals("RETRYING"));
            assertThat(again.reason()).contains("at offset 0 of " + requests, "this process has committed 1");
            assertThat(production.texts(replies)).containsExactly("{\"text\":\"first\"}");
            assertThat(again.stop()).isTrue();
        }
    }

    private Production.Part process(Context context) {
        return production.start(unused -> new ProcessJob<>(context, TestTopics.PROCESS, ANSWERS));
    }

    private static void awaitUninterruptibly(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Test
    void anOperationAnswersNothingAgain() throws Exception {
        TopicPartition requests = new TopicPartition(TestTopics.OPERATION.in(production.name()), 0);
        Outside outside = new Outside();
        answer(production.operation(outside, OperationJobTest.ECHO), requests.topic(), "before");
        production.forget("operation");
        awaitRefusal(production.operation(outside, OperationJobTest.ECHO), "operation", requests);
        assertThat(outside.rows()).containsExactly("before");
        assertThat(production.records(replies)).hasSize(1);
    }

    /** Nothing was ever sent in its name that the memory could have gone along with. */
    @Test
    void anOperationThatNobodyWaitedForDoesNothingAgain() throws Exception {
        TopicPartition requests = new TopicPartition(TestTopics.OPERATION.in(production.name()), 0);
        Outside file = new Outside();
        Production.Part part = cursorless(file);
        eventually("running", () -> part.state().equals("RUNNING"));
        production.inject(requests.topic(), 0, Production.ask("before"));
        eventually("done", () -> file.rows().size() == 1 && production.lag("operation") == 0);
        assertThat(part.stop()).isTrue();
        production.forget("operation");
        awaitRefusal(cursorless(file), "operation", requests);
        assertThat(file.rows()).containsExactly("before");
    }

    private Production.Part cursorless(Outside file) {
        return production.start(context -> new OperationJob<>(
                context, TestTopics.OPERATION, new CursorlessSink(file.sink()), OperationJobTest.ECHO));
    }

    @Test
    void aTopicThatWasCreatedAgainIsReadFromItsBeginning() throws Exception {
        String requests = TestTopics.PROCESS.in(production.name());
        answer(production.process(ANSWERS), requests, "old");
        production.admin().deleteTopics(Set.of(requests)).all().get(30, TimeUnit.SECONDS);
        eventually(
                "deleted", () -> !production.admin().listTopics().names().get().contains(requests));
        production
                .admin()
                .createTopics(List.of(new NewTopic(requests, Production.PARTITIONS, (short) 1)))
                .all()
                .get(30, TimeUnit.SECONDS);
        production.inject(requests, 0, Production.ask("new"), "ce_replyto", replies);
        production.process(ANSWERS);
        eventually("goes on", () -> production.records(replies).size() == 2);
        assertThat(production.texts(replies)).containsExactly("{\"text\":\"old\"}", "{\"text\":\"new\"}");
    }

    private void answer(Production.Part part, String requests, String text) throws Exception {
        eventually("running", () -> part.state().equals("RUNNING"));
        production.inject(requests, 0, Production.ask(text), "ce_replyto", replies);
        eventually("a reply", () -> production.records(replies).size() == 1);
        assertThat(part.stop()).isTrue();
    }

    private void awaitRefusal(Production.Part part, String group, TopicPartition partition) throws Exception {
        eventually("refuses", () -> part.state().equals("RETRYING"));
        assertThat(part.reason())
                .contains("no offsets of group " + production.name() + '.' + group + " for " + partition);
    }
}
