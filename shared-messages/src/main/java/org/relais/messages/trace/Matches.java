package org.relais.messages.trace;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;
import org.jspecify.annotations.Nullable;
import org.relais.messages.HeaderName;
import org.relais.messages.Place;

/** Tells the messages of one session from a million others: looks at bytes, and decodes next to nothing. */
final class Matches {

    private static final String ORIGIN = "relais-origin";

    private final byte[] session;
    private final @Nullable Place first;
    private final byte[] firstText;

    /**
     * Looks for a session.
     *
     * @param first where its first message stands, if that came without an id
     */
    Matches(String session, @Nullable Place first) {
        this.session = session.getBytes(StandardCharsets.UTF_8);
        this.first = first;
        this.firstText = String.valueOf(first).getBytes(StandardCharsets.UTF_8);
    }

    boolean isOfSession(ConsumerRecord<byte[], byte[]> record) {
        for (Header header : record.headers()) {
            byte[] value = header.value();
            if (Arrays.equals(value, session) && names(header.key())) {
                return true;
            }
        }
        return first != null && isFirst(record, first);
    }

    private static boolean names(String key) {
        return key.equals(HeaderName.SESSION.key()) || key.equals(HeaderName.ID.key());
    }

    /** The first message itself, or its dead letter. */
    private boolean isFirst(ConsumerRecord<byte[], byte[]> record, Place place) {
        if (record.headers().lastHeader(HeaderName.ID.key()) != null) {
            return false;
        }
        Header origin = record.headers().lastHeader(ORIGIN);
        return origin == null
                ? record.offset() == place.offset()
                        && record.partition() == place.partition()
                        && record.topic().equals(place.topic())
                : Arrays.equals(origin.value(), firstText);
    }
}
