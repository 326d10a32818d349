package org.relais.csv;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A window much smaller than its file. */
final class WindowTest {

    private static final int CHUNK = 70;
    private static final int BEGIN = 13;

    private final byte[] content = new byte[2_000];
    private final Window window = new Window(30, CHUNK);

    @TempDir
    Path folder;

    @Test
    void showsTheFileInOrderAndKnowsWhatItPassed() throws IOException {
        new Random(1).nextBytes(content);
        try (FileChannel channel = open()) {
            window.open(BEGIN, content.length);
            assertThat(window.isStillThere(channel)).isTrue();
            while (pass(channel, 30) > 0) {
                assertThat(window.isStillThere(channel)).isTrue();
            }
            assertThat(window.offset()).isEqualTo(content.length);
        }
    }

    @Test
    void noticesWhatIsWrittenOverWhatItPassed() throws IOException {
        try (FileChannel channel = open()) {
            window.open(BEGIN, content.length);
            while (window.offset() < 1_000) {
                pass(channel, 30);
            }
            int offset = (int) window.offset();
            content[offset - CHUNK - 1] = 1;
            content[offset] = 1;
            write();
            assertThat(window.isStillThere(channel)).isTrue();
            content[offset - CHUNK] = 1;
            write();
            assertThat(window.isStillThere(channel)).isFalse();
            Files.write(path(), Arrays.copyOf(content, offset - 1));
            assertThat(window.isStillThere(channel)).isFalse();
        }
    }

    /** {@return how many bytes were passed} */
    private int pass(FileChannel channel, int most) throws IOException {
        if (window.to() - window.from() < most) {
            window.fill(channel);
        }
        int count = Math.min(most, window.to() - window.from());
        int offset = (int) window.offset();
        assertThat(Arrays.copyOfRange(window.bytes(), window.from(), window.from() + count))
                .isEqualTo(Arrays.copyOfRange(content, offset, offset + count));
        window.advanceTo(window.from() + count);
        return count;
    }

    private FileChannel open() throws IOException {
        write();
        return FileChannel.open(path(), StandardOpenOption.READ);
    }

    private void write() throws IOException {
        Files.write(path(), content);
    }

    private Path path() {
        return folder.resolve("file");
    }
}
