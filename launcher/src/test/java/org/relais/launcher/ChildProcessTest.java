package org.relais.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ChildProcessTest {
    @TempDir
    Path folder;

    @Test
    void appendsToALogThatIsShort() throws Exception {
        Path log = folder.resolve("child.log");
        say("one", log);
        say("two", log);
        assertThat(log).content().isEqualTo("one\ntwo\n");
        assertThat(folder).isDirectoryNotContaining("glob:**.1");
    }

    @Test
    void keepsNoMoreThanTwoLogs() throws Exception {
        Path log = folder.resolve("child.log");
        Path former = Files.writeString(folder.resolve("child.log.1"), "long ago");
        lengthen(log);
        say("one", log);
        assertThat(log).content().isEqualTo("one\n");
        assertThat(former).hasSize(ChildProcess.LOG_BYTES + 1);
        assertThat(folder.toFile().list()).containsExactlyInAnyOrder("child.log", "child.log.1");
    }

    private static void lengthen(Path log) throws IOException {
        try (RandomAccessFile file = new RandomAccessFile(log.toFile(), "rw")) {
            file.setLength(ChildProcess.LOG_BYTES + 1);
        }
    }

    private void say(String word, Path log) throws Exception {
        assertThat(ChildProcess.start(List.of("echo", word), folder, Map.of(), log)
                        .waitFor())
                .isZero();
    }
}
