package org.relais.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SizesTest {

    @Test
    void countsTheSegmentsOfTheTopicsWhileTheBrokerReplacesItsCheckpoints(@TempDir Path kafka) throws Exception {
        write(kafka, "a-0/0.log", 10);
        write(kafka, "a-0/9.log", 5);
        write(kafka, "a-0/0.index", 100);
        write(kafka, "a-12/0.log", 1);
        write(kafka, "a-b-0/0.log", 100);
        AtomicBoolean running = new AtomicBoolean(true);
        CompletableFuture<Void> broker = CompletableFuture.runAsync(() -> {
            while (running.get()) {
                replaceCheckpoint(kafka);
            }
        });
        try {
            for (int i = 0; i < 2_000; i++) {
                assertThat(Sizes.logs(kafka, List.of("a"))).isEqualTo(16);
            }
        } finally {
            running.set(false);
            broker.join();
        }
    }

    private static void replaceCheckpoint(Path kafka) {
        try {
            Path written = Files.writeString(kafka.resolve("checkpoint.tmp"), "0");
            Files.delete(written);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void write(Path kafka, String name, int bytes) throws IOException {
        Path file = kafka.resolve(name);
        Files.createDirectories(file.getParent());
        Files.write(file, new byte[bytes]);
    }
}
