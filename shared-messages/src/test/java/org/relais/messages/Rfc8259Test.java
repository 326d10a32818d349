package org.relais.messages;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What is JSON is read, what is none is refused, and where RFC 8259 leaves a choice it is the one in rfc8259.txt. */
final class Rfc8259Test {

    private static final Pattern LINE = Pattern.compile("(yes|no|takes|refuses) +(value|document) *(.*)");
    private static final Pattern RUN = Pattern.compile("<([^<>]+)>");
    private static final Pattern REPEATED = Pattern.compile("(.+)\\*(\\d+)");

    /** Takes any JSON as the value of its one field. */
    record Anything(@Nullable Object value) {}

    /** One line of the file. */
    record Line(String verdict, String place, String text) {

        static Line of(String line) {
            Matcher parts = LINE.matcher(line);
            assertThat(parts.matches()).as(line).isTrue();
            return new Line(parts.group(1), parts.group(2), parts.group(3));
        }

        boolean isTaken() {
            return verdict.equals("yes") || verdict.equals("takes");
        }

        byte[] document() {
            byte[] bytes = bytes(text);
            return place.equals("document") ? bytes : concat(utf8("{\"value\":"), bytes, utf8("}"));
        }
    }

    static Stream<Line> lines() {
        try (InputStream file = Objects.requireNonNull(Rfc8259Test.class.getResourceAsStream("rfc8259.txt"))) {
            return new String(file.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .filter(line -> !line.isBlank() && !line.startsWith("#"))
                    .map(Line::of);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @ParameterizedTest
    @MethodSource("lines")
    void readsOrRefuses(Line line) {
        byte[] document = line.document();
        if (line.isTaken()) {
            assertThat(Bodies.of(Anything.class).read(document)).isNotNull();
        } else {
            assertThatThrownBy(() -> Bodies.of(Anything.class).read(document))
                    .isInstanceOf(InvalidMessageException.class)
                    .message()
                    .hasSizeLessThan(400)
                    .doesNotContainPattern("[\\p{Cc}\\p{Cf}\\p{Zl}\\p{Zp}]")
                    .doesNotContain("Feature", "Source", "StreamRead");
        }
    }

    static Stream<Line> takenLines() {
        return lines().filter(Line::isTaken);
    }

    /** What was read can be sent on, and is the same there. */
    @ParameterizedTest
    @MethodSource("takenLines")
    void writesWhatItTakesSoThatItIsReadAgain(Line line) {
        Anything once = Bodies.of(Anything.class).read(line.document());
        byte[] written = Bodies.of(Anything.class).write(once);
        assertThat(Bodies.of(Anything.class).read(written)).hasToString(once.toString());
    }

    @Test
    void keepsEachKindOfValueApart() {
        assertThat(value("\"false\"")).isEqualTo("false");
        assertThat(value("false")).isEqualTo(false);
        assertThat(value("\"3\"")).isEqualTo("3");
        assertThat(value("3")).isEqualTo(3);
        assertThat(value("\"\\u0000\\uD83D\\uDE00\"")).isEqualTo("\0\uD83D\uDE00");
    }

    private static @Nullable Object value(String json) {
        return Bodies.of(Anything.class).read(utf8("{\"value\":" + json + "}")).value();
    }

    private static byte[] bytes(String text) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        Matcher run = RUN.matcher(text);
        int end = 0;
        while (run.find()) {
            bytes.writeBytes(utf8(text.substring(end, run.start())));
            bytes.writeBytes(run(run.group(1)));
            end = run.end();
        }
        bytes.writeBytes(utf8(text.substring(end)));
        return bytes.toByteArray();
    }

    private static byte[] run(String text) {
        if (text.equals("BOM")) {
            return utf8("\uFEFF");
        }
        Matcher repeated = REPEATED.matcher(text);
        if (repeated.matches()) {
            String what = repeated.group(1).equals("20") ? " " : repeated.group(1);
            return utf8(what.repeat(Integer.parseInt(repeated.group(2))));
        }
        return HexFormat.ofDelimiter(" ").parseHex(text);
    }

    private static byte[] concat(byte[]... parts) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        Stream.of(parts).forEach(all::writeBytes);
        return all.toByteArray();
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
