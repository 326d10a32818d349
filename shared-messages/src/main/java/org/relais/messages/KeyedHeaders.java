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

    private KeyedHeaders() {}

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
