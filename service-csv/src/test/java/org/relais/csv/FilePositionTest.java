package org.relais.csv;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.relais.runtime.HaltException;

/** What is stored is the position of a file, or the service says whose can't be read. */
final class FilePositionTest {

    private static final String WRITTEN =
            "{\"file\":\"(dev=1,inode=2)\",\"offset\":25,\"line\":2,\"rows\":1,\"rejected\":0,"
                    + "\"check\":\"ab\",\"size\":25,\"modified\":7,\"done\":true,\"skipping\":false}";

    @Test
    void readsWhatEarlierAndLaterVersionsWrite() throws IOException {
        FilePosition position = FilePosition.read(bytes(WRITTEN));
        assertThat(position.offset()).isEqualTo(25);
        assertThat(position.done()).isTrue();
        assertThat(FilePosition.read(bytes(WRITTEN.replace("{", "{\"later\":1,"))))
                .isEqualTo(position);
        assertThat(FilePosition.read(position.write())).isEqualTo(position);
    }

    @ParameterizedTest
    @ValueSource(strings = {"null", "{}", "7", "", "{\"file\":\"f\",\"check\":\"\",\"offset\":-1}"})
    void haltsOnWhatIsNone(String json) {
        CsvService service = new CsvService(Running.settings(Path.of("in")));
        assertThatExceptionOfType(HaltException.class)
                .isThrownBy(() -> service.resume(Map.of("/in/formation.csv", bytes(json))))
                .withMessageContaining("the position stored for /in/formation.csv can't be read");
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
