package org.relais.file;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Locale;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A machine whose language has digits of its own. */
final class PositionTest {

    private static final Position POSITION = new Position(12, 0xab, -1, 3_456, 0xcdef);
    private static final String TEXT = "1 12 000000ab 18446744073709551615 3456 0000cdef";

    private final Locale before = Locale.getDefault();

    @BeforeEach
    void speakPersian() {
        Locale.setDefault(Locale.forLanguageTag("fa-IR"));
    }

    @AfterEach
    void speakAsBefore() {
        Locale.setDefault(before);
    }

    @Test
    void isTheSameTextInEveryLanguage() {
        assertThat(POSITION.text()).isEqualTo(TEXT);
        assertThat(Position.parse(TEXT)).isEqualTo(POSITION);
    }

    @Test
    void readsWhatAnEarlierVersionWroteThere() {
        assertThat(Position.parse("1 \u06f1\u06f2 000000ab 18446744073709551615 \u06f3\u06f4\u06f5\u06f6 0000cdef"))
                .isEqualTo(POSITION);
    }
}
