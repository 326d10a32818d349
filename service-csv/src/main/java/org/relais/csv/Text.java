package org.relais.csv;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.CodingErrorAction;

/** Turns a record's bytes into text, strictly: bytes that the charset does not have are an error, not a replacement. */
final class Text {

    private static final char REPLACEMENT = '\uFFFD';

    private Text() {}

    /**
     * {@return the text}
     *
     * @throws BadRow if the bytes are none in this charset
     */
    static String decode(byte[] bytes, int from, int to, Charset charset) throws BadRow {
        String text = new String(bytes, from, to - from, charset);
        return text.indexOf(REPLACEMENT) < 0 ? text : strictly(bytes, from, to, charset);
    }

    /** The fast way replaces what is malformed; only where it did, or the text has that very character, the slow way tells. */
    private static String strictly(byte[] bytes, int from, int to, Charset charset) throws BadRow {
        try {
            return charset.newDecoder()
                    .onMalformedInput(CodingErrorAction.REPORT)
                    .onUnmappableCharacter(CodingErrorAction.REPORT)
                    .decode(ByteBuffer.wrap(bytes, from, to - from))
                    .toString();
        } catch (CharacterCodingException e) {
            throw new BadRow("bytes that are no " + charset + " (" + e.getMessage() + ")");
        }
    }
}
