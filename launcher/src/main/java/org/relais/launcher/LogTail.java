package org.relais.launcher;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** The end of a text file, read without reading all of it. */
final class LogTail {
    private static final int BYTES = 8192;
    private static final int MOST_PROBLEMS = 50;

    private LogTail() {}

    /** The last line that is not blank, in brackets, or nothing. */
    static String lastLine(Path file) {
        try {
            List<String> last = lastLines(file, 1);
            return last.isEmpty() ? "" : " (" + last.get(0).strip() + ")";
        } catch (IOException unreadable) {
            return "";
        }
    }

    /** What a component that can't start says last, one problem after the other, in brackets; of anything else the last line. */
    static String problems(Path file) {
        try {
            List<String> lines = lastLines(file, MOST_PROBLEMS);
            int head = lines.size() - 1;
            while (head >= 0 && !lines.get(head).endsWith(" can't start:")) head--;
            List<String> problems = lines.subList(head + 1, lines.size()).stream()
                    .map(String::strip)
                    .toList();
            return head < 0 || problems.isEmpty() ? lastLine(file) : " (" + String.join("; ", problems) + ")";
        } catch (IOException unreadable) {
            return "";
        }
    }

    /** Up to that many of the last lines that are not blank; of very long lines only the end. */
    static List<String> lastLines(Path file, int count) throws IOException {
        if (!Files.exists(file)) return List.of();
        List<String> lines = tail(file).lines().filter(line -> !line.isBlank()).toList();
        return lines.subList(Math.max(0, lines.size() - count), lines.size());
    }

    private static String tail(Path file) throws IOException {
        try (RandomAccessFile reader = new RandomAccessFile(file.toFile(), "r")) {
            long start = Math.max(0, reader.length() - BYTES);
            byte[] bytes = new byte[(int) (reader.length() - start)];
            reader.seek(start);
            reader.readFully(bytes);
            return new String(bytes, StandardCharsets.UTF_8);
        }
    }
}
