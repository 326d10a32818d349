package org.relais.csv;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.Charset;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.relais.runtime.Setting;

/** What the settings refuse, and what they say then. */
final class CsvSettingsTest {

    @Test
    void describesEachSetting() {
        assertThat(Arrays.stream(CsvSettings.class.getRecordComponents())
                        .map(component -> component.getAnnotation(Setting.class)))
                .doesNotContainNull();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "../formation.csv", "/tmp/x", "..", "*.{csv", "in/*.csv"})
    void refusesWhatIsNoName(String filename) {
        assertThatThrownBy(() -> settings(filename, ';', "UTF-8", '"'))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("filename: ");
    }

    /** As a name with an accent is none where the locale is C: half a character is none in any locale. */
    @Test
    void refusesWhatIsNoNameInTheCharsetOfTheMachine() {
        assertThat(new String[] {"caf\ud83d.csv", "caf\ud83d*.csv", "a\0.csv"})
                .allSatisfy(filename -> assertThatThrownBy(() -> settings(filename, ';', "UTF-8", '"'))
                        .isInstanceOf(IllegalArgumentException.class)
                        .hasMessageStartingWith("filename: expected")
                        .hasMessageContaining(System.getProperty("sun.jnu.encoding")));
    }

    /** Longer ones could not be sent. */
    @Test
    void refusesRowsThatFitNoMessage() {
        Setting setting = Arrays.stream(CsvSettings.class.getRecordComponents())
                .filter(component -> component.getName().equals("maxRecordBytes"))
                .findFirst()
                .orElseThrow()
                .getAnnotation(Setting.class);
        assertThat(setting.max()).isEqualTo(1_048_576);
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '~',
            delimiter = '|',
            value = {
                "; | UTF-8 | ; | two different characters",
                "; | UTF-8 | \u00e9 | quote: expected an ASCII character",
                "\u20ac | ISO-8859-1 | \" | delimiter: expected a character of ISO-8859-1",
                "; | IBM1047 | \" | charset: expected",
                "; | ISO-2022-JP | \" | charset: expected",
                "; | UTF-32 | \" | charset: expected",
                "a | windows-31j | \" | in windows-31j expected",
                "; | UTF-8 | ~\n~ | no line ends",
            })
    void refusesWhatHidesRows(char delimiter, String charset, char quote, String problem) {
        assertThatThrownBy(() -> settings("formation.csv", delimiter, charset, quote))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(problem);
    }

    @Test
    void saysAllThatIsWrong() {
        assertThatThrownBy(() -> settings("../x", '"', "UTF-32", '"'))
                .hasMessageContainingAll("filename: ", "delimiter and quote: ", "charset: ");
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '~',
            value = {"~\t~, UTF-8", "\u00a7, UTF-8", "\u00a7, ISO-8859-1", "\u20ac, UTF-16LE", ";, GB18030"})
    void takesUnusualDelimiters(char delimiter, String charset) {
        assertThat(settings("*.csv", delimiter, charset, '\'').delimiter()).isEqualTo(delimiter);
    }

    private static CsvSettings settings(String filename, char delimiter, String charset, char quote) {
        return new CsvSettings(
                Path.of("in"),
                filename,
                delimiter,
                Charset.forName(charset),
                quote,
                Duration.ofSeconds(5),
                AfterRead.KEEP,
                OnChange.DEAD_LETTER,
                1024);
    }
}
