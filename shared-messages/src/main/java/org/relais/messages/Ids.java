package org.relais.messages;

import com.fasterxml.uuid.Generators;
import com.fasterxml.uuid.NoArgGenerator;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.UUID;
import org.apache.kafka.common.Uuid;
import org.jspecify.annotations.Nullable;

/**
 * Names for messages. A session's first message gets a UUIDv7 (RFC 9562); what it causes is named by its place in the
 * session, as a path that a reader can follow: {@code S.1} is the first call made for {@code S}, {@code S.1.r} its reply.
 * So whatever runs twice names the same thing twice. Safe for use by several threads.
 */
public final class Ids {

    private static final NoArgGenerator TIME_ORDERED = Generators.timeBasedEpochGenerator(new FastRandom());
    private static final int UUID_LENGTH = 36;

    private Ids() {}

    /** {@return a new session's id, a UUIDv7} */
    public static String session() {
        return TIME_ORDERED.generate().toString();
    }

    /**
     * {@return the id of the session that a key stands for, a UUIDv8 made of its SHA-256 (RFC 9562, B.2): the same key, the same session}
     *
     * @param key the key
     */
    public static String session(String key) {
        ByteBuffer hash = ByteBuffer.wrap(Sha256.of(key.getBytes(StandardCharsets.UTF_8)));
        long high = (hash.getLong() & 0xFFFF_FFFF_FFFF_0FFFL) | 0x8000L;
        long low = (hash.getLong() & 0x3FFF_FFFF_FFFF_FFFFL) | 0x8000_0000_0000_0000L;
        return new UUID(high, low).toString();
    }

    /**
     * {@return the id of what a message's handler sends}
     *
     * @param id the message's id
     * @param place 1 for the first
     */
    public static String caused(String id, int place) {
        return id + '.' + place;
    }

    /**
     * {@return the id of the reply to a request}
     *
     * @param id the request's id
     */
    public static String reply(String id) {
        return id + ".r";
    }

    /** {@return the id of a message that came without one: the same at every reading} */
    public static String injected(Uuid topic, int partition, long offset) {
        return topic + "-" + partition + '-' + offset;
    }

    /**
     * {@return when a session began, or null if its id does not hold that: only a UUIDv7 does}
     *
     * @param session its id
     */
    public static @Nullable Instant time(String session) {
        return isUuid(session)
                ? Instant.ofEpochMilli(Long.parseLong(session.substring(0, 8) + session.substring(9, 13), 16))
                : null;
    }

    /** {@return a W3C traceparent for a new trace; a function of the session, so that a second reading starts no second trace} */
    static String traceParent(String session) {
        String id = uuid(session);
        StringBuilder text = new StringBuilder(55).append("00-");
        text.append(id, 0, 8).append(id, 9, 13).append(id, 14, 18);
        text.append(id, 19, 23).append(id, 24, UUID_LENGTH).append('-'); // the trace; its second half is the span, too
        return text.append(id, 19, 23).append(id, 24, UUID_LENGTH).append("-01").toString();
    }

    private static String uuid(String session) {
        return isUuid(session)
                ? session
                : UUID.nameUUIDFromBytes(session.getBytes(StandardCharsets.UTF_8))
                        .toString();
    }

    /** Anybody can write a {@code ce_id}, and a trace context takes nothing but lower-case hexadecimal digits, not all zero. */
    private static boolean isUuid(String session) {
        if (session.length() != UUID_LENGTH || session.charAt(14) != '7' || "89ab".indexOf(session.charAt(19)) < 0) {
            return false;
        }
        for (int i = 0; i < UUID_LENGTH; i++) {
            boolean hyphen = i == 8 || i == 13 || i == 18 || i == 23;
            char c = session.charAt(i);
            if (hyphen ? c != '-' : !isHexadecimal(c)) {
                return false;
            }
        }
        return true;
    }

    private static boolean isHexadecimal(char c) {
        return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f');
    }

    /** Ids must be unlike, not secret: a strong source would cost more than the message itself. */
    private static final class FastRandom extends java.util.Random {
        private static final long serialVersionUID = 1L;

        private final transient java.util.SplittableRandom random = new java.util.SplittableRandom();

        @Override
        protected int next(int bits) {
            return random.nextInt() >>> (Integer.SIZE - bits);
        }
    }
}
