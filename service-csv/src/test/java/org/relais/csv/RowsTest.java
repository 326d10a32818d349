package org.relais.csv;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.relais.messages.Formation;

/** What is in a file, and what becomes of it. */
final class RowsTest {

    @TempDir
    Path folder;

    @Test
    void sendsTheSampleOfTheSourceCourse() {
        Running running = new Running(folder)
                .write(
                        "id;nom;salle\n3;formation3;salle3\n4;formation4;salle4\n5;formation5;salle5\n6;formation6;salle6")
                .settle();
        assertThat(running.outbox.rows)
                .containsExactly(
                        new Formation(3L, "formation3", "salle3"),
                        new Formation(4L, "formation4", "salle4"),
                        new Formation(5L, "formation5", "salle5"),
                        new Formation(6L, "formation6", "salle6"));
        assertThat(running.outbox.dead).isEmpty();
        assertThat(running.position().done()).isTrue();
        assertThat(running.position().rows()).isEqualTo(4);
    }

    @Test
    void mapsColumnsByNameAndIgnoresOthers() {
        Running running =
                new Running(folder).write("Salle; NOM ;remark;id\ns;n;r;-7\n").look();
        assertThat(running.outbox.rows).containsExactly(new Formation(-7L, "n", "s"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"\n", "\r\n", "\r"})
    void takesEveryLineEnd(String end) {
        Running running = new Running(folder)
                .write("id;nom;salle\n1;a;b\n\n2;c;d\n".replace("\n", end))
                .settle();
        assertThat(running.ids()).containsExactly(1L, 2L);
        assertThat(running.position().line()).isEqualTo(4);
    }

    @Test
    void takesMixedLineEnds() {
        Running running = new Running(folder)
                .write("id;nom;salle\r1;a;b\n2;a;b\r\n\r\n\r3;a;b")
                .settle();
        assertThat(running.ids()).containsExactly(1L, 2L, 3L);
        assertThat(running.outbox.dead).isEmpty();
    }

    @Test
    void takesQuotesWithDelimitersLineEndsAndQuotes() {
        Running running = new Running(folder)
                .write(
                        "id;\"nom\";salle\n\"1\";\"a;\"\"b\"\"\r\nc\n\";\"\"\n2;say \"hi\";5\" pipe\n3;\"\"\"\";back\\slash\n")
                .look();
        assertThat(running.outbox.rows)
                .containsExactly(
                        new Formation(1L, "a;\"b\"\r\nc\n", ""),
                        new Formation(2L, "say \"hi\"", "5\" pipe"),
                        new Formation(3L, "\"", "back\\slash"));
        assertThat(running.outbox.dead).isEmpty();
        assertThat(running.position().line()).isEqualTo(6);
    }

    @ParameterizedTest
    @CsvSource({
        "UTF-8,UTF-8",
        "UTF-16LE,UTF-8",
        "UTF-16BE,UTF-8",
        "UTF-16LE,UTF-16",
        "UTF-16BE,UTF-16",
        "UTF-16LE,UTF-16BE"
    })
    void believesAByteOrderMark(Charset written, Charset configured) {
        Running running = new Running(withCharset(configured))
                .write("formation.csv", "\uFEFFid;nom;salle\n1;\"é\n😀\";\u0A0Ax\n2;a;b".getBytes(written))
                .settle();
        assertThat(running.outbox.rows)
                .containsExactly(new Formation(1L, "é\n😀", "\u0A0Ax"), new Formation(2L, "a", "b"));
        assertThat(running.outbox.dead).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"ISO-8859-1", "windows-1252", "UTF-8", "UTF-16BE", "UTF-16LE", "GB18030", "Big5", "windows-31j"})
    void takesCharsetsWithoutMark(Charset charset) {
        String name = charset.newEncoder().canEncode('é') ? "été" : "漢字";
        Running running = new Running(withCharset(charset))
                .write("formation.csv", ("id;nom;salle\n1;\"" + name + "\";b\n").getBytes(charset))
                .look();
        assertThat(running.outbox.rows).containsExactly(new Formation(1L, name, "b"));
    }

    @Test
    void rejectsBytesThatAreNoText() {
        byte[] bytes = "id;nom;salle\n1;\u00e9;b\n2;c;d\n".getBytes(StandardCharsets.ISO_8859_1);
        Running running = new Running(folder).write("formation.csv", bytes).look();
        assertThat(running.ids()).containsExactly(2L);
        assertThat(running.reasons()).singleElement().asString().contains("no UTF-8");
    }

    @Test
    void takesTheReplacementCharacterWhereItIsWritten() {
        Running running =
                new Running(folder).write("id;nom;salle\n1;\uFFFD;b\n").look();
        assertThat(running.outbox.rows).containsExactly(new Formation(1L, "\uFFFD", "b"));
    }

    @Test
    void takesNul() {
        Running running =
                new Running(folder).write("id;nom;salle\n1;a\0b;\"c\0\"\n").look();
        assertThat(running.outbox.rows).containsExactly(new Formation(1L, "a\0b", "c\0"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "x;a;b | id 'x' is no whole number",
                "1.0;a;b | id '1.0' is no whole number",
                "+1;a;b | id '+1' is no whole number",
                "\u0661;a;b | is no whole number",
                "9223372036854775808;a;b | is no whole number of 64 bits",
                ";a;b | id is empty",
                "1;a | the row has 2 fields, the header 3",
                "1;a;b;c | the row has 4 fields, the header 3",
                "1;a;b;;c | the row has 5 fields, the header 3",
                "1;\"a\"b;c | a closing quote is followed by more text",
                "1;\"a \"b\" c\";d | a closing quote is followed by more text",
            })
    void rejectsABadRowAndGoesOn(String row, String reason) {
        Running running = new Running(folder)
                .write("id;nom;salle\n1;a;b\n" + row + "\n2;c;d\n")
                .settle();
        assertThat(running.ids()).containsExactly(1L, 2L);
        assertThat(running.outbox.dead).singleElement().satisfies(dead -> {
            assertThat(dead.origin()).endsWith("formation.csv:3");
            assertThat(dead.reason()).contains(reason);
            assertThat(dead.text()).isEqualTo(row);
        });
        assertThat(running.position().rejected()).isEqualTo(1);
    }

    @Test
    void keepsQuotesInFieldsThatAreNotQuoted() {
        Running running = new Running(folder)
                .write("id;nom;salle\n1;say \"\"hi\"\";\"a \"\"b\"\"\"\n2;5\";\" \"\n3; \"a\";'b'\n")
                .look();
        assertThat(running.outbox.rows)
                .containsExactly(
                        new Formation(1L, "say \"\"hi\"\"", "a \"b\""),
                        new Formation(2L, "5\"", " "),
                        new Formation(3L, " \"a\"", "'b'"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiterString = "->",
            value = {"sep=,        -> ,", "SEP=;        -> ;", "'\"sep=\t\"' -> '\t'", "sep=|        -> |"})
    void believesAFileThatDeclaresItsDelimiter(String declaration, String delimiter) {
        Running running = new Running(folder)
                .write("\uFEFF" + declaration + "\r\nid;nom;salle\r\n1;a;b\r\n".replace(";", delimiter))
                .look()
                .restart()
                .append("2;c;d\r\nx\r\n".replace(";", delimiter))
                .look();
        assertThat(running.outbox.rows).containsExactly(new Formation(1L, "a", "b"), new Formation(2L, "c", "d"));
        assertThat(running.outbox.dead)
                .singleElement()
                .satisfies(dead -> assertThat(dead.origin()).endsWith(":5"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiterString = "->",
            value = {
                "id,nom,salle          -> no column id; divided by ',' it would have",
                "'id\tnom\tsalle'      -> no column id; divided by tabs it would have",
                "id;nom                -> no column salle",
                "id;nom;salle;Id       -> names the column id twice",
                "'i\0d\0;\0'           -> NUL characters: perhaps the charset is another one",
                "sep=\"                -> declares a delimiter that can't be one",
                "sep=é,                -> no column id",
                "'\u001f\u008b\u0008'  -> compressed (gzip)",
                "'PK\u0003\u0004'      -> a ZIP archive",
            })
    void saysWhyAHeaderIsNotUsable(String header, String reason) {
        Running running = new Running(withCharset(StandardCharsets.ISO_8859_1))
                .write("formation.csv", (header + "\n1;a;b\n").getBytes(StandardCharsets.ISO_8859_1))
                .settle();
        assertThat(running.reasons()).singleElement().asString().contains(reason, "set aside");
    }

    @Test
    void believesAByteOrderMarkWhateverTheCharset() {
        Running running = new Running(withCharset(StandardCharsets.ISO_8859_1))
                .write("\uFEFFid;nom;salle\n1;é;b\n")
                .look();
        assertThat(running.outbox.rows).containsExactly(new Formation(1L, "é", "b"));
    }

    @Test
    void passesOverASecondByteOrderMark() {
        Running running =
                new Running(folder).write("\uFEFF\uFEFFid;nom;salle\n1;a;b\n").look();
        assertThat(running.ids()).containsExactly(1L);
    }

    @Test
    void needsNoFieldsForColumnsWithoutNameAtTheEnd() {
        Running running = new Running(folder)
                .write("id;nom;salle;; \n1;a;b\n2;a;b;\n3;a;b;;\n4;a;b;;;\n5;a;b;x;y\n6;a;b;;;z\n7;a\n")
                .look();
        assertThat(running.ids()).containsExactly(1L, 2L, 3L, 4L, 5L);
        assertThat(running.reasons())
                .containsExactly("the row has 6 fields, the header 5", "the row has 2 fields, the header 5");
    }

    @Test
    void ignoresEmptyFieldsBeyondTheHeader() {
        Running running =
                new Running(folder).write("id;nom;salle\n1;a;b;\n2;;;;;\n").look();
        assertThat(running.outbox.rows).containsExactly(new Formation(1L, "a", "b"), new Formation(2L, "", ""));
    }

    @Test
    void losesOneLineToAnUnclosedQuoteBeforeAnotherQuote() {
        Running running = new Running(folder)
                .write("id;nom;salle\n1;\"a;b\n2;\"c\";d\n3;e;f\n")
                .look();
        assertThat(running.ids()).containsExactly(2L, 3L);
        assertThat(running.deadTexts()).containsExactly("1;\"a;b");
    }

    @Test
    void losesOneLineToAnUnclosedQuoteAtTheEnd() {
        Running running =
                new Running(folder).write("id;nom;salle\n1;\"a;b\n2;c;d\n3;e;f").look();
        assertThat(running.outbox.rows).isEmpty();
        assertThat(running.position().done()).isFalse();
        running.waitAnInterval().look();
        assertThat(running.ids()).containsExactly(2L, 3L);
        assertThat(running.reasons()).containsExactly("a quote is never closed");
        assertThat(running.position().done()).isTrue();
    }

    @Test
    void losesOneLineToAQuoteThatStaysOpenForTooLong() {
        Running running = new Running(withLongest(64));
        running.write("id;nom;salle\n1;\"a;b\n" + "2;c;d\n".repeat(50)).look();
        assertThat(running.ids()).hasSize(50).containsOnly(2L);
        assertThat(running.deadTexts()).containsExactly("1;\"a;b");
    }

    @Test
    void skipsARowOverTheLimit() {
        String longRow = "2;" + "x".repeat(2 << 20) + ";y";
        Running running = new Running(folder);
        running.write("id;nom;salle\n1;a;b\n" + longRow + "\n3;c;d\n").look();
        assertThat(running.ids()).containsExactly(1L, 3L);
        assertThat(running.outbox.dead).singleElement().satisfies(dead -> {
            assertThat(dead.reason()).isEqualTo("the record is longer than 921600 bytes");
            assertThat(dead.text()).isEqualTo(longRow.substring(0, 921_600));
            assertThat(dead.origin()).endsWith(":3");
        });
    }

    @Test
    void goesOnSkippingARowAfterARestart() {
        Running running = new Running(withLongest(32));
        running.write("id;nom;salle\n1;" + "x".repeat(100)).look();
        running.restart().append("x".repeat(100)).look();
        running.restart().append("x;y\n2;a;b\n").look();
        assertThat(running.ids()).containsExactly(2L);
        assertThat(running.outbox.dead).hasSize(1);
    }

    @Test
    void takesTenThousandColumns() {
        String header = IntStream.range(0, 10_000).mapToObj(i -> ";c" + i).collect(Collectors.joining());
        Running running = new Running(folder)
                .write("id;nom;salle" + header + "\n1;a;b" + ";x".repeat(10_000) + "\n2;c;d" + ";".repeat(100_000)
                        + "\n")
                .look();
        assertThat(running.outbox.rows).containsExactly(new Formation(1L, "a", "b"));
        assertThat(running.reasons()).containsExactly("the row has more than 16384 delimiters");
    }

    @Test
    void rejectsWhatTheBrokerWouldRefuse() {
        Running running = new Running(folder);
        running.outbox.refused = "huge";
        running.write("id;nom;salle\n1;huge;b\n2;c;d\n").look();
        assertThat(running.ids()).containsExactly(2L);
        assertThat(running.reasons()).containsExactly("too large");
    }

    @ParameterizedTest
    @ValueSource(strings = {"id;nom\n", "id;nom;salle;NOM\n", "\"id;nom;salle\n", "1;a;b\n", "id;nom;salle\0\n"})
    void setsAFileWithoutUsableHeaderAside(String header) {
        Running running = new Running(folder)
                .write(header + "1;a;b\n")
                .settle()
                .append("2;a;b\n")
                .settle();
        assertThat(running.outbox.rows).isEmpty();
        assertThat(running.reasons()).singleElement().asString().startsWith("the file has no usable header: ");
        assertThat(running.position().done()).isTrue();
        running.restart().settle();
        assertThat(running.outbox.dead).hasSize(1);
        running.write("id;nom;salle\n1;a;b\n").look();
        assertThat(running.ids()).containsExactly(1L);
    }

    @Test
    void doesNotLookForAHeaderBehindTooManyEmptyLines() {
        Running running = new Running(withLongest(64));
        running.write("\n".repeat(65) + "id;nom;salle\n1;a;b\n").settle();
        assertThat(running.outbox.rows).isEmpty();
        assertThat(running.reasons()).singleElement().asString().contains("more than 64 bytes of empty lines");
        running.write("\r\n".repeat(32) + "id;nom;salle\n1;a;b\n").look();
        assertThat(running.ids()).containsExactly(1L);
    }

    @Test
    void keepsControlCharactersOutOfReasons() {
        Running running = new Running(folder)
                .write("id;nom;salle\n\u001b[31m\u202e;a;b\n")
                .look();
        assertThat(running.reasons()).containsExactly("id '?[31m?' is no whole number of 64 bits");
    }

    @Test
    void neverCrashesOnAnyBytes() {
        Running running = new Running(folder);
        byte[] all = new byte[256 * 3];
        for (int i = 0; i < all.length; i++) {
            all[i] = (byte) (i * 7);
        }
        running.write("formation.csv", all).settle();
        running.write("formation.csv", new byte[] {(byte) 0xFF, (byte) 0xFE, 'i'})
                .settle();
        assertThat(running.outbox.rows).isEmpty();
        assertThat(running.position().done()).isTrue();
    }

    private CsvSettings withCharset(Charset charset) {
        return Running.settings(folder, "formation.csv", charset, AfterRead.KEEP, OnChange.DEAD_LETTER, 900 * 1024);
    }

    private CsvSettings withLongest(int longest) {
        return Running.settings(
                folder, "formation.csv", StandardCharsets.UTF_8, AfterRead.KEEP, OnChange.DEAD_LETTER, longest);
    }
}
