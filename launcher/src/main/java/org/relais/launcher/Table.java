package org.relais.launcher;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.relais.messages.OneLine;

/** Lines of columns, each as wide as it has to be. What is in them may come from anybody. */
final class Table {
    private static final String GAP = "  ";

    private final List<List<String>> rows = new ArrayList<>();

    Table(String... headings) {
        row(headings);
    }

    void row(String... cells) {
        rows.add(Arrays.stream(cells).map(OneLine::of).toList());
    }

    List<String> lines() {
        int columns = rows.get(0).size();
        int[] widths = new int[columns];
        rows.forEach(row -> {
            for (int i = 0; i < columns; i++)
                widths[i] = Math.max(widths[i], row.get(i).length());
        });
        return rows.stream().map(row -> line(row, widths)).toList();
    }

    private static String line(List<String> row, int[] widths) {
        StringBuilder line = new StringBuilder();
        for (int i = 0; i < widths.length; i++)
            line.append(Shown.padded(row.get(i), widths[i])).append(GAP);
        return line.toString().stripTrailing();
    }
}
