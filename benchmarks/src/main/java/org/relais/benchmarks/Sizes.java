package org.relais.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** Measures what the broker has on its disk. */
final class Sizes {

    private Sizes() {}

    /** {@return bytes of the log segments of these topics} Looks into their folders only: beside them the broker replaces files all the time. */
    static long logs(Path kafka, List<String> topics) throws IOException {
        long bytes = 0;
        for (Path partition : list(kafka)) {
            if (topics.contains(partition.getFileName().toString().replaceAll("-\\d+$", ""))) {
                for (Path file : list(partition)) {
                    bytes += file.toString().endsWith(".log") ? file.toFile().length() : 0;
                }
            }
        }
        return bytes;
    }

    private static List<Path> list(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.toList();
        }
    }
}
