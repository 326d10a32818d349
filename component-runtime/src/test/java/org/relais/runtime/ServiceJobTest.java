package org.relais.runtime;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.relais.runtime.Eventually.eventually;
import static org.relais.runtime.Eventually.letPass;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.composite.CompositeMeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.relais.messages.Topics;

class ServiceJobTest {

    private final Production production = new Production();
    private final String requests = TestTopics.OPERATION.in(production.name());
    private final String positions = Topics.positions(production.name());
    private final List<String> input = new CopyOnWriteArrayList<>();

    @BeforeEach
    void start() {
        production.createTopic(requests);
    }

    @AfterEach
    void stop() {
        production.close();
    }

    @Test
    void sendsEachThingOnceOverRestarts() throws Exception {
        input.addAll(List.of("a", "b", "c"));
        Production.Part first = service(new Lines("in"));
        eventually("requests", () -> production.records(requests).size() == 3);
        assertThat(first.stop()).isTrue();
        input.add("d");
        service(new Lines("in"));
        eventually("the new one", () -> production.texts(requests).contains(json("d")));
        assertThat(production.texts(requests)).containsExactlyInAnyOrder(json("a"), json("b"), json("c"), json("d"));
    }

    @Test
    void sendsNothingOfATransactionThatFailsHalfWay() throws Exception {
        input.addAll(List.of("a", "b", "down", "c"));
        Lines lines = new Lines("in");
        Production.Part part = service(lines);
        eventually("retrying", () -> part.state().equals("RETRYING"));
        assertThat(production.records(requests)).isEmpty();
        input.set(2, "up");
        eventually("requests", () -> production.records(requests).size() == 4);
        assertThat(production.texts(requests)).doesNotHaveDuplicates();
        assertThat(lines.resumed).allMatch(Map::isEmpty);
    }

    @Test
    void waitsForAnotherServicesTransactionBeforeItReadsItsOwnPosition() throws Exception {
        Production.Part first = service(new Lines("in"));
        eventually("running", () -> first.state().equals("RUNNING"));
        try (KafkaProducer<byte[], byte[]> neighbour = production
                .context("kafka.transaction.timeout.ms=60000")
                .clients()
                .producer("neighbour")) {
            neighbour.initTransactions();
            neighbour.beginTransaction();
            neighbour
                    .send(new ProducerRecord<>(positions, 0, "neighbour/x".getBytes(UTF_8), new byte[] {1}))
                    .get();
            input.addAll(List.of("a", "b"));
            eventually("requests", () -> production.records(requests).size() == 2);
            assertThat(first.stop()).isTrue();

            Lines second = new Lines("in");
            service(second);
            letPass(Duration.ofSeconds(2));
            assertThat(second.resumed).isEmpty();
            neighbour.commitTransaction();
            eventually("resumed", () -> !second.resumed.isEmpty());
            assertThat(second.resumed.get(0)).containsOnlyKeys("in");
            assertThat(second.resumed.get(0).get("in")).isEqualTo("2".getBytes(UTF_8));
        }
        assertThat(production.records(requests)).hasSize(2);
    }

    @Test
    void endsWhenANewerInstanceHasTakenOver() throws Exception {
        input.add("a");
        Production.Part old = service(new Lines("in"));
        eventually("a request", () -> production.records(requests).size() == 1);
        Production.Part neighbour = service(new Lines("elsewhere"));
        Production.Part fresh = service(new Lines("in"));
        eventually("running", () -> fresh.state().equals("RUNNING"));
        input.add("b");
        assertThat(old.awaitFailure()).contains("taken over");
        eventually(
                "requests",
                () -> production.texts(requests).stream()
                                .filter(json("b")::equals)
                                .count()
                        >= 2);
        assertThat(neighbour.state()).isEqualTo("RUNNING");
        assertThat(production.texts(requests)).as("one of each identity").hasSize(4);
    }

    @Test
    void aNewerInstanceGoesOnWhereTheOlderOneWasKeptOut() throws Exception {
        for (int i = 0; i < 20; i++) {
            input.add("line " + i);
        }
        Production.Part older = service(new Lines("in"), "max.poll.records=5");
        eventually(
                "the older one is at work", () -> production.records(requests).size() > 10);
        service(new Lines("in"), "max.poll.records=5");
        // Lines keep coming: an older one that had run out of them could do no harm, kept out or not.
        eventually("the older one is kept out", () -> {
            input.add("line " + input.size());
            return older.state().equals("FAILED");
        });
        int lines = input.size();
        eventually("requests", () -> production.records(requests).size() >= lines);
        assertThat(production.texts(requests)).doesNotHaveDuplicates().hasSize(lines);
    }

    @Test
    void holdsBackWhileTooMuchWaits() throws Exception {
        Outside outside = new Outside();
        production.operation(outside, OperationJobTest.ECHO);
        for (int partition = 0; partition < Production.PARTITIONS; partition++) {
            production.inject(requests, partition, Production.ask("first"));
        }
        eventually(
                "offsets of each partition",
                () -> production.committed("operation").size() == Production.PARTITIONS);
        outside.setDown(true);
        for (int i = 0; i < 2_000; i++) {
            input.add("line " + i);
        }
        service(new Lines("in"), "max.backlog=100", "max.poll.records=10");
        eventually("it has begun", () -> production.records(requests).size() > 50);
        letPass(Duration.ofSeconds(2));
        assertThat(production.records(requests))
                .as("the limit, and at most a transaction more")
                .hasSizeLessThan(150);
        outside.setDown(false);
        eventually("all", () -> outside.rows().size() == 2_000 + Production.PARTITIONS);
    }

    @Test
    void commitsInTimeWhereReadingIsSlow() throws Exception {
        for (int i = 0; i < 10; i++) {
            input.add("line " + i);
        }
        Lines lines = new Lines("in");
        AtomicLong nanos = new AtomicLong();
        production.start(
                context -> new ServiceJob(context, TestTopics.SERVICE, lines, () -> nanos.addAndGet(1_000_000_000)));
        eventually("requests", () -> production.records(requests).size() == 10);
        assertThat(lines.longest).as("at one second for each").isEqualTo(2);
    }

    @Test
    void commitsBeforeTheMessagesBecomeManyBytes() throws Exception {
        for (int i = 0; i < 25; i++) {
            input.add(i + "x".repeat(900 * 1024));
        }
        Lines lines = new Lines("in");
        production.start(context -> new ServiceJob(context, TestTopics.SERVICE, lines, () -> 0));
        eventually("requests", () -> production.records(requests).size() == 25);
        assertThat(lines.longest).as("8 MiB at 900 KiB each").isEqualTo(10);
    }

    @Test
    void keepsWhatItCannotSendAndTellsPeople() throws Exception {
        input.addAll(List.of("a", "refused", "x".repeat(2 << 20), "b"));
        SimpleMeterRegistry figures = new SimpleMeterRegistry();
        production.start(context -> {
            ((CompositeMeterRegistry) context.registry()).add(figures);
            return new ServiceJob(context, TestTopics.SERVICE, new Lines("in"));
        });
        String letters = TestTopics.SERVICE.deadLettersIn(production.name());
        eventually("requests", () -> production.records(requests).size() == 2);
        eventually("dead letters", () -> production.records(letters).size() == 2);
        assertThat(production.records(letters).stream().map(letter -> Production.header(letter, "relais-origin")))
                .containsExactlyInAnyOrder("in:1", "in:2");
        String events = Topics.events(production.name());
        eventually("an event", () -> production.texts(events).contains("refused a line"));
        eventually("counted", () -> count(figures, "sent") == 2);
        assertThat(count(figures, "dead-letter")).isEqualTo(2);
    }

    private static double count(MeterRegistry figures, String result) {
        return figures.get("relais.messages").tag("result", result).counter().count();
    }

    private Production.Part service(Service service, String... settings) {
        return production.start(context -> new ServiceJob(context, TestTopics.SERVICE, service), settings);
    }

    private static String json(String text) {
        return "{\"text\":\"" + text + "\",\"key\":null}";
    }

    /** Reads lines; the position is the number of the next one. */
    private final class Lines implements Service {

        private final String identity;
        private final List<Map<String, byte[]>> resumed = new CopyOnWriteArrayList<>();
        private int next;
        private volatile int longest;

        Lines(String identity) {
            this.identity = identity;
        }

        @Override
        public String identity() {
            return identity;
        }

        @Override
        public Duration interval() {
            return Duration.ofMillis(100);
        }

        @Override
        public void resume(Map<String, byte[]> found) {
            resumed.add(found);
            byte[] position = found.get(identity);
            next = position == null ? 0 : Integer.parseInt(new String(position, UTF_8));
        }

        @Override
        public boolean read(Outbox outbox) {
            int before = next;
            while (next < input.size() && !outbox.isFull()) {
                send(input.get(next), outbox);
                next++;
            }
            if (next > before) {
                outbox.position(identity, Integer.toString(next).getBytes(UTF_8));
                longest = Math.max(longest, next - before);
            }
            return next < input.size();
        }

        private void send(String line, Outbox outbox) {
            String origin = identity + ':' + next;
            if (line.equals("down")) {
                throw new RetryableException("the file server is down");
            } else if (line.equals("refused")) {
                outbox.event("refused a line");
                outbox.deadLetter(origin, "no good", line.getBytes(UTF_8));
                return;
            }
            try {
                outbox.send(TestTopics.OPERATION, new Ask(line));
            } catch (RejectedException e) {
                outbox.deadLetter(origin, String.valueOf(e.getMessage()), line.getBytes(UTF_8));
            }
        }

        @Override
        public void close() {}
    }
}
