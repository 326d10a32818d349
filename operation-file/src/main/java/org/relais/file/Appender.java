package org.relais.file;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Collects the lines of one batch as UTF-8, in one buffer that is used again for the next batch.
 *
 * <p>Only {@link #endLine} ends a line: each line break inside a text becomes one space (a CR LF pair becomes two), and so does every
 * character that some reader takes for one: LF, VT, FF, CR, NEL, LINE SEPARATOR and PARAGRAPH SEPARATOR. Half a surrogate pair, which
 * UTF-8 has no form for, becomes a question mark.
 *
 * <p>Not thread-safe.
 */
final class Appender {

    private static final int INITIAL_BYTES = 1 << 16;
    private static final int KEPT_BYTES = 4 << 20;
    private static final int MOST_BYTES_PER_CHAR = 3;
    private static final int LONGEST_NUMBER = 20;
    private static final char NEXT_LINE = '\u0085';
    private static final char LINE_SEPARATOR = '\u2028';
    private static final char PARAGRAPH_SEPARATOR = '\u2029';

    private byte[] bytes = new byte[INITIAL_BYTES];
    private int length;

    /** Appends a text in which every line break is a space; nothing if it is null. */
    Appender text(@Nullable String text) {
        if (text != null) {
            reserve(Math.multiplyExact(text.length(), MOST_BYTES_PER_CHAR));
            for (int index = 0; index < text.length(); index++) {
                char character = text.charAt(index);
                if (character < 0x80) {
                    bytes[length++] = isAsciiBreak(character) ? (byte) ' ' : (byte) character;
                } else {
                    index += beyondAscii(text, index) - 1;
                }
            }
        }
        return this;
    }

    /** Appends a number in decimal; nothing if it is null. */
    Appender number(@Nullable Long number) {
        if (number != null) {
            reserve(LONGEST_NUMBER);
            digits(number);
        }
        return this;
    }

    /** Ends the line. */
    Appender endLine() {
        reserve(1);
        bytes[length++] = '\n';
        return this;
    }

    /** {@return how many bytes were appended} */
    int length() {
        return length;
    }

    /** {@return the buffer, of which the first {@link #length} bytes count; not to be changed} */
    byte[] bytes() {
        return bytes;
    }

    /** Takes back what came after the first {@code kept} bytes. */
    void cutTo(int kept) {
        length = kept;
    }

    /** Empties the buffer, and gives back what one very large batch made it grow to. */
    void clear() {
        length = 0;
        if (bytes.length > KEPT_BYTES) {
            bytes = new byte[INITIAL_BYTES];
        }
    }

    /** {@return how many chars were appended, one or a surrogate pair} */
    private int beyondAscii(String text, int index) {
        int codePoint = text.codePointAt(index);
        if (codePoint < 0x800) {
            twoBytes(codePoint);
        } else if (codePoint < 0x10000) {
            threeBytes(codePoint);
        } else {
            fourBytes(codePoint);
            return 2;
        }
        return 1;
    }

    private void twoBytes(int codePoint) {
        if (codePoint == NEXT_LINE) {
            bytes[length++] = ' ';
            return;
        }
        bytes[length++] = (byte) (0xC0 | (codePoint >> 6));
        continuation(codePoint);
    }

    private void threeBytes(int codePoint) {
        if (codePoint == LINE_SEPARATOR || codePoint == PARAGRAPH_SEPARATOR) {
            bytes[length++] = ' ';
        } else if (codePoint >= Character.MIN_SURROGATE && codePoint <= Character.MAX_SURROGATE) {
            bytes[length++] = '?';
        } else {
            bytes[length++] = (byte) (0xE0 | (codePoint >> 12));
            continuation(codePoint >> 6);
            continuation(codePoint);
        }
    }

    private void fourBytes(int codePoint) {
        bytes[length++] = (byte) (0xF0 | (codePoint >> 18));
        continuation(codePoint >> 12);
        continuation(codePoint >> 6);
        continuation(codePoint);
    }

    private void continuation(int bits) {
        bytes[length++] = (byte) (0x80 | (bits & 0x3F));
    }

    /** Counts in negative numbers, of which there is one more than of positive ones. */
    private void digits(long number) {
        if (number < 0) {
            bytes[length++] = '-';
        }
        long rest = number < 0 ? number : -number;
        int count = 1;
        for (long left = rest / 10; left != 0; left /= 10) {
            count++;
        }
        for (int place = length + count - 1; place >= length; place--) {
            bytes[place] = (byte) ('0' - rest % 10);
            rest /= 10;
        }
        length += count;
    }

    private void reserve(int more) {
        int needed = Math.addExact(length, more);
        if (needed > bytes.length) {
            bytes = Arrays.copyOf(bytes, (int) Math.min(Integer.MAX_VALUE - 8, Math.max(needed, 2L * bytes.length)));
        }
    }

    private static boolean isAsciiBreak(char character) {
        return character >= '\n' && character <= '\r';
    }
}
