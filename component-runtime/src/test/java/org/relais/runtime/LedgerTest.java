package org.relais.runtime;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.Test;
import org.relais.messages.Address;
import org.relais.messages.InvalidMessageException;
import org.relais.messages.Sha256;

final class LedgerTest {

    private static final Ledger.Fingerprint FINGERPRINT = Ledger.Fingerprint.of(Sha256.of("a".getBytes(UTF_8)));
    private static final Ledger.Waiter WAITER = waiter(1);
    private static final UUID SESSION = UUID.randomUUID();

    @Test
    void anEntryIsTheSameAfterItWasARecord() {
        Ledger.Entry first = Ledger.Entry.first(FINGERPRINT, 17, List.of(WAITER));
        assertThat(again(first)).isEqualTo(first);
        assertThat(again(first.with(waiter(2)))).isEqualTo(first.with(waiter(2)));
        Ledger.Entry nobody = Ledger.Entry.first(FINGERPRINT, 17, List.of());
        assertThat(again(nobody)).isEqualTo(nobody);
    }

    @Test
    void anAnswerIsTheSameAfterItWasARecord() {
        byte[] body = "{\"error\":\"é\"}".getBytes(UTF_8);
        Ledger.Entry answered = Ledger.Entry.first(FINGERPRINT, 17, List.of(WAITER))
                .answered(new Ledger.Answer(false, "Failure", body));
        Ledger.Entry again = again(answered);
        assertThat(again).usingRecursiveComparison().isEqualTo(answered);
        assertThat(again.waiters()).isEmpty();
    }

    @Test
    void anotherRequestHasAnotherFingerprint() {
        assertThat(Ledger.Fingerprint.of(Sha256.of("b".getBytes(UTF_8)))).isNotEqualTo(FINGERPRINT);
    }

    @Test
    void theOldestAreForgottenFirst() {
        Ledger ledger = new Ledger();
        List<UUID> sessions =
                IntStream.range(0, 10).mapToObj(number -> new UUID(7, number)).toList();
        sessions.forEach(session ->
                ledger.put(session, Ledger.Entry.first(FINGERPRINT, session.getLeastSignificantBits(), List.of())));
        assertThat(ledger.forget(5, 3)).isEqualTo(sessions.subList(0, 3));
        assertThat(ledger.forget(5, 3)).isEqualTo(sessions.subList(3, 5));
        assertThat(ledger.forget(5, 3)).isEmpty();
        assertThat(ledger.size()).isEqualTo(5);
        assertThat(ledger.find(sessions.get(4))).isNull();
        assertThat(ledger.find(sessions.get(5))).isNotNull();
    }

    @Test
    void ofVeryManyWhoWaitTheLastAreTold() {
        Ledger.Entry entry = Ledger.Entry.first(FINGERPRINT, 17, List.of(WAITER));
        for (int number = 2; number <= 1_000; number++) {
            entry = entry.with(waiter(number));
        }
        assertThat(entry.waiters()).hasSize(1_000).contains(WAITER);
        entry = entry.with(waiter(1_001));
        assertThat(entry.waiters()).hasSize(1_000).contains(waiter(1_001)).doesNotContain(WAITER);
    }

    @Test
    void allWhoMayWaitFitIntoARecord() {
        String id = "€".repeat(Ledger.Waiter.LONGEST_ID);
        Ledger.Waiter largest = new Ledger.Waiter(id, new Address("t".repeat(249), 999));
        Ledger.Entry entry = Ledger.Entry.first(FINGERPRINT, 17, List.of());
        for (int number = 1; number <= 1_000; number++) {
            entry = entry.with(largest);
        }
        assertThat(again(entry)).isEqualTo(entry);
        assertThat(Sender.fits(new LedgerRecords("seen").of(3, SESSION, entry))).isTrue();
    }

    @Test
    void anIdThatARecordCannotHoldIsRefused() {
        for (String id : List.of("a,b", "i".repeat(Ledger.Waiter.LONGEST_ID + 1))) {
            assertThatThrownBy(() -> new Ledger.Waiter(id, WAITER.address()))
                    .isInstanceOf(InvalidMessageException.class);
        }
    }

    private static Ledger.Waiter waiter(int number) {
        return new Ledger.Waiter("request@" + number, new Address("p.service.replies", number));
    }

    private static Ledger.Entry again(Ledger.Entry entry) {
        ProducerRecord<byte[], byte[]> written = new LedgerRecords("seen").of(3, SESSION, entry);
        ConsumerRecord<byte[], byte[]> read =
                Records.record("seen", 3, 0, 0, written.key(), written.value(), written.headers());
        assertThat(LedgerRecords.session(read)).isEqualTo(SESSION);
        return LedgerRecords.entry(read);
    }
}
