package org.relais.messages;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.jspecify.annotations.Nullable;

/** The headers that a request with a key has beside those of every message, until it is handed on to its target. */
public final class KeyedHeaders {

    /** On a request: the component that it is for. */
    public static final String TARGET = "relais-target";

    /** On a request: its business key, if it has one. */
    public static final String BUSINESS_KEY = "relais-key";

    /** On what is kept of a request: when it came first, in milliseconds since 1970. */
    public static final String SEEN = "relais-seen";

    /**
     * The request's id. On a request: its sender wants to be told when it is taken on. On a message without {@code ce_inreplyto}: it tells so,
     * and the reply is still to come.
     */
    public static final String TAKEN = "relais-taken";

    private KeyedHeaders() {}

    /** {@return the id of the request that is to be told, or is told, to be taken on; null if these headers have to do with none} */
    public static @Nullable String taken(Headers headers) {
        Header taken = headers.lastHeader(TAKEN);
        return taken == null || taken.value() == null ? null : new String(taken.value(), StandardCharsets.UTF_8);
    }

    /** {@return when a request was seen first, or null if these are not the headers of what is kept of one} */
    public static @Nullable Instant seen(Headers headers) {
        Header seen = headers.lastHeader(SEEN);
        if (seen == null || seen.value() == null) {
            return null;
        }
        try {
            return Instant.ofEpochMilli(Long.parseLong(new String(seen.value(), StandardCharsets.UTF_8)));
        } catch (NumberFormatException e) {
            return null;
        }
    }
}
