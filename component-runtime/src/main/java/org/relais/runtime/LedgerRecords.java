package org.relais.runtime;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.jspecify.annotations.Nullable;
import org.relais.messages.Address;
import org.relais.messages.KeyedHeaders;

/** The entries of a {@link Ledger} as records of a compacted topic: the key is the session, the value the answer, the rest is in headers. */
record LedgerRecords(String topic) {

    static final char BETWEEN = ',';

    private static final String FINGERPRINT = "relais-fingerprint";
    private static final String WAITING = "relais-waiting";
    private static final String TYPE = "ce_type";
    private static final String STATUS = "ce_status";
    private static final byte[] NO_ANSWER = "{}".getBytes(StandardCharsets.UTF_8);
    private static final char AT = '@';

    ProducerRecord<byte[], byte[]> of(int partition, UUID session, Ledger.Entry entry) {
        RecordHeaders headers = new RecordHeaders();
        headers.add(FINGERPRINT, bytes(entry.fingerprint()));
        headers.add(KeyedHeaders.SEEN, text(Long.toString(entry.seen())));
        Ledger.Answer answer = entry.answer();
        if (answer == null) {
            headers.add(WAITING, text(waiting(entry.waiters())));
        } else {
            headers.add(TYPE, text(answer.type()));
            headers.add(STATUS, text(answer.ok() ? "ok" : "error"));
        }
        byte[] value = answer == null ? NO_ANSWER : answer.body();
        return new ProducerRecord<>(topic, partition, text(session.toString()), value, headers);
    }

    /** {@return what makes the topic forget an entry} */
    ProducerRecord<byte[], byte[]> none(int partition, UUID session) {
        return new ProducerRecord<>(topic, partition, text(session.toString()), null);
    }

    static UUID session(ConsumerRecord<byte[], byte[]> record) {
        return UUID.fromString(new String(record.key(), StandardCharsets.UTF_8));
    }

    static Ledger.Entry entry(ConsumerRecord<byte[], byte[]> record) {
        Headers headers = record.headers();
        Ledger.Fingerprint fingerprint = Ledger.Fingerprint.of(required(headers, FINGERPRINT));
        long seen = Long.parseLong(string(required(headers, KeyedHeaders.SEEN)));
        byte[] type = value(headers, TYPE);
        if (type == null) {
            return new Ledger.Entry(fingerprint, seen, null, waiters(string(required(headers, WAITING))));
        }
        boolean ok = string(required(headers, STATUS)).equals("ok");
        Ledger.Answer answer = new Ledger.Answer(ok, string(type).intern(), record.value());
        return new Ledger.Entry(fingerprint, seen, answer, List.of());
    }

    private static String waiting(List<Ledger.Waiter> waiters) {
        return waiters.stream()
                .map(waiter -> waiter.request() + AT + waiter.address())
                .collect(Collectors.joining(String.valueOf(BETWEEN)));
    }

    private static List<Ledger.Waiter> waiters(String text) {
        return Arrays.stream(text.split(String.valueOf(BETWEEN), -1))
                .filter(waiter -> !waiter.isEmpty())
                .map(LedgerRecords::waiter)
                .toList();
    }

    private static Ledger.Waiter waiter(String text) {
        int at = text.lastIndexOf(AT);
        return new Ledger.Waiter(text.substring(0, at), Address.parse(text.substring(at + 1)));
    }

    private static byte[] bytes(Ledger.Fingerprint fingerprint) {
        return ByteBuffer.allocate(2 * Long.BYTES)
                .putLong(fingerprint.high())
                .putLong(fingerprint.low())
                .array();
    }

    private static byte[] required(Headers headers, String name) {
        return Objects.requireNonNull(value(headers, name), name);
    }

    private static byte @Nullable [] value(Headers headers, String name) {
        return headers.lastHeader(name) == null
                ? null
                : headers.lastHeader(name).value();
    }

    private static byte[] text(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static String string(byte[] bytes) {
        return new String(bytes, StandardCharsets.UTF_8);
    }
}
