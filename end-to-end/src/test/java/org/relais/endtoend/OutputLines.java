package org.relais.endtoend;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The file that the file operation writes: for each request its line, then a line of forty stars. */
public final class OutputLines {
    private static final String RULE = " *".repeat(40);

    private OutputLines() {}

    /** The line of a row in the file. */
    public static String line(Row row) {
        return row.id() + " : " + row.salle() + " : " + row.nom() + " : ";
    }

    /**
     * The rows in the file, in order.
     *
     * @throws AssertionError if it does not consist of whole pairs of lines
     */
    public static List<String> read(Path file) throws IOException {
        String text = Files.readString(file);
        if (!text.isEmpty() && !text.endsWith(RULE + "\n")) {
            throw new AssertionError(file + " ends within a pair of lines");
        }
        List<String> lines = text.lines().toList();
        List<String> rows = new ArrayList<>();
        for (int i = 0; i < lines.size(); i += 2) {
            if (i + 1 == lines.size() || !lines.get(i + 1).equals(RULE)) {
                throw new AssertionError(file + ": line " + (i + 2) + " is not the rule of stars");
            }
            rows.add(lines.get(i));
        }
        return rows;
    }
}
