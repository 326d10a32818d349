package org.relais.messages;

import java.nio.charset.StandardCharsets;
import org.apache.kafka.common.header.Header;
import org.jspecify.annotations.Nullable;

/**
 * A header that we made from a text: it becomes bytes only if it is sent, and nobody has to read the text from them again. Safe for use
 * by several threads: at worst each makes the same bytes.
 */
final class TextHeader implements Header {

    private final HeaderName name;
    private final String text;
    private byte @Nullable [] bytes;

    TextHeader(HeaderName name, String text) {
        this.name = name;
        this.text = text;
    }

    String text() {
        return text;
    }

    @Override
    public String key() {
        return name.key();
    }

    @Override
    public byte[] value() {
        byte[] known = bytes;
        if (known == null) {
            known = text.getBytes(StandardCharsets.UTF_8);
            bytes = known;
        }
        return known;
    }
}
