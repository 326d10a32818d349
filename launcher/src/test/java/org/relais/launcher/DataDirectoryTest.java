package org.relais.launcher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DataDirectoryTest {
    @TempDir
    Path folder;

    @Test
    void refusesASecondStartAndNamesTheFirst() throws Exception {
        try (DataDirectory first = DataDirectory.open(folder.resolve("data"))) {
            assertThatThrownBy(() -> DataDirectory.open(first.root()))
                    .isInstanceOf(DataDirectoryInUse.class)
                    .hasMessageContaining("is in use by the relais process "
                            + ProcessHandle.current().pid())
                    .hasMessageContaining("--data");
        }
    }

    @Test
    void isFreeAgainAfterTheFirstEnded() throws Exception {
        DataDirectory.open(folder).close();
        try (DataDirectory again = DataDirectory.open(folder)) {
            assertThat(again.in()).isDirectory();
            assertThat(again.out()).isDirectory();
            assertThat(again.logs()).isDirectory();
        }
    }
}
