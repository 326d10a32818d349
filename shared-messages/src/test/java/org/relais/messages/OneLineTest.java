package org.relais.messages;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class OneLineTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\n", "\r", "\0", "\t", "\u001b", "\u007f", "\u0085", "\u009b", "\u2028", "\u2029", "\u202e", "\ufeff"
            })
    void replacesWhatSteers(String character) {
        assertThat(OneLine.of("a" + character + "b")).isEqualTo("a?b");
    }

    @Test
    void keepsWhatIsShown() {
        assertThat(OneLine.of("é 漢字 \uD83D\uDE00 \"';|")).isEqualTo("é 漢字 \uD83D\uDE00 \"';|");
    }

    @Test
    void cutsNoCharacterInHalf() {
        assertThat(OneLine.of("ab\uD83D\uDE00", 3)).isEqualTo("ab");
        assertThat(OneLine.of("ab\uD83D\uDE00", 4)).isEqualTo("ab\uD83D\uDE00");
        assertThat(OneLine.of("a\uD83Db", 3)).isEqualTo("a?b");
        assertThat(OneLine.of("abc", 2)).isEqualTo("ab");
    }
}
