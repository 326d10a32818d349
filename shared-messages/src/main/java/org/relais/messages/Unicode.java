package org.relais.messages;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * Tells whether a JSON document is Unicode: in UTF-8 as RFC 3629 has it, which Jackson does not look at closely (it reads {@code C0 A2} as a
 * quotation mark), and without halves of surrogate pairs as escapes, which no UTF-8 can carry further.
 */
final class Unicode {

    private static final VarHandle WORDS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final long HIGH_BITS = 0x8080_8080_8080_8080L;
    private static final long LOW_BITS = 0x0101_0101_0101_0101L;
    private static final long BACKSLASHES = LOW_BITS * '\\';
    private static final int ESCAPE = 6;
    private static final int NO_ESCAPE = -1;

    private Unicode() {}

    /** @throws InvalidMessageException if it is not */
    static void require(byte[] json) {
        if (!isPlain(json)) {
            requireSlowly(json);
        }
    }

    /** Nearly all bodies are: ASCII, and without escapes; eight bytes at once. */
    private static boolean isPlain(byte[] json) {
        int at = 0;
        for (; at <= json.length - Long.BYTES; at += Long.BYTES) {
            long word = (long) WORDS.get(json, at);
            long others = word ^ BACKSLASHES;
            if (((word | ((others - LOW_BITS) & ~others)) & HIGH_BITS) != 0) {
                return false;
            }
        }
        for (; at < json.length; at++) {
            if (json[at] < 0 || json[at] == '\\') {
                return false;
            }
        }
        return true;
    }

    private static void requireSlowly(byte[] json) {
        int at = 0;
        while (at < json.length) {
            int length = json[at] == '\\' ? escape(json, at) : sequence(json, at);
            if (length == 0) {
                String what = json[at] == '\\' ? "half a surrogate pair" : "not in UTF-8";
                throw new InvalidMessageException("not acceptable JSON: " + what + " at byte " + at);
            }
            at += length;
        }
    }

    /** {@return how many bytes the character has that begins here; 0 if none does: table 3-7 of the Unicode standard} */
    private static int sequence(byte[] json, int at) {
        int first = json[at] & 0xFF;
        if (first < 0x80) {
            return 1;
        }
        int length = first < 0xC2 || first > 0xF4 ? 0 : first < 0xE0 ? 2 : first < 0xF0 ? 3 : 4;
        if (length == 0 || at + length > json.length || !isSecond(first, json[at + 1] & 0xFF)) {
            return 0;
        }
        for (int i = at + 2; i < at + length; i++) {
            if ((json[i] & 0xC0) != 0x80) {
                return 0;
            }
        }
        return length;
    }

    private static boolean isSecond(int first, int second) {
        int least = first == 0xE0 ? 0xA0 : first == 0xF0 ? 0x90 : 0x80;
        int most = first == 0xED ? 0x9F : first == 0xF4 ? 0x8F : 0xBF;
        return second >= least && second <= most;
    }

    /** {@return how many bytes the escape has that begins here, the second half of a pair included; 0 if it is half a pair} */
    private static int escape(byte[] json, int at) {
        int unit = unit(json, at);
        if (unit == NO_ESCAPE) { // another escape, or none at all: the parser will say so
            return at + 1 < json.length && json[at + 1] >= 0 ? 2 : 1;
        }
        if (!Character.isSurrogate((char) unit)) {
            return ESCAPE;
        }
        int next = unit(json, at + ESCAPE);
        boolean pair =
                Character.isHighSurrogate((char) unit) && next != NO_ESCAPE && Character.isLowSurrogate((char) next);
        return pair ? 2 * ESCAPE : 0;
    }

    /** {@return the code unit that is escaped here, or -1} */
    private static int unit(byte[] json, int at) {
        if (at + ESCAPE > json.length || json[at] != '\\' || json[at + 1] != 'u') {
            return NO_ESCAPE;
        }
        int unit = 0;
        for (int i = at + 2; i < at + ESCAPE; i++) {
            int digit = json[i] < 0 ? -1 : Character.digit(json[i], 16);
            if (digit < 0) {
                return NO_ESCAPE;
            }
            unit = unit << 4 | digit;
        }
        return unit;
    }
}
