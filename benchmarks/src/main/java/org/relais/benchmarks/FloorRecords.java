package org.relais.benchmarks;

import static org.relais.benchmarks.Bytes.append;
import static org.relais.benchmarks.Bytes.concat;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.internals.RecordHeader;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.relais.messages.HeaderName;
import org.relais.messages.Topic;
import org.relais.messages.Topics;

/**
 * Makes the floor's records: each as the production would send it, byte for byte as long, and made of what came in by copying alone.
 * Headers are found by their place, since every sender writes them in one order. Used by one thread.
 */
final class FloorRecords {

    /** Where headers stand that every record has. */
    private static final int ID = 1;

    private static final int SOURCE = 3;
    private static final int TIME = 4;
    private static final int SESSION = 5;

    private static final int OPENING_TRACE = 6;
    private static final int CALL_TRACE = 8;
    private static final int CALL_CONTINUATION = 9;
    private static final int REPLY_TRACE = 9;
    private static final int REPLY_CONTINUATION = 10;

    private static final Header VERSION = header(HeaderName.SPEC_VERSION, "1.0");
    private static final Header CONTENT_TYPE = header(HeaderName.CONTENT_TYPE, "application/json");
    private static final Header OK = header(HeaderName.STATUS, "ok");
    private static final Header REPLY_TO = header(HeaderName.REPLY_TO, FloorTopics.REPLIES);
    private static final Header FORMATION_REQUEST = header(HeaderName.TYPE, "FormationRequest");
    private static final Header TRAINING_REQUEST = header(HeaderName.TYPE, "TrainingRequest");
    private static final Header FROM_CSV = source(Topics.SERVICE_CSV);
    private static final Header FROM_ROUTER = source(Topics.ROUTER);

    private static final byte[] DONE = Bytes.of("{}");
    private static final byte[] TRUE = Bytes.of("{\"bool\":true}");
    private static final byte[] FALSE = Bytes.of("{\"bool\":false}");
    private static final byte[] REPLIED = Bytes.of(".r");

    /** What stands in a continuation before and behind the request's body; see the runtime's Continuation. */
    private static final byte[] AFTER_ID = text("FormationRequest");

    private static final byte[] NO_ANSWER = concat(new byte[] {0}, text(Topics.FILE_OPERATION.name()));
    private static final byte[] FILE_ANSWER = concat(answer(Topics.FILE_OPERATION, "Done", DONE));
    private static final byte[] ONE_ANSWER =
            concat(new byte[] {2}, FILE_ANSWER, text(Topics.TRAINING_OPERATION.name()));
    private static final byte[] TWO_ANSWERS = concat(
            new byte[] {4},
            FILE_ANSWER,
            answer(Topics.TRAINING_OPERATION, "TrainingResponse", TRUE),
            text(Topics.POSTGRES_OPERATION.name()));
    private static final int BODY_START = 1 + 1 + 36 + AFTER_ID.length + 1 + 24 + 2 + 2;

    private Header time = header(HeaderName.TIME, "2026-01-01T00:00:00.000Z");

    /** Takes the time for the next records; the production's clock writes it once a millisecond at most. */
    void tick(long millis) {
        String text =
                Instant.ofEpochMilli(millis).truncatedTo(ChronoUnit.SECONDS).toString();
        String exact = text.substring(0, text.length() - 1)
                + '.'
                + String.valueOf(1_000 + millis % 1_000).substring(1);
        time = header(HeaderName.TIME, exact + 'Z');
    }

    ProducerRecord<byte[], byte[]> opening(byte[] key, byte[] body, byte[] id) {
        Header trace = new RecordHeader(HeaderName.TRACE_PARENT.key(), FloorIds.traceParent(id));
        RecordHeaders headers = new RecordHeaders();
        headers.add(VERSION);
        headers.add(new RecordHeader(HeaderName.ID.key(), id));
        headers.add(FORMATION_REQUEST);
        headers.add(FROM_CSV);
        headers.add(time);
        headers.add(new RecordHeader(HeaderName.SESSION.key(), id));
        headers.add(trace);
        headers.add(CONTENT_TYPE);
        return new ProducerRecord<>(FloorTopics.ROUTER, null, key, body, headers);
    }

    ProducerRecord<byte[], byte[]> fileCall(ConsumerRecord<byte[], byte[]> request) {
        Header[] in = request.headers().toArray();
        byte[] body = request.value();
        byte[] continuation = concat(
                new byte[] {1, 72},
                in[ID].value(),
                AFTER_ID,
                new byte[] {48},
                in[TIME].value(),
                new byte[] {1, 1, (byte) (body.length << 1 | 0x80), (byte) (body.length >> 6)},
                body,
                NO_ANSWER);
        return call(request, in, OPENING_TRACE, FloorTopics.FILE, 1, FORMATION_REQUEST, body, continuation);
    }

    ProducerRecord<byte[], byte[]> trainingCall(ConsumerRecord<byte[], byte[]> reply) {
        Header[] in = reply.headers().toArray();
        byte[] old = in[REPLY_CONTINUATION].value();
        int bodyEnd = old.length - NO_ANSWER.length;
        // {"training":{"name":..,"room":..}} is shorter than the request by this; its words are as hard to compress
        byte[] body = Arrays.copyOfRange(old, BODY_START + 7 + reply.key().length, bodyEnd);
        byte[] continuation = answered(old, bodyEnd, ONE_ANSWER);
        return call(reply, in, REPLY_TRACE, FloorTopics.TRAINING, 2, TRAINING_REQUEST, body, continuation);
    }

    ProducerRecord<byte[], byte[]> postgresCall(ConsumerRecord<byte[], byte[]> reply) {
        Header[] in = reply.headers().toArray();
        byte[] old = in[REPLY_CONTINUATION].value();
        int bodyEnd = old.length - ONE_ANSWER.length;
        byte[] body = Arrays.copyOfRange(old, BODY_START, bodyEnd);
        byte[] continuation = answered(old, bodyEnd, TWO_ANSWERS);
        return call(reply, in, REPLY_TRACE, FloorTopics.POSTGRES, 3, FORMATION_REQUEST, body, continuation);
    }

    private static byte[] answered(byte[] old, int bodyEnd, byte[] answers) {
        byte[] next = Arrays.copyOf(old, bodyEnd + answers.length);
        System.arraycopy(answers, 0, next, bodyEnd, answers.length);
        return next;
    }

    private ProducerRecord<byte[], byte[]> call(
            ConsumerRecord<byte[], byte[]> cause,
            Header[] in,
            int trace,
            String topic,
            int place,
            Header type,
            byte[] body,
            byte[] continuation) {
        byte[] session = in[SESSION].value();
        RecordHeaders headers = new RecordHeaders();
        headers.add(VERSION);
        headers.add(new RecordHeader(HeaderName.ID.key(), append(session, new byte[] {'.', (byte) ('0' + place)})));
        headers.add(type);
        headers.add(FROM_ROUTER);
        headers.add(time);
        headers.add(in[SESSION]);
        headers.add(new RecordHeader(HeaderName.CAUSE.key(), session));
        headers.add(REPLY_TO);
        headers.add(in[trace]);
        headers.add(new RecordHeader(HeaderName.CONTINUATION.key(), continuation));
        headers.add(CONTENT_TYPE);
        return new ProducerRecord<>(topic, cause.partition(), cause.key(), body, headers);
    }

    private ProducerRecord<byte[], byte[]> reply(
            ConsumerRecord<byte[], byte[]> request, Header source, Header type, byte[] body) {
        Header[] in = request.headers().toArray();
        byte[] id = in[ID].value();
        RecordHeaders headers = new RecordHeaders();
        headers.add(VERSION);
        headers.add(new RecordHeader(HeaderName.ID.key(), append(id, REPLIED)));
        headers.add(type);
        headers.add(source);
        headers.add(time);
        headers.add(in[SESSION]);
        headers.add(new RecordHeader(HeaderName.CAUSE.key(), id));
        headers.add(new RecordHeader(HeaderName.IN_REPLY_TO.key(), id));
        headers.add(OK);
        headers.add(in[CALL_TRACE]);
        headers.add(in[CALL_CONTINUATION]);
        headers.add(CONTENT_TYPE);
        return new ProducerRecord<>(FloorTopics.REPLIES, request.partition(), request.key(), body, headers);
    }

    /** An operation's reply that tells nothing. */
    ProducerRecord<byte[], byte[]> done(ConsumerRecord<byte[], byte[]> request, Replier replier) {
        return reply(request, replier.source, replier.type, DONE);
    }

    /** The training operation's reply: whether the formation goes on is the last bit of its key's last byte. */
    ProducerRecord<byte[], byte[]> decision(ConsumerRecord<byte[], byte[]> request, Replier replier) {
        byte[] key = request.key();
        return reply(request, replier.source, replier.type, (key[key.length - 1] & 1) == 0 ? TRUE : FALSE);
    }

    /** {@return who sent a reply, by the first letter of its source} */
    static byte sender(ConsumerRecord<byte[], byte[]> reply) {
        return reply.headers().toArray()[SOURCE].value()[0];
    }

    /** {@return whether the training operation lets the formation go on} */
    static boolean goesOn(ConsumerRecord<byte[], byte[]> decision) {
        return decision.value().length == TRUE.length;
    }

    /**
     * Who replies.
     *
     * @param source its name
     * @param type its replies' body type
     */
    record Replier(Header source, Header type) {

        static Replier of(Topic<?, ?> operation) {
            return new Replier(
                    FloorRecords.source(operation),
                    header(HeaderName.TYPE, operation.reply().getSimpleName()));
        }
    }

    private static byte[] answer(Topic<?, ?> target, String type, byte[] body) {
        return concat(text(target.name()), new byte[] {2}, text(type), field(body));
    }

    private static byte[] text(String text) {
        return field(Bytes.of(text));
    }

    /** A field of fewer than 64 bytes with its length as a zigzag varint before it. */
    private static byte[] field(byte[] bytes) {
        return concat(new byte[] {(byte) (bytes.length << 1)}, bytes);
    }

    private static Header source(Topic<?, ?> topic) {
        return header(HeaderName.SOURCE, topic.name());
    }

    private static Header header(HeaderName name, String value) {
        return new RecordHeader(name.key(), Bytes.of(value));
    }
}
