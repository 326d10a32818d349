package org.relais.launcher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PostgresBinariesTest {
    @TempDir
    Path folder;

    @Test
    void leavesNothingBehindOfWhatCouldNotBeUnpacked() throws IOException {
        Path archive = Files.writeString(folder.resolve("postgres.txz"), "no archive at all");
        Path cache = folder.resolve("cache");
        assertThatThrownBy(() -> PostgresBinaries.installed(archive.toUri().toURL(), cache))
                .isInstanceOf(IOException.class);
        assertThat(cache).isEmptyDirectory();
    }
}
