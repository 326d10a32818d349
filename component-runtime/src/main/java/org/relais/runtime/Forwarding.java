package org.relais.runtime;

import java.nio.charset.StandardCharsets;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.jspecify.annotations.Nullable;
import org.relais.messages.InvalidMessageException;
import org.relais.messages.KeyedHeaders;

/**
 * For whom a request is meant that goes through the {@link LedgerJob}: headers beside those of every message.
 *
 * @param target the component's name
 * @param key the business key, or null if there is none
 */
record Forwarding(String target, @Nullable String key) {

    /**
     * {@return what these headers say}
     *
     * @throws InvalidMessageException if they do not
     */
    static Forwarding read(Headers headers) {
        String target = text(headers, KeyedHeaders.TARGET);
        if (target == null) {
            throw new InvalidMessageException("header '" + KeyedHeaders.TARGET + "' is missing");
        }
        return new Forwarding(target, text(headers, KeyedHeaders.BUSINESS_KEY));
    }

    void write(Headers into) {
        into.add(KeyedHeaders.TARGET, target.getBytes(StandardCharsets.UTF_8));
        if (key != null) {
            into.add(KeyedHeaders.BUSINESS_KEY, key.getBytes(StandardCharsets.UTF_8));
        }
    }

    private static @Nullable String text(Headers headers, String name) {
        Header header = headers.lastHeader(name);
        return header == null || header.value() == null ? null : new String(header.value(), StandardCharsets.UTF_8);
    }
}
