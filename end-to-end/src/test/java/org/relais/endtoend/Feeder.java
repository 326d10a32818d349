package org.relais.endtoend;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;

/** Appends rows to a CSV file at an even pace, so that work is in flight whenever something is killed. Used by one thread. */
public final class Feeder {
    private static final int TICK_MILLIS = 50;
    private static final long TICK_NANOS = 50_000_000;

    private final Path file;
    private final List<Row> rows;
    private int fed;

    /** The file must be there, with its header. */
    public Feeder(Path file, List<Row> rows) {
        this.file = file;
        this.rows = rows;
    }

    /** Makes a file with these rows. */
    public static void writeAll(Path file, List<Row> rows) throws IOException {
        Files.writeString(file, Row.HEADER + text(rows));
    }

    public static void append(Path file, List<Row> rows) throws IOException {
        Files.writeString(file, text(rows), StandardOpenOption.APPEND);
    }

    /** Appends so many rows spread over so much time. */
    public void feed(int count, int millis) throws IOException {
        int ticks = Math.max(1, millis / TICK_MILLIS);
        int target = Math.min(rows.size(), fed + count);
        int start = fed;
        long begin = System.nanoTime();
        for (int tick = 1; tick <= ticks; tick++) {
            append(start + (target - start) * tick / ticks);
            LockSupport.parkNanos(begin + tick * TICK_NANOS - System.nanoTime());
        }
    }

    /** {@return the rows appended so far} */
    List<Row> fed() {
        return rows.subList(0, fed);
    }

    /** Appends all that is left. */
    public void finish() throws IOException {
        append(rows.size());
    }

    private void append(int target) throws IOException {
        append(file, rows.subList(fed, target));
        fed = target;
    }

    private static String text(List<Row> rows) {
        return rows.stream().map(row -> row.csv() + "\n").collect(Collectors.joining());
    }
}
