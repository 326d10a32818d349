package org.relais.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class FileSettingsTest {

    @TempDir
    private Path folder;

    @ParameterizedTest
    @ValueSource(strings = {"..", ".", "", " ", "../toto.csv", "/etc/passwd", "a/b", "a\\b", "a\nb", "a\u0000b"})
    void refusesAFilenameThatLeavesThePath(String filename) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new FileSettings(folder, filename))
                .withMessageContaining("filename must be");
    }

    @Test
    void refusesASymbolicLink() throws IOException {
        Files.createSymbolicLink(folder.resolve("link.csv"), folder.resolve("elsewhere.csv"));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new FileSettings(folder, "link.csv"))
                .withMessageContaining("symbolic link");
    }

    @Test
    void takesAnyPlainName() {
        assertThat(new FileSettings(folder, "l'été..csv").file()).isEqualTo(folder.resolve("l'été..csv"));
    }
}
