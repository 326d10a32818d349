package org.relais.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.relais.runtime.Eventually.eventually;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Copies that take work from each other, willingly or not. */
class MembershipTest {

    private static final String IMPATIENT = "kafka.max.poll.interval.ms=1500";

    private final Production production = new Production();
    private final Outside outside = new Outside();
    private final String requests = TestTopics.PROCESS.in(production.name());
    private final String operation = TestTopics.OPERATION.in(production.name());
    private final String replies = TestTopics.SERVICE.repliesIn(production.name());
    private final Set<Thread> held = ConcurrentHashMap.newKeySet();
    private final CountDownLatch released = new CountDownLatch(1);

    @BeforeEach
    void start() {
        List.of(requests, operation, TestTopics.PROCESS.repliesIn(production.name()), replies)
                .forEach(production::createTopic);
    }

    @AfterEach
    void stop() {
        released.countDown(); // who is still held would never end
        production.close();
    }

    @Test
    void aProcessThatLostItsPartitionInTheMiddleOfABatchCannotCommit() throws Exception {
        Process<Ask, Told> handler = (request, calls) -> {
            holdTheFirst();
            return new Told("told " + request.text());
        };
        production.process(handler, IMPATIENT);
        production.inject(requests, 0, Production.ask("hello"), "ce_replyto", replies);
        eventually("one holds the message", () -> !held.isEmpty());
        production.process(handler, IMPATIENT);
        eventually("the other one answers it", () -> production.records(replies).size() == 1);
        released.countDown();
        awaitTheZombie("process");
        ask(1, 10);
        eventually("replies", () -> production.records(replies).size() >= 10);
        eventually("no lag", () -> production.lag("process") == 0);
        assertThat(production.records(replies)).hasSize(10);
    }

    @Test
    void anOperationThatLostItsPartitionInTheMiddleOfABatchChangesNothing() throws Exception {
        Operation<Ask, Told, List<String>> handler = (ask, rows) -> {
            holdTheFirst();
            rows.add(ask.text());
            return new Told("told " + ask.text());
        };
        production.operation(outside, handler, IMPATIENT);
        production.inject(operation, 0, Production.ask("hello"), "ce_replyto", replies);
        eventually("one holds the message", () -> !held.isEmpty());
        production.operation(outside, handler, IMPATIENT);
        eventually("the other one answers it", () -> production.records(replies).size() == 1);
        released.countDown();
        awaitTheZombie("operation");
        for (int i = 1; i < 10; i++) {
            production.inject(operation, i % 3, Production.ask("row " + i), "ce_replyto", replies);
        }
        eventually("replies", () -> production.records(replies).size() == 10);
        assertThat(outside.rows()).hasSize(10).doesNotHaveDuplicates();
        assertThat(production.records(replies)).hasSize(10);
    }

    @Test
    void copiesThatComeAndGoAnswerEachMessageOnce() throws Exception {
        AtomicInteger asked = new AtomicInteger();
        Process<Ask, Told> handler = (request, calls) -> calls.call(TestTopics.OPERATION, request);
        production.operation(outside, OperationJobTest.ECHO);
        production.process(handler);
        for (int round = 0; round < 4; round++) {
            Production.Part copy = production.process(handler);
            Production.Part another = production.operation(outside, OperationJobTest.ECHO);
            ask(asked.get(), asked.addAndGet(50));
            eventually(
                    "running",
                    () -> copy.state().equals("RUNNING") && another.state().equals("RUNNING"));
            ask(asked.get(), asked.addAndGet(50));
            assertThat(copy.stop()).isTrue();
            assertThat(another.stop()).isTrue();
        }
        eventually("replies", () -> production.records(replies).size() >= asked.get());
        eventually("no lag", () -> production.lag("process") == 0 && production.lag("operation") == 0);
        assertThat(outside.rows()).hasSize(asked.get()).doesNotHaveDuplicates();
        assertThat(production.records(replies)).hasSize(asked.get());
    }

    @Test
    void aCopyThatGotNoPartitionWaitsForWorkLikeTheOthers() throws Exception {
        Process<Ask, Told> handler = (request, calls) -> new Told("told " + request.text());
        List<Production.Part> copies = new ArrayList<>();
        for (int copy = 0; copy <= Production.PARTITIONS; copy++) {
            copies.add(production.process(handler, "slot=" + copy));
        }
        eventually(
                "running", () -> copies.stream().allMatch(copy -> copy.state().equals("RUNNING")));
    }

    @Test
    void whoStandsByAndIsStoppedLeavesTheOneAtWorkAlone() throws Exception {
        Semaphore turn = new Semaphore(1);
        Production.Part active = exclusive(turn);
        eventually("running", () -> active.state().equals("RUNNING"));
        Production.Part standby = exclusive(turn);
        eventually("standing by", () -> standby.state().equals("STANDBY"));
        assertThat(standby.stop()).isTrue();
        Set<String> states = ConcurrentHashMap.newKeySet();
        production.inject(operation, 0, Production.ask("hello"), "ce_replyto", replies);
        eventually("a reply", () -> {
            states.add(active.state());
            return production.records(replies).size() == 1;
        });
        assertThat(states).containsExactly("RUNNING");
        assertThat(outside.rows()).containsExactly("hello");
    }

    private Production.Part exclusive(Semaphore turn) {
        return production.start(context -> new OperationJob<>(
                context, TestTopics.OPERATION, new CursorlessSink(outside.sink(), turn), OperationJobTest.ECHO));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "/2"})
    void aProducerThatWasFencedIsReplacedByANewOne(String ofTheTwo) throws Exception {
        Process<Ask, Told> handler = (request, calls) -> new Told("told " + request.text());
        Production.Part part = production.process(handler, "slot=0");
        ask(0, 5);
        eventually("replies", () -> production.records(replies).size() == 5);
        for (int round = 1; round <= 3; round++) {
            try (KafkaProducer<byte[], byte[]> other =
                    production.context().clients().producer(production.name() + ".process-0" + ofTheTwo)) {
                other.initTransactions();
            }
            ask(5 * round, 5 * round + 5);
            int expected = 5 * round + 5;
            eventually("replies", () -> production.records(replies).size() == expected);
        }
        eventually("running", () -> part.state().equals("RUNNING"));
        eventually("no lag", () -> production.lag("process") == 0);
        assertThat(production.records(replies)).hasSize(20);
    }

    @Test
    void ofTwoCopiesWithTheSameSlotOneEndsAndSaysWhy() throws Exception {
        Process<Ask, Told> handler = (request, calls) -> new Told("told " + request.text());
        Production.Part first = production.process(handler, "slot=0");
        ask(0, 5);
        eventually("replies", () -> production.records(replies).size() == 5);
        Production.Part second = production.process(handler, "slot=0");
        ask(5, 10);
        eventually(
                "one ends",
                () -> first.state().equals("FAILED") || second.state().equals("FAILED"));
        Production.Part ended = first.state().equals("FAILED") ? first : second;
        assertThat(ended.reason()).contains("taken over");
        eventually("replies", () -> production.records(replies).size() == 10);
        assertThat(first.state().equals("FAILED") && second.state().equals("FAILED"))
                .isFalse();
    }

    private void ask(int from, int to) throws Exception {
        for (int i = from; i < to; i++) {
            production.inject(requests, i % 3, Production.ask("row " + i), "ce_replyto", replies);
        }
    }

    /** Into the group, which has thrown it out, it comes back only after it has begun to commit. */
    private void awaitTheZombie(String part) throws Exception {
        eventually("the zombie is back", () -> production.members(part) == 2);
    }

    /** Holds whoever comes first, and nobody else. */
    private void holdTheFirst() {
        synchronized (held) {
            if (!held.isEmpty()) {
                return;
            }
            held.add(Thread.currentThread());
        }
        try {
            released.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
