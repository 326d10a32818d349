package org.relais.runtime;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.relais.messages.DeadLetter;
import org.relais.messages.InvalidMessageException;

class TurnTest {

    private static final Ask REQUEST = new Ask("hello", "k");

    private static Production production;
    private static Context context;
    private static Sender process;
    private static Sender operation;

    @BeforeAll
    static void open() {
        production = new Production();
        context = production.context();
        production.createTopic(TestTopics.PROCESS.repliesIn(production.name()));
        process = new Sender(TestTopics.PROCESS, context);
        operation = new Sender(TestTopics.OPERATION, context);
    }

    @AfterAll
    static void close() {
        production.close();
    }

    @Test
    void runsFromItsStartWithTheAnswersAtHand() {
        List<String> seen = new ArrayList<>();
        Process<Ask, Told> handler = (request, calls) -> {
            seen.add("start");
            Told one = calls.call(TestTopics.OPERATION, new Ask("1"));
            seen.add(one.text());
            Told two = calls.call(TestTopics.OTHER, new Ask("2"));
            seen.add(two.text());
            return new Told(one.text() + two.text());
        };
        Session first = begin();
        ProducerRecord<byte[], byte[]> call = waits(handler, first);
        assertThat(call.topic()).isEqualTo(production.name() + ".operation");
        Session second = answered(call, "a");
        ProducerRecord<byte[], byte[]> next = waits(handler, second);
        assertThat(next.topic()).isEqualTo(production.name() + ".other-operation");
        assertThat(ends(handler, answered(next, "b"))).isEqualTo(new Told("ab"));
        assertThat(seen).containsExactly("start", "start", "a", "start", "a", "b");
    }

    @Test
    void namesItsCallsByTheirPlaceWheneverItRuns() {
        Process<Ask, Told> handler = (request, calls) -> {
            calls.send(TestTopics.OTHER, new Ask("0"));
            calls.call(TestTopics.OPERATION, new Ask("1"));
            calls.call(TestTopics.OPERATION, new Ask("2"));
            return new Told("");
        };
        Session session = begin();
        Turn turn = turn(session);
        assertThatThrownBy(() -> handler.handle(REQUEST, turn)).isInstanceOf(Turn.TurnEnded.class);
        assertThat(turn.sent().stream().map(TurnTest::id)).containsExactly("S.1", "S.2");
        ProducerRecord<byte[], byte[]> call = turn.sent().get(1);
        assertThat(id(waits(handler, answered(call, "x")))).isEqualTo("S.3");
        assertThat(id(waits(handler, answered(call, "x"))))
                .as("the same at a second reading")
                .isEqualTo("S.3");
    }

    @Test
    void sendsOnceWhatItSendsOverSeveralTurns() {
        Process<Ask, Told> handler = (request, calls) -> {
            calls.send(TestTopics.OTHER, new Ask("before"));
            calls.call(TestTopics.OPERATION, new Ask("call"));
            calls.send(TestTopics.OTHER, new Ask("between"));
            calls.call(TestTopics.OPERATION, new Ask("call"));
            calls.send(TestTopics.OTHER, new Ask("after"));
            return new Told("");
        };
        List<String> sent = new ArrayList<>();
        Turn first = turn(begin());
        assertThatThrownBy(() -> handler.handle(REQUEST, first)).isInstanceOf(Turn.TurnEnded.class);
        take(first, sent);
        Turn second = turn(answered(last(first), "1"));
        assertThatThrownBy(() -> handler.handle(REQUEST, second)).isInstanceOf(Turn.TurnEnded.class);
        take(second, sent);
        Turn third = turn(answered(last(second), "2"));
        handler.handle(REQUEST, third);
        take(third, sent);
        assertThat(sent).containsExactly("before", "call", "between", "call", "after");
    }

    @Test
    void timeAndRandomnessAreTheSameInEveryTurn() {
        List<Object> seen = new ArrayList<>();
        Process<Ask, Told> handler = (request, calls) -> {
            seen.add(List.of(
                    calls.now(), calls.random().nextLong(), calls.random().nextInt(6)));
            calls.call(TestTopics.OPERATION, new Ask("1"));
            return new Told("");
        };
        ends(handler, answered(waits(handler, begin()), "x"));
        assertThat(seen).hasSize(2);
        assertThat(seen.get(0)).isEqualTo(seen.get(1));
        assertThat(((List<?>) seen.get(0)).get(0)).isEqualTo(Instant.ofEpochMilli(1_793_527_200_123L));
    }

    @Test
    void noticesThatTheHandlerCallsSomebodyElseThanBefore() {
        Process<Ask, Told> before = (request, calls) -> calls.call(TestTopics.OPERATION, request);
        Process<Ask, Told> after = (request, calls) -> calls.call(TestTopics.OTHER, request);
        Session answered = answered(waits(before, begin()), "x");
        assertThatThrownBy(() -> after.handle(REQUEST, turn(answered)))
                .isInstanceOf(InvalidMessageException.class)
                .hasMessageContaining("changed underneath");
    }

    @Test
    void noticesThatTheHandlerCallsNobodyAnyMore() {
        Process<Ask, Told> before = (request, calls) -> calls.call(TestTopics.OPERATION, request);
        Session answered = answered(waits(before, begin()), "x");
        Turn turn = turn(answered);
        assertThatThrownBy(turn::checkAllAnswersTaken).isInstanceOf(InvalidMessageException.class);
    }

    @Test
    void noticesAnAnswerOfAnotherType() {
        Process<Ask, Told> handler = (request, calls) -> calls.call(TestTopics.OPERATION, request);
        Session answered = answered(waits(handler, begin()), new Outcome.Replied("Other", "{}".getBytes(UTF_8)));
        assertThatThrownBy(() -> handler.handle(REQUEST, turn(answered)))
                .isInstanceOf(InvalidMessageException.class)
                .hasMessageContaining("Other");
    }

    @Test
    void aHandlerMayCatchAFailedCallAndGoOn() {
        Process<Ask, Told> handler = (request, calls) -> {
            try {
                return calls.call(TestTopics.OPERATION, request);
            } catch (CallFailed e) {
                return calls.call(
                        TestTopics.OTHER,
                        new Ask(e.failure().errorClass() + ": " + e.failure().error()));
            }
        };
        ProducerRecord<byte[], byte[]> second = waits(
                handler, answered(waits(handler, begin()), new Outcome.Failed("rejected", "no room", "o/0@1", 1)));
        assertThat(new String(second.value(), UTF_8)).contains("rejected: no room");
        assertThat(ends(handler, answered(second, "instead"))).isEqualTo(new Told("instead"));
    }

    @Test
    void aFailedCallThatNobodyCatchesIsKeptAsItWasSent() {
        Process<Ask, Told> handler = (request, calls) -> {
            calls.call(TestTopics.OTHER, new Ask("1"));
            return calls.call(TestTopics.OPERATION, new Ask("2"));
        };
        ProducerRecord<byte[], byte[]> call = waits(handler, answered(waits(handler, begin()), "x"));
        Session failed = answered(call, new Outcome.Failed("rejected", "no room", "o/0@1", 2));
        Turn turn = turn(failed);
        assertThatThrownBy(() -> handler.handle(REQUEST, turn)).isInstanceOfSatisfying(CallFailed.class, failure -> {
            ProducerRecord<byte[], byte[]> kept = failure.deadLetter();
            assertThat(kept.topic()).isEqualTo(production.name() + ".operation.dead-letters");
            assertThat(kept.partition()).isEqualTo(call.partition());
            assertThat(kept.key()).isEqualTo(call.key());
            assertThat(kept.value()).isEqualTo(call.value());
            for (String name :
                    List.of("ce_id", "ce_session", "ce_replyto", "ce_type", "traceparent", "relais-continuation")) {
                assertThat(kept.headers().lastHeader(name).value())
                        .as(name)
                        .isEqualTo(call.headers().lastHeader(name).value());
            }
            assertThat(DeadLetter.read(kept.headers()))
                    .extracting(DeadLetter::error, DeadLetter::origin, DeadLetter::attempts)
                    .containsExactly("no room", "o/0@1", 2);
        });
        assertThat(turn.sent()).isEmpty();
    }

    @Test
    void aHandlerCannotCatchTheEndOfItsTurnAsAnException() {
        Turn turn = turn(begin());
        Process<Ask, Told> handler = (request, calls) -> {
            try {
                return calls.call(TestTopics.OPERATION, request);
            } catch (RuntimeException e) {
                return new Told("caught");
            }
        };
        assertThatThrownBy(() -> handler.handle(REQUEST, turn)).isInstanceOf(Turn.TurnEnded.class);
    }

    @Test
    void refusesACallThatNoRecordCanHold() {
        assertThatThrownBy(() -> turn(begin()).call(TestTopics.OPERATION, new Ask("x".repeat(1 << 20))))
                .isInstanceOf(RejectedException.class)
                .hasMessageContaining("operation");
        Session large = Session.begin(message("y".repeat(7_000)), null, "k".getBytes(UTF_8));
        assertThatThrownBy(() -> turn(large).call(TestTopics.OPERATION, new Ask("x".repeat((1 << 20) - 7_000))))
                .as("the continuation counts too")
                .isInstanceOf(RejectedException.class);
    }

    @Test
    void leavesALargeRequestWhereItIs() {
        Session large = Session.begin(message("y".repeat(9_000)), null, "k".getBytes(UTF_8));
        ProducerRecord<byte[], byte[]> call =
                waits((request, calls) -> calls.call(TestTopics.OPERATION, new Ask("1")), large);
        Continuation continuation = Continuation.decode(
                call.headers().lastHeader("relais-continuation").value());
        assertThat(continuation.request().body()).isNull();
        assertThat(continuation.request().stays()).isEqualTo(new Continuation.Place(1, 7));
    }

    private static Session begin() {
        return Session.begin(message("hello"), null, "k".getBytes(UTF_8));
    }

    private static Message message(String text) {
        RecordHeaders headers = Production.headers("ce_id", "S");
        return Records.message(production.name() + ".process", 1, 7, Production.ask(text), headers);
    }

    private static Turn turn(Session session) {
        return new Turn(session, process, REQUEST);
    }

    private static ProducerRecord<byte[], byte[]> waits(Process<Ask, Told> handler, Session session) {
        Turn turn = turn(session);
        assertThatThrownBy(() -> handler.handle(REQUEST, turn)).isInstanceOf(Turn.TurnEnded.class);
        assertThat(turn.sent()).hasSize(1);
        return last(turn);
    }

    private static Told ends(Process<Ask, Told> handler, Session session) {
        Turn turn = turn(session);
        Told told = handler.handle(REQUEST, turn);
        turn.checkAllAnswersTaken();
        return told;
    }

    private static Session answered(ProducerRecord<byte[], byte[]> call, String text) {
        return answered(call, operation.encode(new Told(text)));
    }

    /** Carries a call to its operation and the answer back. */
    private static Session answered(ProducerRecord<byte[], byte[]> call, Outcome outcome) {
        Message received = Records.message(
                call.topic(),
                Objects.requireNonNull(call.partition()),
                3,
                new String(call.value(), UTF_8),
                call.headers());
        var replyTo = Objects.requireNonNull(operation.replyTo(received));
        ProducerRecord<byte[], byte[]> reply =
                operation.reply(received.envelope(), 1, replyTo, outcome, received.key(null));
        Message answer = Records.message(
                reply.topic(),
                Objects.requireNonNull(reply.partition()),
                5,
                new String(reply.value(), UTF_8),
                reply.headers());
        byte[] continuation = Objects.requireNonNull(answer.envelope().continuation());
        return Session.resume(answer, Continuation.decode(continuation), new Requests(context.clients(), call.topic()));
    }

    private static ProducerRecord<byte[], byte[]> last(Turn turn) {
        return turn.sent().get(turn.sent().size() - 1);
    }

    private static void take(Turn turn, List<String> sent) {
        turn.sent()
                .forEach(record ->
                        sent.add(new String(record.value(), UTF_8).replaceAll(".*\"text\":\"(\\w+)\".*", "$1")));
    }

    private static String id(ProducerRecord<byte[], byte[]> record) {
        return new String(record.headers().lastHeader("ce_id").value(), UTF_8);
    }
}
