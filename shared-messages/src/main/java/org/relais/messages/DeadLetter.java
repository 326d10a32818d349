package org.relais.messages;

import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.List;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.jspecify.annotations.Nullable;

/**
 * Why and where a message could not be processed: the headers that a dead letter has beside those of the original record.
 *
 * @param error the reason, one line
 * @param errorClass the kind of failure
 * @param origin {@code topic/partition@offset} of the original record, or the file and line it comes from
 * @param failedAt when it failed
 * @param attempts how often it was tried, this time included
 */
public record DeadLetter(String error, String errorClass, String origin, Instant failedAt, int attempts) {

    /** How the reason ends where only the beginning of the original is kept, without its key and headers. */
    public static final String CUT = " (cut: it is larger than a record may be here)";

    private static final String ERROR = "relais-error";
    private static final String ERROR_CLASS = "relais-error-class";
    private static final String ORIGIN = "relais-origin";
    private static final String FAILED_AT = "relais-failed-at";
    private static final String ATTEMPTS = "relais-attempts";

    /** {@return whether only the beginning of the original is kept} */
    public boolean isCut() {
        return error.endsWith(CUT);
    }

    /** {@return where a record stands, as {@code relais-origin} has it} */
    public static String origin(String topic, int partition, long offset) {
        return topic + '/' + partition + '@' + offset;
    }

    /**
     * {@return the dead letter of a record}
     *
     * @param topic the topic of dead letters
     * @param partition the original's partition number, or null where the key is to decide
     * @param key the original's key
     * @param value the original's bytes, kept as they are
     * @param headers the original's headers
     */
    public ProducerRecord<byte[], byte[]> of(
            String topic,
            @Nullable Integer partition,
            byte @Nullable [] key,
            byte @Nullable [] value,
            Headers headers) {
        RecordHeaders all = new RecordHeaders(headers.toArray());
        put(all, ERROR, error);
        put(all, ERROR_CLASS, errorClass);
        put(all, ORIGIN, origin);
        put(all, FAILED_AT, failedAt.toString());
        put(all, ATTEMPTS, Integer.toString(attempts));
        return new ProducerRecord<>(topic, partition, key, value, all);
    }

    /**
     * {@return what these headers tell, or null if they are not a dead letter's}
     *
     * @throws InvalidMessageException if somebody wrote them who does not know how
     */
    public static @Nullable DeadLetter read(Headers headers) {
        String error = text(headers, ERROR);
        if (error == null) {
            return null;
        }
        return new DeadLetter(
                error,
                String.valueOf(text(headers, ERROR_CLASS)),
                String.valueOf(text(headers, ORIGIN)),
                failedAt(headers),
                attempts(headers));
    }

    /**
     * {@return how often a record was tried before: 0 unless it was a dead letter once}
     *
     * @param headers the record's
     */
    public static int attempts(Headers headers) {
        String attempts = text(headers, ATTEMPTS);
        try {
            return attempts == null ? 0 : Integer.parseInt(attempts);
        } catch (NumberFormatException e) {
            throw new InvalidMessageException("header '" + ATTEMPTS + "' is no number", e);
        }
    }

    /**
     * {@return the headers of the original record; how often it was tried stays with it, so that the next failure counts on}
     *
     * @param headers a dead letter's
     */
    public static RecordHeaders original(Headers headers) {
        RecordHeaders original = new RecordHeaders(headers.toArray());
        List.of(ERROR, ERROR_CLASS, ORIGIN, FAILED_AT).forEach(original::remove);
        return original;
    }

    private static Instant failedAt(Headers headers) {
        String failedAt = text(headers, FAILED_AT);
        try {
            return failedAt == null ? Instant.EPOCH : Clock.parse(failedAt);
        } catch (DateTimeException e) {
            throw new InvalidMessageException("header '" + FAILED_AT + "' is no RFC 3339 time", e);
        }
    }

    private static void put(RecordHeaders headers, String key, String value) {
        headers.remove(key);
        headers.add(key, value.getBytes(StandardCharsets.UTF_8));
    }

    private static @Nullable String text(Headers headers, String key) {
        Header header = headers.lastHeader(key);
        return header == null || header.value() == null ? null : new String(header.value(), StandardCharsets.UTF_8);
    }
}
