package org.relais.messages;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeader;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class EnvelopeTest {

    private static final String TIME = "2026-11-01T10:00:00.000Z";
    private static final String SESSION = "019a0000-0000-7abc-8000-0123456789ab";
    private static final String TRACE = "00-019a000000007abc80000123456789ab-80000123456789ab-01";

    private static final Envelope.Defaults DEFAULTS = new Envelope.Defaults() {
        @Override
        public String id() {
            return "topic-1-42";
        }

        @Override
        public String type() {
            return "FormationRequest";
        }

        @Override
        public long timestamp() {
            return 1_793_527_200_123L;
        }
    };

    private static final Envelope.Defaults NONE_MISSING = new Envelope.Defaults() {
        @Override
        public String id() {
            throw new AssertionError("id");
        }

        @Override
        public String type() {
            return "unused";
        }

        @Override
        public long timestamp() {
            throw new AssertionError("timestamp");
        }
    };

    @Test
    void ofAMessageWithoutHeadersIsDerivedTheSameAtEveryReading() {
        Envelope envelope = Envelope.read(new RecordHeaders(), DEFAULTS);
        assertThat(envelope.id()).isEqualTo("topic-1-42");
        assertThat(envelope.session()).isEqualTo("topic-1-42");
        assertThat(envelope.type()).isEqualTo("FormationRequest");
        assertThat(envelope.source()).isEqualTo("injected");
        assertThat(envelope.time()).isEqualTo(Instant.ofEpochMilli(1_793_527_200_123L));
        assertThat(envelope.ok()).isTrue();
        assertThat(envelope.awaited()).isFalse();
        assertThat(envelope.cause()).isNull();
        assertThat(envelope.inReplyTo()).isNull();
        assertThat(envelope.replyTo()).isNull();
        assertThat(envelope.deadline()).isNull();
        assertThat(envelope.continuation()).isNull();
        assertThat(envelope.traceParent()).matches("00-[0-9a-f]{32}-[0-9a-f]{16}-01");
        assertThat(texts(envelope)).isEqualTo(texts(Envelope.read(new RecordHeaders(), DEFAULTS)));
    }

    @Test
    void ofAMessageWithAnIdOnlyOpensASessionOfThatName() {
        Envelope envelope = Envelope.read(headers("ce_id", "A"), DEFAULTS);
        assertThat(envelope.id()).isEqualTo("A");
        assertThat(envelope.session()).isEqualTo("A");
    }

    @Test
    void opensASession() {
        assertThat(texts(opening()))
                .containsExactlyInAnyOrderEntriesOf(Map.of(
                        "ce_specversion",
                        "1.0",
                        "ce_id",
                        SESSION,
                        "ce_type",
                        "FormationRequest",
                        "ce_source",
                        "service-csv",
                        "ce_time",
                        TIME,
                        "ce_session",
                        SESSION,
                        "traceparent",
                        TRACE,
                        "content-type",
                        "application/json"));
    }

    @Test
    void ofARequestNamesItsCauseAndStaysInTheSession() {
        Envelope request = opening().request(SESSION + ".1", "TrainingRequest", "router", TIME);
        assertThat(request.id()).isEqualTo(SESSION + ".1");
        assertThat(request.type()).isEqualTo("TrainingRequest");
        assertThat(request.source()).isEqualTo("router");
        assertThat(request.session()).isEqualTo(SESSION);
        assertThat(request.cause()).isEqualTo(SESSION);
        assertThat(request.traceParent()).isEqualTo(TRACE);
        assertThat(request.awaited()).isFalse();
    }

    @Test
    void ofACallComesBackInItsReply() {
        byte[] continuation = {0, 1, (byte) 0xFF};
        Envelope call = opening()
                .request(SESSION + ".1", "TrainingRequest", "router", TIME)
                .awaiting("formation.router.replies", continuation);
        Envelope received = Envelope.read(call.headers(), NONE_MISSING);
        assertThat(received.replyTo()).isEqualTo(new Address("formation.router.replies", null));
        assertThat(received.awaited()).isTrue();

        Envelope reply = Envelope.read(
                received.reply(true, "TrainingResponse", "training-operation", TIME)
                        .headers(),
                NONE_MISSING);
        assertThat(reply.id()).isEqualTo(SESSION + ".1.r");
        assertThat(reply.inReplyTo()).isEqualTo(SESSION + ".1");
        assertThat(reply.cause()).isEqualTo(SESSION + ".1");
        assertThat(reply.session()).isEqualTo(SESSION);
        assertThat(reply.traceParent()).isEqualTo(TRACE);
        assertThat(reply.ok()).isTrue();
        assertThat(reply.continuation()).isEqualTo(continuation);
        assertThat(reply.awaited()).as("nobody waits for the reply to a reply").isFalse();
    }

    @Test
    void ofAnErrorReplySaysSo() {
        Envelope reply = opening().reply(false, "Failure", "x", TIME);
        assertThat(texts(reply)).containsEntry("ce_status", "error");
        assertThat(Envelope.read(reply.headers(), NONE_MISSING).ok()).isFalse();
    }

    @Test
    void handsADeadlineOnInTheHeadersButNotToWhatTheRequestCauses() {
        Instant deadline = Instant.parse("2026-11-01T10:00:05Z");
        Envelope bounded = Envelope.read(opening().before(deadline).headers(), NONE_MISSING);
        assertThat(bounded.deadline()).isEqualTo(deadline);
        assertThat(bounded.request("x", "T", "s", TIME).deadline()).isNull();
        assertThat(opening().deadline()).isNull();
    }

    @Test
    void ofTheRequestIsResumedFromThatOfAReply() {
        Envelope request = opening();
        Envelope reply = request.request(SESSION + ".1", "TrainingRequest", "router", TIME)
                .awaiting("f.router.replies", new byte[] {1})
                .reply(true, "TrainingResponse", "training-operation", TIME);
        Envelope resumed = reply.resumed(SESSION, "FormationRequest", TIME, new byte[] {9});
        assertThat(resumed.id()).isEqualTo(request.id());
        assertThat(resumed.session()).isEqualTo(request.session());
        assertThat(resumed.type()).isEqualTo(request.type());
        assertThat(resumed.timeText()).isEqualTo(request.timeText());
        assertThat(resumed.traceParent()).isEqualTo(request.traceParent());
        assertThat(resumed.continuation()).containsExactly(9);
        assertThat(reply.resumed(SESSION, "FormationRequest", TIME, null).continuation())
                .isNull();
    }

    @Test
    void changesNothingOfTheOneItComesFrom() {
        Envelope request = opening();
        Map<String, String> before = texts(request);
        request.awaiting("f.router.replies", new byte[0]).before(Instant.EPOCH).reply(true, "T", "s", TIME);
        assertThat(texts(request)).isEqualTo(before);
    }

    @Test
    void ignoresForeignHeadersAndTakesTheLastOfSeveral() {
        RecordHeaders headers = headers("ce_id", "first");
        headers.add("ce_id", "second".getBytes(UTF_8));
        headers.add("their-own", new byte[] {1});
        headers.add("CE_TYPE", "shouted".getBytes(UTF_8));
        headers.add(new RecordHeader("ce_source", (byte[]) null));
        Envelope envelope = Envelope.read(headers, DEFAULTS);
        assertThat(envelope.id()).isEqualTo("second");
        assertThat(envelope.source()).isEqualTo("injected");
        assertThat(envelope.type()).isEqualTo("FormationRequest");
        assertThat(texts(envelope)).doesNotContainKeys("their-own", "CE_TYPE");
    }

    @Test
    void saysWhichHeaderCannotBeRead() {
        unreadable("ce_deadline", "soon", Envelope::deadline);
        unreadable("ce_time", "2026", Envelope::time);
        unreadable("ce_replyto", "topic/x", Envelope::replyTo);
    }

    @Test
    void statusIsOkOnlyIfItSaysSo() {
        assertThat(Envelope.read(headers("ce_status", "ok"), DEFAULTS).ok()).isTrue();
        assertThat(Envelope.read(headers("ce_status", "OK"), DEFAULTS).ok()).isFalse();
        assertThat(Envelope.read(headers("ce_status", ""), DEFAULTS).ok()).isFalse();
    }

    private static void unreadable(
            String header, String value, java.util.function.Function<Envelope, @Nullable Object> use) {
        Envelope envelope = Envelope.read(headers(header, value), DEFAULTS);
        assertThatThrownBy(() -> use.apply(envelope))
                .isInstanceOf(InvalidMessageException.class)
                .hasMessageContaining(header)
                .message()
                .doesNotContain(value);
    }

    private static Envelope opening() {
        return Envelope.opening(SESSION, "FormationRequest", "service-csv", TIME);
    }

    private static RecordHeaders headers(String key, String value) {
        RecordHeaders headers = new RecordHeaders();
        headers.add(key, value.getBytes(UTF_8));
        return headers;
    }

    private static Map<String, String> texts(Envelope envelope) {
        Headers headers = envelope.headers();
        Map<String, String> texts = new TreeMap<>();
        for (Header header : headers) {
            assertThat(texts.put(header.key(), new String(header.value(), UTF_8)))
                    .isNull();
        }
        return texts;
    }
}
