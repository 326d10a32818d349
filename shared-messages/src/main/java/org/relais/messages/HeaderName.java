package org.relais.messages;

import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The headers the system reads and writes, in the binary form of the CloudEvents 1.0 Kafka protocol binding, with W3C trace
 * context. Others are ignored.
 */
public enum HeaderName {
    /** Always {@code 1.0}. */
    SPEC_VERSION("ce_specversion"),
    /** The message's id. */
    ID("ce_id"),
    /** The body's type. */
    TYPE("ce_type"),
    /** The sending component. */
    SOURCE("ce_source"),
    /** When it was sent, RFC 3339 with milliseconds. */
    TIME("ce_time"),
    /** The id of the session's first message. */
    SESSION("ce_session"),
    /** The id of the message that caused this one. */
    CAUSE("ce_cause"),
    /** On a reply: the id of the request. */
    IN_REPLY_TO("ce_inreplyto"),
    /** On a call: the topic, and where it matters {@code /partition}, for the reply. */
    REPLY_TO("ce_replyto"),
    /** The instant after which the receiver replies {@code expired} instead of acting. */
    DEADLINE("ce_deadline"),
    /** On a reply: {@code ok} or {@code error}. */
    STATUS("ce_status"),
    /** W3C trace context, handed on. */
    TRACE_PARENT("traceparent"),
    /** What a process needs to go on when the reply comes: opaque to everyone else, handed back in the reply. */
    CONTINUATION("relais-continuation"),
    /** Always {@code application/json}. */
    CONTENT_TYPE("content-type");

    /** How many there are. */
    static final int COUNT = values().length;

    private static final HeaderName[] ALL = values();
    private static final Map<String, HeaderName> BY_KEY = new HashMap<>();

    static {
        for (HeaderName name : ALL) {
            BY_KEY.put(name.key, name);
        }
    }

    private final String key;

    HeaderName(String key) {
        this.key = key;
    }

    /** {@return the header's key on a Kafka record} */
    public String key() {
        return key;
    }

    /**
     * {@return the header of this key, or null if it is none of these}
     *
     * @param before the header that stands before it: what we write is in the order of this enum, and then comparing the key with the
     *     few that may follow costs less than its hash
     */
    @SuppressWarnings("EnumOrdinal") // the order is what this is about
    static @Nullable HeaderName of(String key, @Nullable HeaderName before) {
        for (int i = before == null ? 0 : before.ordinal() + 1; i < COUNT; i++) {
            if (ALL[i].key.equals(key)) {
                return ALL[i];
            }
        }
        return BY_KEY.get(key);
    }
}
