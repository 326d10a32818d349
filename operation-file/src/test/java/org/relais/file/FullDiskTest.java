package org.relais.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.relais.file.Sinks.append;
import static org.relais.file.Sinks.assignment;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.relais.runtime.RetryableException;

/** A write that fails half-way, in a process whose files may not grow beyond 64 KiB. */
@EnabledOnOs({OS.LINUX, OS.MAC})
final class FullDiskTest {

    private static final String OLD = "x".repeat(62 << 10) + '\n';
    private static final String BATCH = "y".repeat(8 << 10) + '\n';

    @TempDir
    private Path folder;

    @Test
    void aBatchWrittenInPartIsTakenBackAndTriedAgain() throws Exception {
        Path file = Files.writeString(folder.resolve("toto.csv"), OLD);
        assertThat(limited()).containsSubsequence("retryable: ", "partly written", "\ncut back\n");
        assertThat(file).content().isEqualTo(OLD + "small\n");
    }

    private String limited() throws IOException, InterruptedException {
        Process process = new ProcessBuilder(
                        "bash",
                        "-c",
                        "ulimit -f 64; exec \"$0\" -XX:-UsePerfData -cp \"$1\" \"$2\" \"$3\"",
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        System.getProperty("java.class.path"),
                        FullDiskTest.class.getName(),
                        folder.toString())
                .redirectErrorStream(true)
                .start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(output).isZero();
        return output;
    }

    /** Writes a batch that does not fit, and then one that does. */
    public static void main(String[] args) throws IOException {
        Path file = Path.of(args[0], "toto.csv");
        try (FileSink sink = new FileSink(new FileSettings(Path.of(args[0]), "toto.csv"))) {
            sink.open(assignment());
            append(sink, BATCH);
            sink.push();
            try {
                sink.commit(Map.of());
            } catch (RetryableException e) {
                System.out.println("retryable: " + e.getMessage());
            }
            System.out.println(Files.size(file) > OLD.length() ? "partly written" : "nothing written");
            sink.open(assignment());
            System.out.println(Files.size(file) == OLD.length() ? "cut back" : "not cut back");
            append(sink, "small\n");
            sink.push();
            sink.commit(Map.of());
        }
    }
}
