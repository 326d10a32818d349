package org.relais.file;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class AppenderTest {

    private final Appender appender = new Appender();

    @ParameterizedTest
    @ValueSource(longs = {0, 7, -7, 10, 1234567890123L, Long.MAX_VALUE, Long.MIN_VALUE})
    void writesNumbersInDecimal(long number) {
        assertThat(written(appender.number(number))).isEqualTo(Long.toString(number));
    }

    @ParameterizedTest
    @ValueSource(strings = {"\r", "\n", "\u000B", "\f", "\u0085", "\u2028", "\u2029"})
    void writesEveryLineBreakInAFieldAsASpace(String lineBreak) {
        assertThat(written(appender.text("a" + lineBreak + "b"))).isEqualTo("a b");
    }

    @Test
    void writesCarriageReturnAndLineFeedAsTwoSpaces() {
        assertThat(written(appender.text("a\r\nb"))).isEqualTo("a  b");
    }

    @Test
    void writesNullAsNothing() {
        assertThat(written(appender.text(null).number(null).endLine())).isEqualTo("\n");
    }

    @Test
    void writesHalfASurrogatePairAsAQuestionMark() {
        assertThat(written(appender.text("a\uD83Db\uDE00"))).isEqualTo("a?b?");
    }

    @Test
    void encodesAsJavaDoes() {
        long seed = Long.getLong("relais.seed", System.nanoTime());
        System.out.println("AppenderTest -Drelais.seed=" + seed);
        Random random = new Random(seed);
        for (int round = 0; round < 2_000; round++) {
            String text = randomText(random);
            appender.clear();
            assertThat(written(appender.text(text))).as("seed %d", seed).isEqualTo(text);
        }
    }

    @Test
    void growsAndGivesBackWhatOneLargeBatchTook() {
        String large = "x".repeat(6 << 20);
        assertThat(written(appender.text(large))).isEqualTo(large);
        appender.clear();
        assertThat(appender.bytes()).hasSizeLessThan(1 << 20);
        assertThat(written(appender.text("small"))).isEqualTo("small");
    }

    private static String randomText(Random random) {
        return random.ints(random.nextInt(40), 0, Character.MAX_CODE_POINT + 1)
                .map(point -> random.nextBoolean() ? point : point % 0x3000)
                .filter(point -> !Character.isISOControl(point))
                .filter(point -> point != 0x2028 && point != 0x2029)
                .filter(point -> point < Character.MIN_SURROGATE || point > Character.MAX_SURROGATE)
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
    }

    private static String written(Appender appender) {
        return new String(appender.bytes(), 0, appender.length(), StandardCharsets.UTF_8);
    }
}
