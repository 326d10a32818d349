package org.relais.messages;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.api.FuzzedDataProvider;
import com.code_intelligence.jazzer.junit.FuzzTest;
import java.util.Arrays;
import java.util.List;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.jspecify.annotations.Nullable;

/** Any headers are an envelope and perhaps a dead letter, or refused. */
final class HeadersFuzzTest {

    private static final List<String> OTHERS = List.of(
            "relais-error", "relais-error-class", "relais-origin", "relais-failed-at", "relais-attempts", "other", "");

    private static final Envelope.Defaults DEFAULTS = new Envelope.Defaults() {
        @Override
        public String id() {
            return Ids.injected(Uuid.ONE_UUID, 1, 1);
        }

        @Override
        public String type() {
            return "FormationRequest";
        }

        @Override
        public long timestamp() {
            return 0;
        }
    };

    @FuzzTest(maxDuration = "5s")
    void readsOrRefuses(FuzzedDataProvider data) {
        RecordHeaders headers = new RecordHeaders();
        for (int left = data.consumeInt(0, 20); left > 0; left--) {
            headers.add(name(data), data.consumeBoolean() ? data.consumeBytes(100) : null);
        }
        Envelope envelope = Envelope.read(headers, DEFAULTS);
        unlessRefused(() -> Clock.format(envelope.time().toEpochMilli()));
        unlessRefused(envelope::deadline);
        unlessRefused(envelope::replyTo);
        unlessRefused(() -> DeadLetter.read(headers));
        unlessRefused(() -> DeadLetter.attempts(headers));
        DeadLetter.original(headers);
        Ids.time(envelope.session());
        Envelope reply = envelope.reply(envelope.ok(), "Done", "fuzz", "now");
        assertThat(reply.session()).isEqualTo(envelope.session());
        assertThat(reply.inReplyTo()).isEqualTo(envelope.id());
        assertThat(reply.continuation()).isEqualTo(envelope.continuation());
        Envelope call = envelope.resumed("id", "FormationRequest", "now", new byte[] {1})
                .awaiting("f.router.replies", new byte[] {2});
        for (Envelope each : List.of(envelope, reply, call)) {
            comesBackAsItWas(each);
        }
    }

    /** What was sent has gone through bytes where it is received. */
    private static void comesBackAsItWas(Envelope sent) {
        RecordHeaders received = new RecordHeaders();
        sent.headers().forEach(header -> received.add(header.key(), header.value()));
        Envelope again = Envelope.read(received, DEFAULTS);
        assertThat(again.headers()).isEqualTo(received);
        assertThat(texts(again)).isEqualTo(texts(sent));
        assertThat(again.ok()).isEqualTo(sent.ok());
        assertThat(again.awaited()).isEqualTo(sent.awaited());
        assertThat(again.continuation()).isEqualTo(sent.continuation());
    }

    private static List<@Nullable String> texts(Envelope envelope) {
        return Arrays.asList(
                envelope.id(),
                envelope.type(),
                envelope.source(),
                envelope.session(),
                envelope.timeText(),
                envelope.cause(),
                envelope.inReplyTo(),
                envelope.traceParent());
    }

    private static String name(FuzzedDataProvider data) {
        return data.consumeBoolean()
                ? data.pickValue(HeaderName.values()).key()
                : OTHERS.get(data.consumeInt(0, OTHERS.size() - 1));
    }

    private static void unlessRefused(Runnable reading) {
        try {
            reading.run();
        } catch (InvalidMessageException e) {
            assertThat(OneLine.of(String.valueOf(e.getMessage()))).isEqualTo(e.getMessage());
        }
    }
}
