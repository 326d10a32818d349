package org.relais.csv;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * How one file's characters are bytes: what the search for rows needs to know of it. Immutable.
 *
 * @param charset what decodes a row
 * @param width how many bytes a code unit has: 1 or 2
 * @param littleEndian the order of the bytes of a code unit of 2
 * @param mark how many bytes the byte order mark takes at the file's start
 * @param separator the character between two fields
 * @param delimiter the same in bytes
 * @param quote the code unit around a field
 */
record Encoding(
        Charset charset, int width, boolean littleEndian, int mark, char separator, List<Byte> delimiter, char quote) {

    /** As many bytes as tell one byte order mark from the others. */
    static final int LONGEST_MARK = 3;

    private static final List<Charset> UTF_16 =
            List.of(StandardCharsets.UTF_16, StandardCharsets.UTF_16BE, StandardCharsets.UTF_16LE);

    /**
     * {@return how a file is encoded: its byte order mark goes before the settings, since no text that a charset is really for starts
     * with one}
     *
     * @param settings charset, delimiter and quote
     * @param head the file's first bytes
     */
    static Encoding of(CsvSettings settings, byte[] head) {
        Charset charset = settings.charset();
        if (startsWith(head, 0xEF, 0xBB, 0xBF)) {
            return of(settings, StandardCharsets.UTF_8, 3);
        }
        if (startsWith(head, 0xFF, 0xFE)) {
            return of(settings, StandardCharsets.UTF_16LE, 2);
        }
        if (startsWith(head, 0xFE, 0xFF)) {
            return of(settings, StandardCharsets.UTF_16BE, 2);
        }
        return of(settings, charset.equals(StandardCharsets.UTF_16) ? StandardCharsets.UTF_16BE : charset, 0);
    }

    private static Encoding of(CsvSettings settings, Charset charset, int mark) {
        return new Encoding(
                charset,
                UTF_16.contains(charset) ? 2 : 1,
                charset.equals(StandardCharsets.UTF_16LE),
                mark,
                settings.delimiter(),
                bytes(settings.delimiter(), charset),
                settings.quote());
    }

    /**
     * {@return the same with the delimiter that the file itself declares}
     *
     * @throws BadRow if rows can't be found with it
     */
    Encoding dividedBy(char declared) throws BadRow {
        List<String> problems = problems(charset, declared, quote);
        if (!problems.isEmpty()) {
            throw new BadRow("its first line declares a delimiter that can't be one: " + String.join("; ", problems));
        }
        return new Encoding(charset, width, littleEndian, mark, declared, bytes(declared, charset), quote);
    }

    /** {@return why rows can't be found in the bytes of a charset without decoding them; empty if they can} */
    static List<String> problems(Charset charset, char delimiter, char quote) {
        List<String> problems = new ArrayList<>();
        if (delimiter == quote || isLineEnd(delimiter) || isLineEnd(quote)) {
            problems.add("delimiter and quote: expected two different characters, no line ends");
        }
        if (quote > 0x7F) {
            problems.add("quote: expected an ASCII character");
        }
        if (!charset.canEncode() || !charset.newEncoder().canEncode(delimiter)) {
            problems.add("delimiter: expected a character of " + charset);
        } else if (!isUnicode(charset)) {
            addProblemsOfOthers(charset, delimiter, quote, problems);
        }
        return problems;
    }

    /** In the others a byte below 0x40 that is no digit is always that ASCII character, or the charset is refused. */
    private static void addProblemsOfOthers(Charset charset, char delimiter, char quote, List<String> problems) {
        if (isStateful(charset) || !(isAscii('\n', charset) && isAscii('\r', charset) && isAscii('"', charset))) {
            problems.add(
                    "charset: expected UTF-8, UTF-16 or one that contains ASCII and has no escapes, not " + charset);
        } else if (charset.newEncoder().maxBytesPerChar() > 1 && !(isPunctuation(delimiter) && isPunctuation(quote))) {
            problems.add("delimiter and quote: in " + charset
                    + " expected tab or one of the ASCII characters before 0 or from : to ?");
        }
    }

    /** These switch between alphabets by escape sequences, so that a byte means something only after those before it. */
    private static boolean isStateful(Charset charset) {
        String name = charset.name();
        return name.contains("2022") || name.contains("5022") || name.contains("COMPOUND");
    }

    private static boolean isAscii(char character, Charset charset) {
        return bytes(character, charset).equals(List.of((byte) character));
    }

    private static boolean isPunctuation(char character) {
        return character < '0' || (character > '9' && character < '@');
    }

    private static boolean isLineEnd(char character) {
        return character == '\n' || character == '\r';
    }

    private static boolean isUnicode(Charset charset) {
        return charset.equals(StandardCharsets.UTF_8) || UTF_16.contains(charset);
    }

    private static boolean startsWith(byte[] head, int... mark) {
        for (int i = 0; i < mark.length; i++) {
            if (i >= head.length || (head[i] & 0xFF) != mark[i]) {
                return false;
            }
        }
        return true;
    }

    private static List<Byte> bytes(char character, Charset charset) {
        byte[] bytes = String.valueOf(character).getBytes(charset);
        Byte[] boxed = new Byte[bytes.length];
        for (int i = 0; i < bytes.length; i++) {
            boxed[i] = bytes[i];
        }
        return List.of(boxed);
    }
}
