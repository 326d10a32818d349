package org.relais.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LeftoversTest {
    private final Process launcher;
    private final Process child;

    @TempDir
    Path folder;

    LeftoversTest() throws IOException {
        launcher = new ProcessBuilder("sleep", "600").start();
        child = new ProcessBuilder("sleep", "600").start();
    }

    @BeforeEach
    void write() throws IOException {
        RunInfo.ChildInfo info = RunInfo.ChildInfo.of(child.toHandle(), 0);
        String beforeTheClockWasSet = Instant.now().minus(Duration.ofHours(1)).toString();
        new RunInfo(
                        launcher.pid(),
                        beforeTheClockWasSet,
                        ProcessStart.of(launcher.pid()),
                        "",
                        Map.of(),
                        "",
                        "",
                        null,
                        Map.of("child", info))
                .write(folder.resolve("run.json"));
    }

    @AfterEach
    void end() {
        launcher.destroyForcibly();
        child.destroyForcibly();
    }

    @Test
    void endWithTheLauncherThatStartedThem() throws Exception {
        launcher.destroyForcibly().waitFor();
        endAll();
        assertThat(child.isAlive()).isFalse();
    }

    @Test
    void areNoneWhereTheFolderIsACopyOfOneInUse() throws Exception {
        endAll();
        assertThat(child.isAlive()).isTrue();
    }

    private void endAll() throws IOException {
        try (DataDirectory data = DataDirectory.open(folder)) {
            Leftovers.end(data);
        }
    }
}
