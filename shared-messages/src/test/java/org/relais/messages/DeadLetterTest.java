package org.relais.messages;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.junit.jupiter.api.Test;

class DeadLetterTest {

    private static final DeadLetter LETTER = new DeadLetter(
            "field 'id' is unknown", "rejected", "f.router/1@42", Instant.parse("2026-11-01T10:00:00.123Z"), 2);

    @Test
    void isTheOriginalRecordWithItsReason() {
        RecordHeaders original = new RecordHeaders();
        original.add("ce_id", bytes("7"));
        original.add("their-own", bytes("kept"));
        ProducerRecord<byte[], byte[]> record = LETTER.of("f.dead", 1, bytes("k"), bytes("not { json"), original);

        assertThat(record.topic()).isEqualTo("f.dead");
        assertThat(record.partition()).isEqualTo(1);
        assertThat(record.key()).isEqualTo(bytes("k"));
        assertThat(record.value()).isEqualTo(bytes("not { json"));
        assertThat(header(record, "ce_id")).isEqualTo("7");
        assertThat(header(record, "their-own")).isEqualTo("kept");
        assertThat(header(record, "relais-error")).isEqualTo("field 'id' is unknown");
        assertThat(header(record, "relais-error-class")).isEqualTo("rejected");
        assertThat(header(record, "relais-origin")).isEqualTo("f.router/1@42");
        assertThat(header(record, "relais-failed-at")).isEqualTo("2026-11-01T10:00:00.123Z");
        assertThat(header(record, "relais-attempts")).isEqualTo("2");
        assertThat(DeadLetter.read(record.headers())).isEqualTo(LETTER);
        assertThat(original.toArray()).as("the original is not changed").hasSize(2);
    }

    @Test
    void thatFailsAgainTellsOnlyTheLastReason() {
        ProducerRecord<byte[], byte[]> first = LETTER.of("f.dead", null, null, null, new RecordHeaders());
        DeadLetter again = new DeadLetter("other", "expired", "f.router/0@1", Instant.EPOCH, 3);
        ProducerRecord<byte[], byte[]> second = again.of("f.dead", null, null, null, first.headers());
        assertThat(DeadLetter.read(second.headers())).isEqualTo(again);
        assertThat(Arrays.stream(second.headers().toArray()).filter(h -> h.key().equals("relais-error")))
                .hasSize(1);
    }

    @Test
    void noOtherRecordIsOne() {
        assertThat(DeadLetter.read(new RecordHeaders())).isNull();
        assertThat(DeadLetter.attempts(new RecordHeaders())).isZero();
    }

    @Test
    void ofHeadersThatSomebodyWroteByHandSaysWhatIsWrong() {
        RecordHeaders headers = new RecordHeaders();
        headers.add("relais-error", bytes("x"));
        assertThat(DeadLetter.read(headers)).isNotNull();
        for (String noTime : List.of("yesterday", "+999999999-01-01T00:00:00Z")) {
            headers.add("relais-failed-at", bytes(noTime));
            assertThatThrownBy(() -> DeadLetter.read(headers))
                    .isInstanceOf(InvalidMessageException.class)
                    .hasMessageContaining("relais-failed-at");
        }
        headers.add("relais-attempts", bytes("many"));
        assertThatThrownBy(() -> DeadLetter.attempts(headers))
                .isInstanceOf(InvalidMessageException.class)
                .hasMessageContaining("relais-attempts");
    }

    @Test
    void originsNameTopicPartitionAndOffset() {
        assertThat(DeadLetter.origin("f.router", 1, 42)).isEqualTo("f.router/1@42");
    }

    @Test
    void theOriginalHasItsOwnHeadersAgainAndTheCountOfTries() {
        RecordHeaders headers = new RecordHeaders();
        headers.add("relais-continuation", bytes("c"));
        DeadLetter letter = new DeadLetter("no", "rejected", "f.router/1@2", Instant.EPOCH, 2);
        ProducerRecord<byte[], byte[]> record = letter.of("f.router.dead-letters", 1, null, bytes("{}"), headers);
        assertThat(DeadLetter.original(record.headers()).toArray())
                .extracting(Header::key)
                .containsExactly("relais-continuation", "relais-attempts");
    }

    @Test
    void placesAreReadAsTheyAreWritten() {
        Place place = new Place("f.router", 1, 42);
        assertThat(Place.parse(place.toString())).isEqualTo(place);
        assertThat(Place.parse("formation.csv:12")).isNull();
        assertThat(Place.parse("f.router/-1@2")).isNull();
    }

    private static String header(ProducerRecord<byte[], byte[]> record, String key) {
        return new String(
                Objects.requireNonNull(record.headers().lastHeader(key)).value(), UTF_8);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(UTF_8);
    }
}
