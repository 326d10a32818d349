package org.relais.messages;

import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Objects;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeader;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.jspecify.annotations.Nullable;

/**
 * What the system needs to know of a message: its headers, with what is missing filled in.
 *
 * <p>Header values are decoded when somebody asks and are handed on as they came, since most of them are only passed along.
 * Immutable, but for that the byte arrays in it are not copied: nobody may change them.
 */
// As EnumMap does, which costs more than all else here: this runs for each header of each message.
@SuppressWarnings("EnumOrdinal")
public final class Envelope {

    /** Where an injected message, which has no {@code ce_source}, is said to come from. */
    public static final String INJECTED = "injected";

    private static final String VERSION = "1.0";
    private static final String OK = "ok";
    private static final String ERROR = "error";
    private static final Header SPEC_VERSION = header(HeaderName.SPEC_VERSION, VERSION);
    private static final Header CONTENT_TYPE = header(HeaderName.CONTENT_TYPE, "application/json");
    private static final Header STATUS_OK = header(HeaderName.STATUS, OK);
    private static final Header STATUS_ERROR = header(HeaderName.STATUS, ERROR);

    /** By {@link HeaderName#ordinal}, which is the order in which they are written. */
    private final @Nullable Header[] fields;

    private Envelope() {
        this(new @Nullable Header[HeaderName.COUNT]);
    }

    private Envelope(@Nullable Header[] fields) {
        this.fields = fields;
    }

    /**
     * {@return the envelope of a message that came from Kafka; of a header that is there more than once the last counts}
     *
     * @param headers the record's headers
     * @param defaults what to assume for headers that are missing
     */
    public static Envelope read(Headers headers, Defaults defaults) {
        Envelope envelope = new Envelope();
        HeaderName last = null;
        for (Header header : headers.toArray()) {
            HeaderName name = HeaderName.of(header.key(), last);
            if (name != null) {
                envelope.put(name, header);
                last = name;
            }
        }
        envelope.complete(defaults);
        return envelope;
    }

    /**
     * {@return the envelope of a session's first message}
     *
     * @param id the message's and so the session's id
     * @param type the body's type
     * @param source the sending component
     * @param time now, as {@link Clock} writes it
     */
    public static Envelope opening(String id, String type, String source, String time) {
        Envelope envelope = new Envelope();
        envelope.set(HeaderName.ID, id);
        envelope.set(HeaderName.SESSION, id);
        envelope.set(HeaderName.TYPE, type);
        envelope.set(HeaderName.SOURCE, source);
        envelope.set(HeaderName.TIME, time);
        envelope.set(HeaderName.TRACE_PARENT, Ids.traceParent(id));
        envelope.constants();
        return envelope;
    }

    /**
     * {@return the envelope of a request that this message causes}
     *
     * @param id the new message's id
     * @param type its body's type
     * @param source the sending component
     * @param time now, as {@link Clock} writes it
     */
    public Envelope request(String id, String type, String source, String time) {
        Envelope next = new Envelope();
        next.set(HeaderName.ID, id);
        next.set(HeaderName.TYPE, type);
        next.set(HeaderName.SOURCE, source);
        next.set(HeaderName.TIME, time);
        next.take(HeaderName.SESSION, this);
        next.take(HeaderName.TRACE_PARENT, this);
        next.put(HeaderName.CAUSE, renamed(HeaderName.CAUSE, HeaderName.ID));
        next.constants();
        return next;
    }

    /**
     * {@return this request's envelope as a call: with where the reply goes and what is to come back with it}
     *
     * @param replyTo where the reply goes
     * @param continuation handed back in the reply
     */
    public Envelope awaiting(String replyTo, byte[] continuation) {
        Envelope call = new Envelope(fields.clone());
        call.set(HeaderName.REPLY_TO, replyTo);
        call.put(HeaderName.CONTINUATION, new RecordHeader(HeaderName.CONTINUATION.key(), continuation));
        return call;
    }

    /**
     * {@return this request's envelope with where the reply goes}
     *
     * @param replyTo the address
     */
    public Envelope repliedTo(Address replyTo) {
        Envelope call = new Envelope(fields.clone());
        call.set(HeaderName.REPLY_TO, replyTo.toString());
        return call;
    }

    /**
     * {@return this opening message's envelope as one of a session whose id is known before}
     *
     * @param session the session's id
     */
    public Envelope within(String session) {
        Envelope inside = new Envelope(fields.clone());
        inside.set(HeaderName.SESSION, session);
        inside.set(HeaderName.TRACE_PARENT, Ids.traceParent(session));
        return inside;
    }

    /**
     * {@return this request's envelope with a deadline}
     *
     * @param deadline after it the receiver replies {@code expired} instead of acting
     */
    public Envelope before(Instant deadline) {
        Envelope bounded = new Envelope(fields.clone());
        bounded.set(HeaderName.DEADLINE, deadline.toString());
        return bounded;
    }

    /**
     * {@return the envelope of the reply to this request}
     *
     * @param ok whether the request was carried out
     * @param type the reply's body type
     * @param source the replying component
     * @param time now, as {@link Clock} writes it
     */
    public Envelope reply(boolean ok, String type, String source, String time) {
        Envelope reply = request(Ids.reply(id()), type, source, time);
        reply.put(HeaderName.IN_REPLY_TO, renamed(HeaderName.IN_REPLY_TO, HeaderName.ID));
        reply.put(HeaderName.STATUS, ok ? STATUS_OK : STATUS_ERROR);
        if (has(HeaderName.CONTINUATION)) {
            reply.take(HeaderName.CONTINUATION, this);
        }
        return reply;
    }

    /**
     * {@return the envelope of the request that a process works on, as far as it is needed again, from that of a reply to one of its
     * calls: both belong to the same session}
     *
     * @param id the request's id
     * @param type its body's type
     * @param time when it was sent, as its header had it
     * @param continuation what the request's own sender wants back; null if nothing
     */
    public Envelope resumed(String id, String type, String time, byte @Nullable [] continuation) {
        Envelope request = request(id, type, "", time);
        if (continuation != null) {
            request.put(HeaderName.CONTINUATION, new RecordHeader(HeaderName.CONTINUATION.key(), continuation));
        }
        return request;
    }

    /** {@return the message's id} */
    public String id() {
        return required(HeaderName.ID);
    }

    /** {@return the body's type} */
    public String type() {
        return required(HeaderName.TYPE);
    }

    /** {@return the sending component} */
    public String source() {
        return required(HeaderName.SOURCE);
    }

    /** {@return the session's id} */
    public String session() {
        return required(HeaderName.SESSION);
    }

    /**
     * {@return when the message was sent}
     *
     * @throws InvalidMessageException if the header is no RFC 3339 time
     */
    public Instant time() {
        return Objects.requireNonNull(instant(HeaderName.TIME));
    }

    /** {@return when the message was sent, as its header has it} */
    public String timeText() {
        return required(HeaderName.TIME);
    }

    /**
     * {@return the deadline, or null}
     *
     * @throws InvalidMessageException if the header is no RFC 3339 time
     */
    public @Nullable Instant deadline() {
        return instant(HeaderName.DEADLINE);
    }

    /** {@return the id of the message that caused this one, or null} */
    public @Nullable String cause() {
        return text(HeaderName.CAUSE);
    }

    /** {@return on a reply the id of the request, else null} */
    public @Nullable String inReplyTo() {
        return text(HeaderName.IN_REPLY_TO);
    }

    /**
     * {@return on a call where the reply goes, else null}
     *
     * @throws InvalidMessageException if it can't be read
     */
    public @Nullable Address replyTo() {
        String text = text(HeaderName.REPLY_TO);
        return text == null ? null : Address.parse(text);
    }

    /** {@return whether somebody waits for the reply} */
    public boolean awaited() {
        return has(HeaderName.REPLY_TO);
    }

    /** {@return whether this reply says that the request was carried out} */
    public boolean ok() {
        String status = text(HeaderName.STATUS);
        return status == null || status.equals(OK);
    }

    /** {@return the trace context} */
    public String traceParent() {
        return required(HeaderName.TRACE_PARENT);
    }

    /** {@return what is to be handed back in the reply, or what was handed back in this one; null if nothing} */
    public byte @Nullable [] continuation() {
        Header header = get(HeaderName.CONTINUATION);
        return header == null ? null : header.value();
    }

    /** {@return the headers to put on a Kafka record} */
    public RecordHeaders headers() {
        RecordHeaders headers = new RecordHeaders();
        for (Header header : fields) {
            if (header != null) {
                headers.add(header);
            }
        }
        return headers;
    }

    private void complete(Defaults defaults) {
        constants();
        if (!has(HeaderName.ID)) {
            set(HeaderName.ID, defaults.id());
        }
        setIfMissing(HeaderName.TYPE, defaults.type());
        setIfMissing(HeaderName.SOURCE, INJECTED);
        if (!has(HeaderName.TIME)) {
            set(HeaderName.TIME, Clock.format(defaults.timestamp()));
        }
        if (!has(HeaderName.SESSION)) {
            put(HeaderName.SESSION, renamed(HeaderName.SESSION, HeaderName.ID));
        }
        if (!has(HeaderName.TRACE_PARENT)) {
            set(HeaderName.TRACE_PARENT, Ids.traceParent(session()));
        }
    }

    private void constants() {
        put(HeaderName.SPEC_VERSION, SPEC_VERSION);
        put(HeaderName.CONTENT_TYPE, CONTENT_TYPE);
    }

    /** A header without a value is none. */
    private boolean has(HeaderName name) {
        Header header = get(name);
        return header != null && header.value() != null;
    }

    private @Nullable Header get(HeaderName name) {
        return fields[name.ordinal()];
    }

    private void put(HeaderName name, Header header) {
        fields[name.ordinal()] = header;
    }

    private void setIfMissing(HeaderName name, String value) {
        if (!has(name)) {
            set(name, value);
        }
    }

    private void set(HeaderName name, String value) {
        put(name, new TextHeader(name, value));
    }

    private void take(HeaderName name, Envelope from) {
        put(name, Objects.requireNonNull(from.get(name)));
    }

    private Header renamed(HeaderName to, HeaderName from) {
        Header source = Objects.requireNonNull(get(from));
        return new RecordHeader(to.key(), source.value());
    }

    private String required(HeaderName name) {
        return Objects.requireNonNull(text(name));
    }

    private @Nullable String text(HeaderName name) {
        Header header = get(name);
        if (header instanceof TextHeader known) {
            return known.text();
        }
        byte[] value = header == null ? null : header.value();
        return value == null ? null : new String(value, StandardCharsets.UTF_8);
    }

    private @Nullable Instant instant(HeaderName name) {
        String text = text(name);
        try {
            return text == null ? null : Clock.parse(text);
        } catch (DateTimeException e) {
            throw new InvalidMessageException("header '" + name.key() + "' is no RFC 3339 time", e);
        }
    }

    private static Header header(HeaderName name, String value) {
        return new RecordHeader(name.key(), value.getBytes(StandardCharsets.UTF_8));
    }

    /** What to assume for the headers of a message that has none; asked only for what is missing. */
    public interface Defaults {

        /** {@return the message's id: the same at every reading} */
        String id();

        /** {@return the topic's default body type} */
        String type();

        /** {@return the record's timestamp in milliseconds since 1970} */
        long timestamp();
    }
}
