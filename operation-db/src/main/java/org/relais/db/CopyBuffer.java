package org.relais.db;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetEncoder;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Fields in the binary form of PostgreSQL's COPY (its manual, "COPY", "Binary Format"), in one buffer that is used again. Not thread-safe.
 */
final class CopyBuffer {

    private static final int INITIAL_BYTES = 1 << 16;
    private static final int KEPT_BYTES = 4 << 20;
    private static final int MOST_BYTES_PER_CHAR = 3;
    private static final int NO_VALUE = -1;

    private final CharsetEncoder encoder = StandardCharsets.UTF_8
            .newEncoder()
            .onMalformedInput(CodingErrorAction.REPORT)
            .onUnmappableCharacter(CodingErrorAction.REPORT);
    private byte[] bytes = new byte[INITIAL_BYTES];
    private int length;

    /** Begins a row. */
    void int16(int value) {
        reserve(Short.BYTES);
        bytes[length++] = (byte) (value >> 8);
        bytes[length++] = (byte) value;
    }

    void int32(int value) {
        reserve(Integer.BYTES);
        length = int32(value, length);
    }

    void int64(long value) {
        int32((int) (value >> Integer.SIZE));
        int32((int) value);
    }

    /** A field that is null. */
    void noValue() {
        int32(NO_VALUE);
    }

    /** {@return whether the text could be written, with its length before it; else it has a character that PostgreSQL does not take} */
    boolean text(String text) {
        reserve(Math.addExact(Integer.BYTES, Math.multiplyExact(text.length(), MOST_BYTES_PER_CHAR)));
        int start = length + Integer.BYTES;
        int end = start;
        for (int index = 0; index < text.length(); index++) {
            char character = text.charAt(index);
            if (character >= 0x80) {
                end = encode(text, start);
                break;
            }
            bytes[end++] = (byte) character;
            if (character == 0) {
                return false;
            }
        }
        if (end < start) {
            return false;
        }
        int32(end - start, length);
        length = end;
        return true;
    }

    /** {@return how many bytes were written} */
    int length() {
        return length;
    }

    /** {@return the buffer, of which the first {@link #length} bytes count; not to be changed} */
    byte[] bytes() {
        return bytes;
    }

    /** Takes back what came after the first {@code kept} bytes; gives back what one very large batch made the buffer grow to. */
    void cutTo(int kept) {
        length = kept;
        if (kept == 0 && bytes.length > KEPT_BYTES) {
            bytes = new byte[INITIAL_BYTES];
        }
    }

    /** Takes out the first bytes. */
    void dropFirst(int count) {
        System.arraycopy(bytes, count, bytes, 0, length - count);
        length -= count;
    }

    /** {@return where the text ends in the buffer, or -1 if it can't be written} */
    private int encode(String text, int start) {
        if (text.indexOf('\0') >= 0) {
            return -1;
        }
        ByteBuffer target = ByteBuffer.wrap(bytes, start, bytes.length - start);
        boolean encoded =
                encoder.reset().encode(CharBuffer.wrap(text), target, true).isUnderflow();
        return encoded ? target.position() : -1;
    }

    private int int32(int value, int at) {
        bytes[at] = (byte) (value >> 24);
        bytes[at + 1] = (byte) (value >> 16);
        bytes[at + 2] = (byte) (value >> 8);
        bytes[at + 3] = (byte) value;
        return at + Integer.BYTES;
    }

    private void reserve(int more) {
        int needed = Math.addExact(length, more);
        if (needed > bytes.length) {
            bytes = Arrays.copyOf(bytes, (int) Math.min(Integer.MAX_VALUE - 8, Math.max(needed, 2L * bytes.length)));
        }
    }
}
