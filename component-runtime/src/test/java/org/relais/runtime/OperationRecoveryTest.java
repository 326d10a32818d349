package org.relais.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.relais.runtime.Eventually.eventually;
import static org.relais.runtime.Eventually.letPass;

import io.micrometer.core.instrument.Gauge;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** An operation whose two cursors are apart. */
class OperationRecoveryTest {

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
    }

    @AfterEach
    void stop() {
        production.close();
    }

    @Test
    void sendsTheStoredRepliesAfterACrashBetweenCommitAndReply() throws Exception {
        injectOneOfEachKind();
        outside.crashAfterCommits(1);
        assertThat(operation().awaitFailure()).contains("right after the commit");
        assertThat(outside.rows()).containsExactly("told", "untold");
        assertThat(production.records(replies)).isEmpty();

        operation();
        assertEachTold();
    }

    @Test
    void sendsThemAfterSeveralCrashesInARow() throws Exception {
        injectOneOfEachKind();
        outside.crashAfterCommits(1);
        operation().awaitFailure();
        production.inject(requests, 0, Production.ask("later"), "ce_replyto", replies, "ce_id", "c");
        outside.crashAfterCommits(1);
        operation().awaitFailure();

        operation();
        eventually("replies", () -> production.records(replies).size() == 3);
        assertThat(outside.rows()).containsExactly("told", "untold", "later");
        assertThat(production.records(replies).stream().map(reply -> Production.header(reply, "ce_inreplyto")))
                .containsExactlyInAnyOrder("a", "b", "c");
        assertThat(production.records(deadLetters)).hasSize(1);
    }

    @Test
    void comesBackInTheMidstOfABatchWhoseRepliesAreManyBytes() throws Exception {
        for (int partition = 0; partition < 2; partition++) {
            production.injectInTransaction(
                    requests, partition, Collections.nCopies(40, Production.ask("long")), "ce_replyto", replies);
        }
        outside.crashAfterCommits(1);
        assertThat(operation().awaitFailure()).contains("right after the commit");
        assertThat(outside.rows()).as("8 MiB at 300 kB each").hasSize(28);
        outside.crashAfterCommits(1);
        operation().awaitFailure();
        outside.loseConnectionAfterCommits(1);
        operation();
        eventually("replies", () -> production.records(replies).size() == 80);
        assertThat(outside.rows()).hasSize(80);
        assertThat(production.records(replies).stream().map(reply -> Production.header(reply, "ce_inreplyto")))
                .doesNotHaveDuplicates();
    }

    @Test
    void findsOutWhatWasCommittedWhenTheConnectionIsLostThen() throws Exception {
        injectOneOfEachKind();
        outside.loseConnectionAfterCommits(1);
        operation();
        assertEachTold();
    }

    @Test
    void appliesAgainWhatARestoredBackupLacksAndRepliesToNobody() throws Exception {
        Production.Part first = operation();
        inject(0, 5);
        eventually("rows", () -> outside.rows().size() == 5);
        Outside backup = outside.backup();
        inject(5, 10);
        production.inject(requests, 0, Production.ask("bad"));
        eventually("replies", () -> production.records(replies).size() == 10);
        eventually("a dead letter", () -> production.records(deadLetters).size() == 1);
        assertThat(first.stop()).isTrue();

        outside.restore(backup);
        operation();
        eventually("rows", () -> outside.rows().size() == 10);
        inject(10, 11);
        eventually("the next one", () -> production.records(replies).size() == 11);
        assertThat(outside.rows()).doesNotHaveDuplicates().hasSize(11);
        assertThat(production.records(deadLetters)).hasSize(1);
    }

    @Test
    void appliesAgainWhatANewOutsideLacksFromTheVeryBeginning() throws Exception {
        Production.Part first = operation();
        inject(0, 5);
        eventually("replies", () -> production.records(replies).size() == 5);
        first.stop();
        Outside empty = new Outside();
        production.operation(empty, OperationJobTest.ECHO);
        eventually("rows", () -> empty.rows().size() == 5);
        assertThat(empty.rows()).containsExactlyInAnyOrderElementsOf(outside.rows());
        assertThat(production.records(replies)).hasSize(5);
    }

    /** What nobody sees is no backlog: services that held back for it held back for ever. */
    @Test
    void passesWhatWasAbortedWhileNothingElseCame() throws Exception {
        operation();
        inject(0, 1);
        eventually("a reply", () -> production.records(replies).size() == 1);
        eventually("no lag", () -> production.lag("operation") == 0);
        letPass(Duration.ofSeconds(1)); // now it has nothing left to settle
        production.injectAndAbort(requests, 0, Collections.nCopies(50, Production.ask("aborted")));
        eventually("no lag", () -> production.lag("operation") == 0);
        assertThat(outside.rows()).hasSize(1);
    }

    @Test
    void tellsWhatPilesUpWhileTheOutsideIsDown() throws Exception {
        List<Context> contexts = new ArrayList<>();
        production.start(
                surroundings -> {
                    contexts.add(surroundings);
                    return new OperationJob<>(
                            surroundings, TestTopics.OPERATION, outside.sink(), OperationJobTest.ECHO);
                },
                "health.port=0");
        inject(0, 1);
        eventually("a reply", () -> production.records(replies).size() == 1);
        outside.setDown(true);
        inject(1, 20);
        Gauge lag = contexts.get(0).registry().get("relais.lag").gauge();
        eventually("told", () -> lag.value() >= 19);
        outside.setDown(false);
        List<Double> told = new ArrayList<>();
        eventually("done", () -> {
            told.add(lag.value());
            return outside.rows().size() == 20;
        });
        assertThat(told.subList(0, told.size() - 1)).as("before all is done").doesNotContain(0.0);
        eventually("told", () -> lag.value() == 0);
    }

    @Test
    void waitsForTheOutsideForLongerThanAMemberMayBeSilent() throws Exception {
        operation("kafka.max.poll.interval.ms=6000", "session.timeout=60 s");
        inject(0, 1);
        eventually("a reply", () -> production.records(replies).size() == 1);
        String member = member();
        outside.setDown(true);
        inject(1, 20);
        Production.Part part = part();
        eventually("retrying", () -> part.state().equals("RETRYING"));
        assertThat(part.reason()).isEqualTo("the outside is down");
        letPass(Duration.ofSeconds(15));
        outside.setDown(false);
        eventually("replies", () -> production.records(replies).size() == 20);
        eventually("running", () -> part.state().equals("RUNNING"));
        assertThat(outside.rows()).doesNotHaveDuplicates().hasSize(20);
        assertThat(member()).as("never thrown out of its group").isEqualTo(member);
    }

    @Test
    void givesUpWhatTheOutsideCouldNotTakeForTooLong() throws Exception {
        operation("failure.timeout=300 ms");
        inject(0, 1);
        eventually("a reply", () -> production.records(replies).size() == 1);
        outside.setDown(true);
        inject(1, 2);
        eventually("retrying", () -> part().state().equals("RETRYING"));
        letPass(Duration.ofSeconds(1));
        outside.setDown(false);
        eventually("an answer", () -> production.records(replies).size() == 2);
        assertThat(production.texts(replies).get(1)).contains("timed-out");
        assertThat(outside.rows()).hasSize(1);
    }

    @Test
    void givesUpNothingThatCameWhileTheOutsideWasDown() throws Exception {
        operation("failure.timeout=300 ms");
        production.inject(requests, 0, Production.ask("first"), "ce_replyto", replies);
        eventually("a reply", () -> production.records(replies).size() == 1);
        outside.setDown(true);
        production.inject(requests, 0, Production.ask("tried"), "ce_replyto", replies);
        eventually("retrying", () -> part().state().equals("RETRYING"));
        production.injectInTransaction(
                requests, 0, Collections.nCopies(5, Production.ask("later")), "ce_replyto", replies);
        letPass(Duration.ofSeconds(1));
        outside.setDown(false);
        eventually("answers", () -> production.records(replies).size() == 7);
        assertThat(production.texts(replies).get(1)).contains("timed-out");
        assertThat(outside.rows()).containsExactly("first", "later", "later", "later", "later", "later");
    }

    @Test
    void doesNotHoldAnOldOutageAgainstNewMessages() throws Exception {
        outside.setDown(true);
        operation("failure.timeout=300 ms");
        eventually("retrying", () -> part().state().equals("RETRYING"));
        letPass(Duration.ofSeconds(1));
        outside.setDown(false);
        eventually("running", () -> part().state().equals("RUNNING"));
        inject(0, 1);
        eventually("a reply", () -> production.records(replies).size() == 1);
        assertThat(outside.rows()).hasSize(1);
    }

    @Test
    void writesNothingOnceAnotherProcessHasMovedItsCursor() throws Exception {
        operation();
        inject(0, 1);
        eventually("a reply", () -> production.records(replies).size() == 1);
        TopicPartition partition = new TopicPartition(requests, 0);
        Cursor cursor = outside.cursor(partition);
        outside.put(partition, new Cursor(cursor.topicId(), 2, cursor.leaderEpoch(), new Outcomes.Encoder().finish()));
        production.inject(requests, 0, Production.ask("theirs"));
        eventually("it sees that this was done", () -> production.lag("operation") == 0);
        production.inject(requests, 0, Production.ask("ours"));
        eventually("it goes on behind it", () -> outside.rows().contains("ours"));
        assertThat(outside.rows()).containsExactly("row 0", "ours");
    }

    @Test
    void passesTheMarkersThatAPredecessorLeft() throws Exception {
        Production.Part first = operation();
        production.injectInTransaction(requests, 0, List.of(Production.ask("hello")));
        eventually("the row", () -> outside.rows().size() == 1);
        first.stop();
        production.commit("operation", new TopicPartition(requests, 0), new OffsetAndMetadata(1));
        operation();
        eventually("no lag", () -> production.lag("operation") == 0);
    }

    private void injectOneOfEachKind() throws Exception {
        production.inject(requests, 0, Production.ask("told"), "ce_replyto", replies, "ce_id", "a");
        production.inject(requests, 0, Production.ask("untold"));
        production.inject(requests, 0, Production.ask("bad one"), "ce_replyto", replies, "ce_id", "b");
        production.inject(requests, 0, Production.ask("bad two"));
    }

    private void assertEachTold() throws Exception {
        eventually("replies", () -> production.records(replies).size() == 2);
        eventually("a dead letter", () -> production.records(deadLetters).size() == 1);
        assertThat(production.texts(replies))
                .satisfiesExactly(
                        text -> assertThat(text).isEqualTo("{\"text\":\"told told\"}"),
                        text -> assertThat(text).contains("the outside refuses it"));
        assertThat(outside.rows()).containsExactly("told", "untold");
        eventually("no lag", () -> production.lag("operation") == 0);
        assertThat(production.records(replies)).hasSize(2);
    }

    private void inject(int from, int to) throws Exception {
        for (int i = from; i < to; i++) {
            production.inject(requests, i % Production.PARTITIONS, Production.ask("row " + i), "ce_replyto", replies);
        }
    }

    private Production.Part operation(String... settings) {
        return production.operation(outside, OperationJobTest.ECHO, settings);
    }

    private Production.Part part() {
        return production.last();
    }

    private String member() throws Exception {
        String group = production.name() + ".operation";
        return production.admin().describeConsumerGroups(List.of(group)).all().get().values().stream()
                .flatMap(description -> description.members().stream())
                .findFirst()
                .orElseThrow()
                .consumerId();
    }
}
