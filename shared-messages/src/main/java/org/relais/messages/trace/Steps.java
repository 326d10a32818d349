package org.relais.messages.trace;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.Uuid;
import org.jspecify.annotations.Nullable;
import org.relais.messages.Address;
import org.relais.messages.DeadLetter;
import org.relais.messages.Envelope;
import org.relais.messages.Ids;
import org.relais.messages.InvalidMessageException;
import org.relais.messages.Place;
import org.relais.messages.Topic;

/** Reads records as steps, whoever wrote them: anything may be missing or malformed. Immutable. */
public final class Steps {

    private static final String NOBODY = "dead-letters";

    /** Of a body that does not fit in; one that is no longer takes hardly more than what else is kept of its message. */
    private static final int START = 200;

    private static final ObjectReader JSON = JsonMapper.builder(JsonFactory.builder()
                    .streamReadConstraints(
                            StreamReadConstraints.builder().maxNestingDepth(200).build())
                    .build())
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
            .build()
            .reader();

    private final String production;
    private final Map<String, Uuid> topicIds;

    /**
     * Reads the records of a production.
     *
     * @param production its name
     * @param topicIds the ids of its topics, of which the ids of injected messages are made
     */
    public Steps(String production, Map<String, Uuid> topicIds) {
        this.production = production;
        this.topicIds = Map.copyOf(topicIds);
    }

    /**
     * {@return what a record says}
     *
     * @param record a record of one of the production's topics for messages
     */
    public Step of(ConsumerRecord<byte[], byte[]> record) {
        return of(record, body(record.value()), false);
    }

    /** {@return what a record says, with its body if that fits in} */
    Step of(ConsumerRecord<byte[], byte[]> record, Room room) {
        byte[] value = record.value();
        boolean fits = value == null || value.length <= START || room.takes(value);
        return fits ? of(record) : of(record, start(value), true);
    }

    /** {@return what a record says but for its body} */
    Step withoutBody(ConsumerRecord<byte[], byte[]> record) {
        return of(record, JsonNodeFactory.instance.nullNode(), false);
    }

    private static JsonNode start(byte[] body) {
        return JsonNodeFactory.instance.textNode(new String(body, 0, START, StandardCharsets.UTF_8));
    }

    private Step of(ConsumerRecord<byte[], byte[]> record, JsonNode body, boolean cut) {
        DeadLetter letter = deadLetter(record);
        Envelope envelope = envelope(record, letter);
        String component = Topic.component(production, record.topic());
        boolean dead = Topic.isForDeadLetters(record.topic());
        Step.Kind kind =
                dead ? Step.Kind.DEAD_LETTER : envelope.inReplyTo() == null ? Step.Kind.REQUEST : Step.Kind.REPLY;
        return new Step(
                (letter == null ? time(envelope, record) : letter.failedAt()).toString(),
                kind,
                dead ? component : envelope.source(),
                dead ? NOBODY : component,
                envelope.type(),
                status(kind, envelope),
                letter == null
                        ? null
                        : letter.failedAt().toEpochMilli()
                                - time(envelope, record).toEpochMilli(),
                body,
                cut,
                envelope.id(),
                envelope.cause(),
                envelope.inReplyTo(),
                envelope.awaited(),
                letter == null ? null : letter.error(),
                record.topic(),
                record.partition(),
                record.offset());
    }

    /** {@return the session of a message, which is its own id if it opens one} */
    public String session(ConsumerRecord<byte[], byte[]> record) {
        return envelope(record, deadLetter(record)).session();
    }

    /** Where the reply to a message goes, or null if nowhere, or the message does not say it well. */
    @Nullable
    Address replyTo(ConsumerRecord<byte[], byte[]> record) {
        try {
            return envelope(record, null).replyTo();
        } catch (InvalidMessageException nowhere) {
            return null;
        }
    }

    private Envelope envelope(ConsumerRecord<byte[], byte[]> record, @Nullable DeadLetter letter) {
        return Envelope.read(record.headers(), new Injected(record, place(record, letter), topicIds));
    }

    /** Where the message stood when it was read: a dead letter is that message once more. */
    private static Place place(ConsumerRecord<?, ?> record, @Nullable DeadLetter letter) {
        Place origin = letter == null ? null : Place.parse(letter.origin());
        return origin == null ? new Place(record.topic(), record.partition(), record.offset()) : origin;
    }

    /** {@return the text as JSON, or as a text if it is none} */
    public static JsonNode body(byte @Nullable [] bytes) {
        if (bytes == null) {
            return JsonNodeFactory.instance.nullNode();
        }
        try {
            JsonNode read = JSON.readTree(bytes);
            return read.isMissingNode() ? JsonNodeFactory.instance.textNode("") : read;
        } catch (IOException noJson) {
            return JsonNodeFactory.instance.textNode(new String(bytes, StandardCharsets.UTF_8));
        }
    }

    private static @Nullable String status(Step.Kind kind, Envelope envelope) {
        return switch (kind) {
            case REQUEST -> null;
            case REPLY -> envelope.ok() ? "ok" : "error";
            case DEAD_LETTER -> Step.OPEN;
        };
    }

    /** A message that was a dead letter once tells when it was sent first: what counts here is when it was sent again. */
    private static Instant time(Envelope envelope, ConsumerRecord<?, ?> record) {
        try {
            boolean resent = !Topic.isForDeadLetters(record.topic()) && DeadLetter.attempts(record.headers()) > 0;
            return resent ? Instant.ofEpochMilli(record.timestamp()) : envelope.time();
        } catch (InvalidMessageException somebodysOwnTime) {
            return Instant.ofEpochMilli(record.timestamp());
        }
    }

    private static @Nullable DeadLetter deadLetter(ConsumerRecord<?, ?> record) {
        if (!Topic.isForDeadLetters(record.topic())) {
            return null;
        }
        try {
            return DeadLetter.read(record.headers());
        } catch (InvalidMessageException somebodysOwnHeaders) {
            return null;
        }
    }

    /** A message that came without an id is named by its place. */
    private record Injected(ConsumerRecord<byte[], byte[]> record, Place place, Map<String, Uuid> topicIds)
            implements Envelope.Defaults {

        @Override
        public String id() {
            Uuid topicId = topicIds.getOrDefault(place.topic(), Uuid.ZERO_UUID);
            return Ids.injected(topicId, place.partition(), place.offset());
        }

        @Override
        public String type() {
            return "";
        }

        @Override
        public long timestamp() {
            return record.timestamp();
        }
    }
}
