package org.relais.runtime;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.common.utils.ByteUtils;
import org.jspecify.annotations.Nullable;
import org.relais.messages.InvalidMessageException;

/**
 * What a process needs to go on when a call is answered: the request it works on and the answers so far. It travels with the call and
 * comes back with the reply, so that a process keeps no state of its own.
 *
 * <p>The bytes: a version, then each field with its length before it, as Kafka's own varints. Immutable.
 *
 * @param request the request it works on
 * @param answers the answers to its calls so far, in their order
 * @param pending the component whose answer is awaited
 */
record Continuation(Request request, List<Answer> answers, String pending) {

    private static final byte VERSION = 1;
    private static final int MAX_ANSWERS = 100_000;

    /**
     * The request a process works on.
     *
     * @param id its id
     * @param type its body's type
     * @param time when it was sent, as its header has it
     * @param replyTo where the process's own reply goes; null if nobody waits
     * @param continuation what has to be handed back with that reply; null if nothing
     * @param body its body, or null if it is so large that it stays where it is
     * @param stays the partition of the process's own topic and the offset where a large one is
     */
    @SuppressWarnings("ArrayRecordComponent")
    record Request(
            String id,
            String type,
            String time,
            @Nullable String replyTo,
            byte @Nullable [] continuation,
            byte @Nullable [] body,
            @Nullable Place stays) {}

    /**
     * Where a large request is.
     *
     * @param partition of the process's own topic
     * @param offset in it
     */
    record Place(int partition, long offset) {}

    /**
     * An answered call.
     *
     * @param target who was called
     * @param ok whether it was carried out
     * @param type the reply's body type
     * @param body the reply's body
     */
    @SuppressWarnings("ArrayRecordComponent")
    record Answer(String target, boolean ok, String type, byte[] body) {}

    byte[] encode() {
        Writer out = new Writer();
        out.bytes.put(VERSION);
        out.text(request.id());
        out.text(request.type());
        out.text(request.time());
        out.text(request.replyTo());
        out.field(request.continuation());
        out.field(request.body());
        Place stays = request.stays();
        if (request.body() == null && stays != null) {
            out.number(stays.partition());
            out.number(stays.offset());
        }
        out.number(answers.size());
        for (Answer answer : answers) {
            out.text(answer.target());
            out.number(answer.ok() ? 1 : 0);
            out.text(answer.type());
            out.field(answer.body());
        }
        out.text(pending);
        return out.toBytes();
    }

    /**
     * {@return the continuation in these bytes}
     *
     * @throws InvalidMessageException if they are not what {@link #encode} made: anybody can write such a header
     */
    static Continuation decode(byte[] bytes) {
        try {
            ByteBuffer in = ByteBuffer.wrap(bytes);
            if (in.get() != VERSION) {
                throw new IllegalArgumentException("version");
            }
            Request request = request(in);
            List<Answer> answers = new ArrayList<>();
            for (long left = count(in); left > 0; left--) {
                answers.add(new Answer(text(in), number(in) == 1, text(in), required(field(in))));
            }
            Continuation continuation = new Continuation(request, answers, text(in));
            if (in.hasRemaining()) {
                throw new IllegalArgumentException("trailing bytes");
            }
            return continuation;
        } catch (RuntimeException e) {
            // Underflow, a wrong length, a wrong number: whatever it is, these bytes are not ours.
            throw new InvalidMessageException("header 'relais-continuation' can't be read", e);
        }
    }

    private static Request request(ByteBuffer in) {
        String id = text(in);
        String type = text(in);
        String time = text(in);
        byte[] replyTo = field(in);
        byte[] continuation = field(in);
        byte[] body = field(in);
        Place stays = body == null ? new Place(Math.toIntExact(number(in)), number(in)) : null;
        return new Request(id, type, time, replyTo == null ? null : string(replyTo), continuation, body, stays);
    }

    private static long count(ByteBuffer in) {
        long count = number(in);
        if (count < 0 || count > MAX_ANSWERS) {
            throw new IllegalArgumentException("count");
        }
        return count;
    }

    private static long number(ByteBuffer in) {
        return ByteUtils.readVarlong(in);
    }

    private static String text(ByteBuffer in) {
        return string(required(field(in)));
    }

    private static String string(byte[] bytes) {
        return new String(bytes, StandardCharsets.UTF_8);
    }

    private static byte @Nullable [] field(ByteBuffer in) {
        int length = ByteUtils.readVarint(in);
        if (length < 0) {
            return null;
        }
        if (length > in.remaining()) {
            throw new IllegalArgumentException("length");
        }
        byte[] bytes = new byte[length];
        in.get(bytes);
        return bytes;
    }

    private static byte[] required(byte @Nullable [] field) {
        if (field == null) {
            throw new IllegalArgumentException("a field is missing");
        }
        return field;
    }

    /** A buffer that grows. */
    private static final class Writer {

        private static final int ABSENT = -1;
        private static final int MAX_NUMBER = 10;

        private ByteBuffer bytes = ByteBuffer.allocate(512);

        void text(@Nullable String text) {
            field(text == null ? null : text.getBytes(StandardCharsets.UTF_8));
        }

        void field(byte @Nullable [] field) {
            ensure(MAX_NUMBER + (field == null ? 0 : field.length));
            ByteUtils.writeVarint(field == null ? ABSENT : field.length, bytes);
            if (field != null) {
                bytes.put(field);
            }
        }

        void number(long number) {
            ensure(MAX_NUMBER);
            ByteUtils.writeVarlong(number, bytes);
        }

        byte[] toBytes() {
            byte[] exact = new byte[bytes.position()];
            bytes.flip().get(exact);
            return exact;
        }

        private void ensure(int space) {
            if (bytes.remaining() < space) {
                int capacity = Math.max(bytes.capacity() * 2, bytes.position() + space);
                bytes = ByteBuffer.allocate(capacity).put(bytes.flip());
            }
        }
    }
}
