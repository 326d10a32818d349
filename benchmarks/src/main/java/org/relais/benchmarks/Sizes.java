package org.relais.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** Measures what the broker has on its disk. */
final class Sizes {

    private Sizes() {}

    /** {@return bytes of the log segments of these topics} */
    static long logs(Path kafka, List<String> topics) throws IOException {
        try (Stream<Path> files = Files.walk(kafka)) {
            return files.filter(file -> file.toString().endsWith(".log") && isOf(topics, file))
                    .mapToLong(file -> file.toFile().length())
                    .sum();
        }
    }

    private static boolean isOf(List<String> topics, Path file) {
        String partition = file.getName(file.getNameCount() - 2).toString();
        return topics.contains(partition.replaceAll("-\\d+$", ""));
    }
}
