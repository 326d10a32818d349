package org.relais.launcher;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.relais.messages.Address;
import org.relais.messages.Envelope;
import org.relais.messages.Ids;
import org.relais.messages.KeyedHeaders;
import org.relais.messages.Topic;
import org.relais.messages.Topics;
import org.relais.messages.trace.OpenTransactionException;
import org.relais.messages.trace.Step;
import org.relais.messages.trace.Trace;
import org.relais.messages.trace.Trace.State;
import org.relais.messages.trace.Traces;
import org.relais.messages.trace.UnknownTimeException;

/** Components are played by hand: what they send is what must be found, and nothing else. */
class TracesTest {
    private static final String BODY = "{\"formation\":{\"id\":7,\"nom\":\"n\",\"salle\":\"s\"}}";
    private static final String DONE = "{}";

    private final Played production;
    private final Traces traces;
    private final String replies;
    private final String gatewayReplies;

    TracesTest() throws Exception {
        production = new Played();
        traces = new Traces(production.name(), TestBroker.client());
        replies = Topics.ROUTER.repliesIn(production.name());
        gatewayReplies = Topics.SERVICE_REST.repliesIn(production.name());
        production.create(List.of(gatewayReplies), Played.PARTITIONS);
    }

    @AfterEach
    void close() {
        traces.close();
        production.close();
    }

    @Test
    void findsASessionFromItsFirstMessageToItsLast() throws Exception {
        String session = Ids.session();
        Instant start = Instant.now();
        Envelope request = Played.opening(session, start);
        send(Topics.ROUTER, start, request);
        Envelope call = call(request, 1, Topics.FILE_OPERATION, start.plusMillis(5));
        reply(call, Topics.FILE_OPERATION, start.plusMillis(12));
        Envelope second = call(request, 2, Topics.TRAINING_OPERATION, start.plusMillis(12));
        assertThat(trace(session).state()).as("nobody has answered").isEqualTo(State.RUNNING);
        reply(second, Topics.TRAINING_OPERATION, start.plusMillis(20));
        assertThat(trace(session).state()).as("nobody has read that").isEqualTo(State.RUNNING);
        readAll();

        Trace trace = trace(session);
        assertThat(trace.state()).isEqualTo(State.ENDED);
        assertThat(trace.messages().stream().map(Step::id))
                .containsExactly(session, session + ".1", session + ".1.r", session + ".2", session + ".2.r");
        assertThat(trace.messages().stream().map(step -> step.from() + ">" + step.to()))
                .containsExactly(
                        "service-csv>router",
                        "router>file-operation",
                        "file-operation>router",
                        "router>training-operation",
                        "training-operation>router");
        assertThat(trace.messages().get(2).millis()).isEqualTo(7);
        assertThat(trace.messages().get(2).status()).isEqualTo("ok");
        assertThat(trace.messages().get(0).body().at("/formation/id").asInt()).isEqualTo(7);
        assertThat(trace(session + ".2.r")).as("found by a message's id").isEqualTo(trace);
    }

    @Test
    void putsNothingBeforeItsCauseWhenClocksDiffer() throws Exception {
        String session = Ids.session();
        Instant start = Instant.now();
        Envelope request = Played.opening(session, start);
        send(Topics.ROUTER, start, request);
        Envelope call = call(request, 1, Topics.FILE_OPERATION, start.minusMillis(1_500));
        reply(call, Topics.FILE_OPERATION, start.plusMillis(3));
        assertThat(trace(session).messages().stream().map(Step::id))
                .containsExactly(session, session + ".1", session + ".1.r");
    }

    @Test
    void measuresAReplyFromTheLastCallBeforeIt() throws Exception {
        String session = Ids.session();
        Instant wholeSecond = Instant.now().truncatedTo(ChronoUnit.SECONDS);
        Envelope request = Played.opening(session, wholeSecond.minusMillis(20));
        send(Topics.ROUTER, wholeSecond.minusMillis(20), request);
        call(request, 1, Topics.FILE_OPERATION, wholeSecond.minusMillis(10));
        Envelope again = call(request, 1, Topics.FILE_OPERATION, wholeSecond);
        reply(again, Topics.FILE_OPERATION, wholeSecond.plusMillis(5));
        assertThat(trace(session).messages().stream()
                        .filter(step -> step.inReplyTo() != null)
                        .map(Step::millis))
                .containsExactly(5L);
    }

    @Test
    void waitsForNoInjectedMessageThatIsNotThere() throws Exception {
        RecordMetadata record =
                production.send(Topics.ROUTER.in(production.name()), 2, Instant.now(), "7", BODY, new RecordHeaders());
        Uuid topic = production.topicId(record.topic());
        production
                .admin()
                .deleteRecords(Map.of(
                        new TopicPartition(record.topic(), 2), RecordsToDelete.beforeOffset(record.offset() + 1)))
                .all()
                .get(30, TimeUnit.SECONDS);
        long began = System.nanoTime();
        for (String session : List.of(
                Ids.injected(topic, 2, record.offset()),
                Ids.injected(topic, 2, record.offset() + 1),
                Ids.injected(topic, 99, 0))) {
            assertThat(trace(session).state()).isEqualTo(State.UNKNOWN);
        }
        assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Traces.WINDOW);
    }

    @Test
    void findsAnInjectedMessageByTheIdThatIsMadeOfItsPlace() throws Exception {
        RecordMetadata record =
                production.send(Topics.ROUTER.in(production.name()), 2, Instant.now(), "7", BODY, new RecordHeaders());
        String session = Ids.injected(production.topicId(record.topic()), record.partition(), record.offset());
        production.deadLetter(
                Topics.ROUTER,
                2,
                "7",
                BODY,
                new RecordHeaders(),
                "no room",
                record.topic() + "/2@" + record.offset(),
                Instant.now());
        production.deadLetter(
                Topics.ROUTER, 2, "8", BODY, new RecordHeaders(), "other", record.topic() + "/2@4711", Instant.now());
        Trace trace = trace(session);
        assertThat(trace.messages().stream().map(Step::kind)).containsExactly(Step.Kind.REQUEST, Step.Kind.DEAD_LETTER);
        assertThat(trace.messages().stream().map(Step::id)).containsOnly(session);
        assertThat(trace.messages().get(1).error()).isEqualTo("no room");
        assertThat(trace.state()).isEqualTo(State.PARKED);
        assertThat(trace(session)).as("asked again").isEqualTo(trace);
    }

    @Test
    void needsToKnowSinceWhenIfTheIdIsMadeUp() throws Exception {
        Instant start = Instant.now();
        send(Topics.ROUTER, start, Played.opening("order 7", start));
        assertThatThrownBy(() -> trace("order 7")).isInstanceOf(UnknownTimeException.class);
        assertThat(traces.find("order 7", start.minusSeconds(60)).messages()).hasSize(1);
    }

    /** Such as one of another cluster, which has the topic that the message came from. */
    @Test
    void needsToKnowSinceWhenIfTheIdComesFromOutside() throws Exception {
        Instant start = Instant.now();
        String session = Ids.injected(Uuid.randomUuid(), 0, 7);
        send(Topics.ROUTER, start, Played.opening(session, start));
        assertThatThrownBy(() -> trace(session)).isInstanceOf(UnknownTimeException.class);
        assertThat(traces.find(session, start.minusSeconds(60)).messages()).hasSize(1);
    }

    @Test
    void findsARequestWithAKeyBeforeAnybodyHasTakenItIn() throws Exception {
        String keys = Topics.SERVICE_REST_KEYS.in(production.name());
        production.create(List.of(keys, Topics.SERVICE_REST_KEYS.seenIn(production.name())), Played.PARTITIONS);
        String session = Ids.session("key");
        assertThatThrownBy(() -> trace(session)).isInstanceOf(UnknownTimeException.class);
        Instant now = Instant.now();
        Envelope request = Played.opening(Ids.session(), now).within(session);
        production.send(keys, 0, now, session, BODY, request.headers());
        assertThat(trace(session).state()).isEqualTo(State.RUNNING);
        assertThat(trace(session).messages()).hasSize(1);
    }

    /** Whatever is met first: replies go where the opening request says, and stand beside it in what is read. */
    @ParameterizedTest
    @CsvSource({"0,1", "0,2", "1,0", "1,2", "2,0", "2,1"})
    void findsTheReplyOnThePartitionThatTheOpeningRequestNames(int partition, int replyPartition) throws Exception {
        String session = Ids.session();
        Instant start = Instant.now();
        Envelope request = Played.opening(session, start).repliedTo(gateway(replyPartition));
        production.send(Topics.ROUTER.in(production.name()), partition, start, "7", BODY, request.headers());
        production.commit(Topics.ROUTER, null, partition, 1_000_000);
        answer(request, replyPartition, start.plusMillis(5));
        Trace trace = trace(session);
        assertThat(trace.messages().stream().map(Step::id)).containsExactly(session, session + ".r");
        assertThat(trace.state()).isEqualTo(State.ENDED);
    }

    @Test
    void looksEverywhereWhereTheOpeningRequestIsGone() throws Exception {
        String session = Ids.session();
        Instant start = Instant.now();
        Envelope request = Played.opening(session, start).repliedTo(gateway(0));
        send(Topics.ROUTER, start, request);
        call(request, 1, Topics.FILE_OPERATION, start.plusMillis(5));
        answer(request, 0, start.plusMillis(9));
        TopicPartition opened = new TopicPartition(Topics.ROUTER.in(production.name()), 1);
        production
                .admin()
                .deleteRecords(Map.of(opened, RecordsToDelete.beforeOffset(1)))
                .all()
                .get(30, TimeUnit.SECONDS);
        assertThat(trace(session).messages().stream().map(Step::id)).containsExactly(session + ".1", session + ".r");
    }

    @Test
    void showsTheRunThatAReusedKeyWasSeenWithLast() throws Exception {
        String session = seen("key", Instant.now().minus(Duration.ofHours(25)), Instant.now());
        assertThat(trace(session).messages().stream().map(Step::id)).containsExactly(session + "-1");
    }

    @Test
    void knowsNothingOfAKeyThatWasForgotten() throws Exception {
        String session = seen("key", Instant.now().minus(Duration.ofHours(25)));
        assertThat(trace(session).messages()).hasSize(1);
        try (KafkaProducer<byte[], byte[]> producer = producer(Map.of())) {
            producer.send(kept(session, null)).get(30, TimeUnit.SECONDS);
        }
        assertThatThrownBy(() -> trace(session)).isInstanceOf(UnknownTimeException.class);
    }

    /** Whoever was given the address of a session just now must not hear that there is none. */
    @Test
    void saysOfNoNewSessionThatItIsNotThereWhileATransactionHidesWhatCame() throws Exception {
        String older = Ids.session();
        String session = Ids.session();
        Instant now = Instant.now();
        try (KafkaProducer<byte[], byte[]> open = producer(Map.of("transactional.id", production.name()))) {
            open.initTransactions();
            open.beginTransaction();
            open.send(new ProducerRecord<>(Topics.ROUTER.in(production.name()), 1, null, new byte[0]))
                    .get(30, TimeUnit.SECONDS);
            send(Topics.ROUTER, now, Played.opening(session, now));
            assertThatThrownBy(() -> trace(session)).isInstanceOf(OpenTransactionException.class);
            assertThat(trace(madeAt(now.minusSeconds(90), older)).state()).isEqualTo(State.UNKNOWN);
            open.abortTransaction();
        }
        Eventually.eventually("the end of the transaction is known everywhere", () -> isFound(session));
        assertThat(trace(Ids.session()).state()).isEqualTo(State.UNKNOWN);
    }

    private boolean isFound(String session) {
        try {
            return trace(session).isFound();
        } catch (OpenTransactionException notYet) {
            return false;
        }
    }

    @Test
    void findsNothingOfASessionThatIsNotThere() throws Exception {
        assertThat(trace(Ids.session())).returns(State.UNKNOWN, Trace::state).returns(false, Trace::isFound);
        String gone = Ids.injected(production.topicId(Topics.ROUTER.in(production.name())), 0, 99);
        assertThat(trace(gone).isFound()).isFalse();
    }

    @Test
    void waitsForAnAnswerHoweverLateItComes() throws Exception {
        String session = Ids.session();
        Instant start = Instant.now();
        Envelope request = Played.opening(session, start);
        send(Topics.ROUTER, start, request);
        Envelope call = call(request, 1, Topics.FILE_OPERATION, start.plusMillis(5));
        others(60_000, start.plus(Traces.WINDOW), Duration.ofSeconds(60));
        reply(call, Topics.FILE_OPERATION, start.plusSeconds(90));
        readAll();
        assertThat(trace(session).messages()).hasSize(3);
    }

    /** With {@code -Drelais.messages=1000000} the whole of it. */
    @Test
    void findsASessionAmongManyInUnderASecond() throws Exception {
        int count = Integer.getInteger("relais.messages", 100_000);
        Instant start = Instant.now().minusSeconds(60);
        others(count / 2, start.minusSeconds(30), Duration.ofSeconds(30));
        String session = Ids.session();
        Instant now = Instant.now();
        Envelope request = Played.opening(session, now);
        send(Topics.ROUTER, now, request);
        Envelope call = call(request, 1, Topics.FILE_OPERATION, now.plusMillis(5));
        reply(call, Topics.FILE_OPERATION, now.plusMillis(12));
        others(count / 2, now, Duration.ofSeconds(30));
        readAll();
        Duration best = Duration.ofDays(1);
        for (int i = 0; i < 5; i++) { // the first has to be compiled
            Duration took = timeToFind(session);
            best = took.compareTo(best) < 0 ? took : best;
        }
        assertThat(best).isLessThan(Duration.ofSeconds(1));
    }

    /** The time on the processor, since the machine may have other things to do; on one that has not it is about the same. */
    private Duration timeToFind(String session) {
        ThreadMXBean threads = ManagementFactory.getThreadMXBean();
        long began = System.nanoTime();
        long worked = threads.getCurrentThreadCpuTime();
        try (Traces cold = new Traces(production.name(), TestBroker.client())) {
            assertThat(cold.find(session, null).messages()).hasSize(3);
        }
        Duration took = Duration.ofNanos(threads.getCurrentThreadCpuTime() - worked);
        System.out.println("found a session in " + (System.nanoTime() - began) / 1_000_000 + " ms, of which "
                + took.toMillis() + " ms on a processor");
        return took;
    }

    /** Messages of other sessions, spread over that time and over all topics. */
    private void others(int count, Instant from, Duration time) {
        List<String> topics = List.of(
                Topics.ROUTER.in(production.name()),
                Topics.FILE_OPERATION.in(production.name()),
                Topics.TRAINING_OPERATION.in(production.name()),
                replies);
        for (int i = 0; i < count; i++) {
            Instant sent = from.plus(time.multipliedBy(i).dividedBy(count));
            Envelope envelope = Played.opening(Ids.session(), sent).awaiting(replies, new byte[200]);
            int partition = i / topics.size() % Played.PARTITIONS;
            production.sendLater(topics.get(i % topics.size()), partition, sent, "" + i, BODY, envelope.headers());
        }
        production.flush();
    }

    private Trace trace(String id) {
        return traces.find(id, null);
    }

    private void send(Topic<?, ?> topic, Instant time, Envelope envelope) throws Exception {
        production.send(topic.in(production.name()), 1, time, "7", BODY, envelope.headers());
    }

    private Envelope call(Envelope request, int place, Topic<?, ?> target, Instant time) throws Exception {
        Envelope call = request.request(Ids.caused(request.id(), place), "Request", "router", time.toString())
                .awaiting(replies, new byte[] {1});
        send(target, time, call);
        return call;
    }

    private void reply(Envelope call, Topic<?, ?> from, Instant time) throws Exception {
        Envelope reply = call.reply(true, "Done", from.name(), time.toString());
        production.send(replies, 1, time, "7", DONE, reply.headers());
    }

    /** Where one of the copies of service-rest hears replies. */
    private Address gateway(int partition) {
        return new Address(gatewayReplies, partition);
    }

    private void answer(Envelope request, int partition, Instant time) throws Exception {
        Envelope reply = request.reply(true, "Done", "router", time.toString());
        production.send(gatewayReplies, partition, time, "7", DONE, reply.headers());
    }

    /** A session whose key was seen at these times, with the one message that each of its runs has. */
    private String seen(String key, Instant... times) throws Exception {
        String session = Ids.session(key);
        production.create(List.of(Topics.SERVICE_REST_KEYS.seenIn(production.name())), 1);
        try (KafkaProducer<byte[], byte[]> producer = producer(Map.of())) {
            for (int i = 0; i < times.length; i++) {
                Envelope request = Played.opening(session + '-' + i, times[i]).within(session);
                send(Topics.ROUTER, times[i], request);
                producer.send(kept(session, times[i])).get(30, TimeUnit.SECONDS);
            }
        }
        return session;
    }

    /** What is kept of a key; without a time, that nothing is any more. */
    private ProducerRecord<byte[], byte[]> kept(String session, @Nullable Instant seen) {
        ProducerRecord<byte[], byte[]> kept = new ProducerRecord<>(
                Topics.SERVICE_REST_KEYS.seenIn(production.name()),
                0,
                session.getBytes(UTF_8),
                seen == null ? null : new byte[0]);
        if (seen != null) {
            kept.headers()
                    .add(KeyedHeaders.SEEN, Long.toString(seen.toEpochMilli()).getBytes(UTF_8));
        }
        return kept;
    }

    private static KafkaProducer<byte[], byte[]> producer(Map<String, Object> settings) {
        Map<String, Object> config = new HashMap<>(TestBroker.client());
        config.putAll(settings);
        return new KafkaProducer<>(config, new ByteArraySerializer(), new ByteArraySerializer());
    }

    /** The id as it would be had it been made then. */
    private static String madeAt(Instant time, String id) {
        String millis = HexFormat.of().toHexDigits(time.toEpochMilli(), 12);
        return millis.substring(0, 8) + '-' + millis.substring(8) + id.substring(13);
    }

    private void readAll() throws Exception {
        production.commit(Topics.ROUTER, null, 1, 1_000_000);
        production.commit(Topics.ROUTER, replies, 1, 1_000_000);
        production.commit(Topics.FILE_OPERATION, null, 1, 1_000_000);
        production.commit(Topics.TRAINING_OPERATION, null, 1, 1_000_000);
    }
}
