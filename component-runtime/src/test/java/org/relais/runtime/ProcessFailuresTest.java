package org.relais.runtime;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.relais.runtime.Eventually.eventually;
import static org.relais.runtime.Routing.ROUTER;

import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.relais.messages.Topic;

/** What becomes of a session where a call, a message, the process or the broker fails, all on a real broker. */
class ProcessFailuresTest {

    private static final List<String> OF_A_DEAD_LETTER =
            List.of("relais-error", "relais-error-class", "relais-origin", "relais-failed-at", "relais-attempts");

    private final Production production = new Production();
    private final Routing routing = new Routing(production);
    private final Outside outside = routing.outside();
    private final Outside other = routing.other();
    private final String requests = TestTopics.PROCESS.in(production.name());
    private final String own = TestTopics.PROCESS.repliesIn(production.name());
    private final String deadLetters = TestTopics.PROCESS.deadLettersIn(production.name());
    private final String operation = TestTopics.OPERATION.in(production.name());
    private final String replies = TestTopics.SERVICE.repliesIn(production.name());

    @BeforeEach
    void start() {
        routing.createTopics();
    }

    @AfterEach
    void stop() {
        production.close();
    }

    @Test
    void parksASessionWhoseCallFailedAndGoesOnFromThatVeryCall() throws Exception {
        routing.startAll(ROUTER);
        production.last().stop();
        Production.Part part = production.operation(outside, (ask, rows) -> {
            throw new RejectedException("no room");
        });
        production.inject(requests, 1, Production.ask("hello"));
        String parked = TestTopics.OPERATION.deadLettersIn(production.name());
        eventually("a dead letter", () -> production.records(parked).size() == 1);
        ConsumerRecord<byte[], byte[]> letter = production.records(parked).get(0);
        assertThat(letter.partition()).isEqualTo(1);
        assertThat(Production.header(letter, "relais-error")).isEqualTo("no room");
        assertThat(Production.header(letter, "relais-origin")).isEqualTo(operation + "/1@0");
        part.stop();

        production.operation(outside, OperationJobTest.ECHO);
        resend(letter);
        eventually("the row", () -> outside.rows().equals(List.of("2 hello")));
        eventually("nothing waits", () -> production.lag("process") == 0 && production.lag("operation") == 0);
        assertThat(other.rows()).as("nothing before the call happens twice").containsExactly("1 hello");
        assertThat(production.records(deadLetters)).isEmpty();
        assertThat(production.records(parked)).hasSize(1);
    }

    /** Two would each be sent again, and what lies between the two calls would be done twice. */
    @Test
    void keepsOneDeadLetterForProcessesThatCallEachOther() throws Exception {
        Topic<Ask, Told> outer = new Topic<>("outer", Ask.class, Told.class);
        production.start(context -> new ProcessJob<>(
                context,
                outer,
                (request, calls) -> new Told(
                        "outer " + calls.call(TestTopics.PROCESS, request).text())));
        routing.startAll(ROUTER);
        production.last().stop();
        Production.Part part = production.operation(outside, (ask, rows) -> {
            throw new RejectedException("no room");
        });
        String outerRequests = outer.in(production.name());
        eventually(
                "running", () -> production.admin().listTopics().names().get().contains(outerRequests));
        production.inject(outerRequests, 1, Production.ask("hello"), "ce_replyto", replies);
        eventually("a reply", () -> production.records(replies).size() == 1);
        assertThat(production.texts(replies).get(0)).contains("no room", "\"parked\":true");
        List<ConsumerRecord<byte[], byte[]>> letters =
                production.records(TestTopics.OPERATION.deadLettersIn(production.name()));
        assertThat(letters).hasSize(1);
        assertThat(production.records(deadLetters))
                .as("calls of the outer process")
                .isEmpty();
        part.stop();

        production.operation(outside, OperationJobTest.ECHO);
        resend(letters.get(0));
        eventually("the reply after all", () -> production.records(replies).size() == 2);
        assertThat(production.texts(replies).get(1)).isEqualTo("{\"text\":\"outer told 1 hello, told 2 hello\"}");
        assertThat(other.rows()).as("nothing before the call happens twice").containsExactly("1 hello");
    }

    private void resend(ConsumerRecord<byte[], byte[]> letter) throws Exception {
        RecordHeaders headers = new RecordHeaders(letter.headers());
        OF_A_DEAD_LETTER.forEach(headers::remove);
        production.inject(new ProducerRecord<byte[], byte[]>(
                operation, (Integer) 1, letter.key(), letter.value(), (Iterable<Header>) headers));
    }

    @Test
    void refusesRepliesThatNobodyCouldHaveSent() throws Exception {
        routing.startAll(ROUTER);
        production.inject(own, 0, "{}");
        production.inject(own, 0, "{}", "relais-continuation", "garbage");
        reply(0, continuation("elsewhere.x.replies", body(), null));
        reply(0, continuation(production.name() + ".absent.replies", body(), null));
        reply(0, continuation(null, null, new Continuation.Place(1, 0)));
        reply(0, continuation(null, null, new Continuation.Place(9_999, 0)));
        reply(0, continuation(null, null, new Continuation.Place(0, -1)));
        reply(0, continuation(null, null, new Continuation.Place(0, 1)));
        reply(0, continuation(null, null, new Continuation.Place(0, Long.MAX_VALUE)));
        reply(0, continuation(null, body(), null, "nobody"));
        production.inject(requests, 0, Production.ask("after"));
        eventually("dead letters", () -> production.records(deadLetters).size() == 10);
        eventually("the others go on", () -> outside.rows().equals(List.of("2 after")));
    }

    /** Nothing comes from there, neither now nor later, and it is before the topic's end. */
    @Test
    void refusesARequestThatIsSaidToStayWhereATransactionEnded() throws Exception {
        routing.startAll(ROUTER);
        production.injectInTransaction(requests, 1, List.of(Production.ask("before")));
        eventually("the marker is behind it", () -> outside.rows().equals(List.of("2 before")));
        reply(1, continuation(null, null, new Continuation.Place(1, 1)));
        eventually("a dead letter", () -> production.records(deadLetters).size() == 1);
        assertThat(Production.header(production.records(deadLetters).get(0), "relais-error"))
                .contains("the session's request is not in its topic");
    }

    @Test
    void tellsItsOwnCallerOfABugThatShowsAfterACall() throws Exception {
        Process<Ask, Told> buggy = (request, calls) -> {
            calls.call(TestTopics.OPERATION, new Ask("inner"));
            throw new IllegalStateException("a bug");
        };
        production.operation(outside, OperationJobTest.ECHO);
        production.start(context -> new ProcessJob<>(context, TestTopics.OTHER, buggy));
        production.process((request, calls) -> {
            try {
                return calls.call(TestTopics.OTHER, request);
            } catch (CallFailed e) {
                return new Told(e.failure().errorClass() + " " + e.failure().error());
            }
        });
        routing.ask("outer", "relais-continuation", "theirs");
        ConsumerRecord<byte[], byte[]> reply = routing.onlyReply();
        assertThat(Production.text(reply)).isEqualTo("{\"text\":\"IllegalStateException a bug\"}");
        assertThat(Production.header(reply, "relais-continuation")).isEqualTo("theirs");
        assertThat(outside.rows()).containsExactly("inner");
    }

    @Test
    void tellsItsCallerWhatItCannotProcess() throws Exception {
        routing.startAll((request, calls) -> {
            if (request.text().equals("huge")) {
                return new Told("x".repeat(KafkaClients.MAX_RECORD_BYTES));
            }
            return calls.call(TestTopics.OPERATION, new Ask(request.text() + "x".repeat(1 << 20)));
        });
        routing.ask("huge");
        routing.ask("call");
        routing.ask("late", "ce_deadline", "2026-01-01T00:00:00Z");
        routing.ask("typed", "ce_type", "Nonsense");
        eventually("replies", () -> production.records(replies).size() == 4);
        assertThat(production.records(replies))
                .allMatch(reply -> "error".equals(Production.header(reply, "ce_status")));
        assertThat(production.texts(replies))
                .satisfiesExactly(
                        text -> assertThat(text).contains("the reply would have"),
                        text -> assertThat(text).contains("the message for " + operation + " would have"),
                        text -> assertThat(text).contains("\"expired\""),
                        text -> assertThat(text).contains("Nonsense"));
    }

    @Test
    void setsAsideAnAnswerThatItsChangedCodeDoesNotExpect() throws Exception {
        Production.Part before = production.process((request, calls) -> calls.call(TestTopics.OPERATION, request));
        production.inject(requests, 2, Production.ask("hello"));
        eventually("the call", () -> production.records(operation).size() == 1);
        before.stop();
        production.operation(outside, OperationJobTest.ECHO);
        production.process((request, calls) -> calls.call(TestTopics.OTHER, request));
        eventually("a dead letter", () -> production.records(deadLetters).size() == 1);
        assertThat(Production.header(production.records(deadLetters).get(0), "relais-error"))
                .contains("changed underneath");
        assertThat(Production.header(production.records(deadLetters).get(0), "relais-origin"))
                .startsWith(own + "/2@");
    }

    @Test
    void triesAgainWhenTheBrokerFailsWhileAHandlerRuns() throws Exception {
        AtomicInteger failures = new AtomicInteger(2);
        production.operation(outside, OperationJobTest.ECHO);
        production.process((request, calls) -> {
            if (failures.getAndDecrement() > 0) {
                throw new TimeoutException("the broker is away");
            }
            return calls.call(TestTopics.OPERATION, request);
        });
        routing.ask("hello");
        assertThat(Production.text(routing.onlyReply())).isEqualTo("{\"text\":\"told hello\"}");
    }

    private void reply(int partition, Continuation continuation) throws Exception {
        RecordHeaders headers = Production.headers("ce_id", "S.1.r", "ce_type", "Told", "ce_session", "S");
        headers.add("relais-continuation", continuation.encode());
        production.inject(new ProducerRecord<byte[], byte[]>(
                own, (Integer) partition, (byte[]) null, "{\"text\":\"x\"}".getBytes(UTF_8), headers));
    }

    private static Continuation continuation(
            @Nullable String replyTo, byte @Nullable [] body, Continuation.@Nullable Place stays) {
        return continuation(replyTo, body, stays, TestTopics.OTHER.name());
    }

    private static Continuation continuation(
            @Nullable String replyTo, byte @Nullable [] body, Continuation.@Nullable Place stays, String pending) {
        String time = "2026-11-01T10:00:00.000Z";
        return new Continuation(
                new Continuation.Request("S", "Ask", time, replyTo, null, body, stays), List.of(), pending);
    }

    private static byte[] body() {
        return Objects.requireNonNull(Production.ask("forged").getBytes(UTF_8));
    }
}
