package org.relais.endtoend;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** The file that the file operation writes: for each request its line, then a line of forty stars. */
public final class OutputLines {
    private static final String RULE = " *".repeat(40);

    private OutputLines() {}

    /** The line of a row in the file. */
    public static String line(Row row) {
        return row.id() + " : " + row.salle() + " : " + row.nom() + " : ";
    }

    /** How many bytes a row takes in the file, if it has no letters beyond ASCII. */
    public static int length(Row row) {
        return line(row).length() + RULE.length() + 2;
    }

    /**
     * The rows in the file, in order.
     *
     * @throws AssertionError if it does not consist of whole pairs of lines
     */
    public static List<String> read(Path file) throws IOException {
        List<String> rows = new ArrayList<>();
        each(file, rows::add);
        return rows;
    }

    /**
     * Gives the same rows one after the other, so that there may be many.
     *
     * @throws AssertionError if the file does not consist of whole pairs of lines
     */
    public static void each(Path file, Consumer<String> reader) throws IOException {
        try (BufferedReader lines = Files.newBufferedReader(file)) {
            int number = 0;
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                number += 2;
                if (!RULE.equals(lines.readLine())) {
                    throw new AssertionError(file + ": line " + number + " is not the rule of stars");
                }
                reader.accept(line);
            }
        }
        requireWholeLines(file);
    }

    private static void requireWholeLines(Path file) throws IOException {
        try (FileChannel channel = FileChannel.open(file)) {
            ByteBuffer last = ByteBuffer.allocate(1);
            if (channel.size() > 0 && (channel.read(last, channel.size() - 1) != 1 || last.get(0) != '\n')) {
                throw new AssertionError(file + " ends within a pair of lines");
            }
        }
    }
}
