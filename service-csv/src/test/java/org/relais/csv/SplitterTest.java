package org.relais.csv;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The splitter finds what a simple one, which has the whole document, finds: whatever it gets to see at once. */
final class SplitterTest {

    private static final int DOCUMENTS = 20_000;
    private static final long SEED = Long.getLong("relais.seed", System.nanoTime());

    @ParameterizedTest
    @ValueSource(strings = {"UTF-8", "UTF-16LE", "UTF-16BE"})
    void findsTheSameWhateverTheWindow(Charset charset) {
        System.out.println("SplitterTest " + charset + " -Drelais.seed=" + SEED);
        Random random = new Random(SEED);
        for (int i = 0; i < DOCUMENTS; i++) {
            String document = document(random);
            int longest = 2 + random.nextInt(40);
            List<String> found = split(document, charset, ';', longest, random);
            List<String> expected = new Reference(document, ';', longest(longest, charset)).records();
            assertThat(found)
                    .as("seed %d, longest %d: %s", SEED, longest, shown(document))
                    .isEqualTo(expected);
        }
    }

    @ParameterizedTest
    @ValueSource(chars = {';', '§', '€'})
    void findsTheSameInWindowsAsInTheWhole(char delimiter) {
        Random random = new Random(SEED);
        for (int i = 0; i < DOCUMENTS; i++) {
            String document = document(random).replace(';', delimiter);
            int longest = 2 + random.nextInt(40);
            assertThat(split(document, StandardCharsets.UTF_8, delimiter, longest, random))
                    .as("seed %d, longest %d: %s", SEED, longest, shown(document))
                    .isEqualTo(split(document, StandardCharsets.UTF_8, delimiter, longest, null));
        }
    }

    private static int longest(int bytes, Charset charset) {
        return charset.equals(StandardCharsets.UTF_8) ? bytes : bytes / 2;
    }

    private static String document(Random random) {
        char[] letters = "a;\"\n\ra;\"".toCharArray();
        char[] document = new char[random.nextInt(60)];
        for (int i = 0; i < document.length; i++) {
            document[i] = letters[random.nextInt(letters.length)];
        }
        return new String(document);
    }

    /** Reads as the service does, through a window that grows by random steps; without random, all at once. */
    private static List<String> split(
            String document, Charset charset, char delimiter, int longest, @Nullable Random random) {
        byte[] all = document.getBytes(charset);
        Splitter splitter = new Splitter(Encoding.of(settings(charset, delimiter), new byte[0]), longest);
        List<String> found = new ArrayList<>();
        int from = 0;
        int to = random == null ? all.length : 0;
        boolean skipping = false;
        while (true) {
            boolean whole = to == all.length;
            byte[] window = Arrays.copyOf(all, to);
            boolean enough = true;
            if (skipping) {
                skipping = !splitter.skip(window, from, to, whole);
                enough = !skipping;
                from = splitter.next();
            } else {
                Splitter.Found what = splitter.find(window, from, to, whole);
                enough = what != Splitter.Found.INCOMPLETE;
                if (enough) {
                    if (what != Splitter.Found.BLANK) {
                        found.add(what + " " + new String(window, from, splitter.contentEnd() - from, charset));
                    }
                    skipping = what == Splitter.Found.TOO_LONG;
                    from = splitter.next();
                }
            }
            if (!enough && whole) {
                assertThat(from).isEqualTo(all.length);
                return found;
            }
            if (!enough && random != null) {
                to = Math.min(all.length, to + 1 + random.nextInt(8));
            }
        }
    }

    static CsvSettings settings(Charset charset, char delimiter) {
        CsvSettings defaults = Running.settings(Path.of("in"));
        return new CsvSettings(
                defaults.path(),
                defaults.filename(),
                delimiter,
                charset,
                defaults.quote(),
                defaults.callInterval(),
                defaults.afterRead(),
                defaults.onChange(),
                defaults.maxRecordBytes());
    }

    private static String shown(String document) {
        return document.replace("\n", "\\n").replace("\r", "\\r");
    }

    /** The rules again, written for a whole document in characters. */
    private static final class Reference {

        private final String document;
        private final char delimiter;
        private final int longest;
        private final List<String> records = new ArrayList<>();
        private int at;

        Reference(String document, char delimiter, int longest) {
            this.document = document;
            this.delimiter = delimiter;
            this.longest = longest;
        }

        List<String> records() {
            while (at < document.length()) {
                record();
            }
            return records;
        }

        private void record() {
            int limit = Math.min(document.length(), at + longest + 1);
            int end = at;
            while (end < limit && !isLineEnd(end)) {
                boolean opens = document.charAt(end) == '"' && (end == at || document.charAt(end - 1) == delimiter);
                int close = opens ? close(end, limit) : end;
                boolean closed = !opens
                        || (close < limit
                                && (close + 1 == document.length()
                                        || isLineEnd(close + 1)
                                        || document.charAt(close + 1) == delimiter));
                if (!closed) {
                    malformed(close < limit ? lineEndIn(end, close, close + 1) : lineEndIn(end, limit, limit), limit);
                    return;
                }
                end = close + 1;
            }
            if (end - at > longest || (end >= limit && limit - at > longest)) {
                tooLong();
            } else {
                add(end == at ? "" : "RECORD", end);
            }
        }

        private int close(int open, int limit) {
            int close = open + 1;
            while (close < limit) {
                if (document.charAt(close) == '"') {
                    if (close + 1 == document.length() || document.charAt(close + 1) != '"') {
                        return close;
                    }
                    close++;
                }
                close++;
            }
            return limit;
        }

        private int lineEndIn(int from, int to, int otherwise) {
            for (int i = from; i < to; i++) {
                if (isLineEnd(i)) {
                    return i;
                }
            }
            return otherwise;
        }

        private void malformed(int from, int limit) {
            int end = lineEndIn(Math.min(from, limit), limit, limit);
            if (end == limit && limit - at > longest) {
                tooLong();
            } else {
                add("MALFORMED", end);
            }
        }

        private void tooLong() {
            records.add("TOO_LONG " + document.substring(at, at + longest));
            at = lineEndIn(at + longest, document.length(), document.length());
            skipLineEnd();
        }

        private void add(String kind, int end) {
            if (!kind.isEmpty()) {
                records.add(kind + " " + document.substring(at, end));
            }
            at = end;
            skipLineEnd();
        }

        private void skipLineEnd() {
            if (document.startsWith("\r\n", at)) {
                at += 2;
            } else if (at < document.length()) {
                at++;
            }
        }

        private boolean isLineEnd(int index) {
            return document.charAt(index) == '\n' || document.charAt(index) == '\r';
        }
    }
}
