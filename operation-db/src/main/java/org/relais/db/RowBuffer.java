package org.relais.db;

import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyIn;
import org.postgresql.copy.CopyManager;

/** Rows that wait to be sent. Consecutive rows of one table go in one statement; the order is kept. Not thread-safe. */
final class RowBuffer {

    /** The signature, no flags, no extension. */
    private static final byte[] HEADER = "PGCOPY\n\u00FF\r\n\0\0\0\0\0\0\0\0\0".getBytes(StandardCharsets.ISO_8859_1);

    private static final byte[] TRAILER = {-1, -1};

    private final CopyBuffer bytes = new CopyBuffer();
    private final List<Run> runs = new ArrayList<>();
    private int markedBytes;
    private int markedRuns;
    private int markedRows;

    /** Whose each row is. */
    private int[] owners = new int[1_024];

    private int rows;

    /** The first of the rows that were sent last. */
    private int sent;

    /**
     * Adds a row.
     *
     * @param message whose it is: a number
     */
    void add(Table table, @Nullable Object[] values, int message) {
        int start = bytes.length();
        try {
            table.write(values, bytes);
        } catch (RuntimeException e) {
            bytes.cutTo(start);
            throw e;
        }
        if (runs.isEmpty() || runs.get(runs.size() - 1).table() != table) {
            runs.add(new Run(table, start, rows));
        }
        if (rows == owners.length) {
            owners = Arrays.copyOf(owners, rows * 2);
        }
        owners[rows++] = message;
    }

    boolean isEmpty() {
        return runs.isEmpty();
    }

    void mark() {
        markedBytes = bytes.length();
        markedRuns = runs.size();
        markedRows = rows;
    }

    void undo() {
        bytes.cutTo(markedBytes);
        runs.subList(markedRuns, runs.size()).clear();
        rows = markedRows;
    }

    void clear() {
        bytes.cutTo(0);
        runs.clear();
        rows = 0;
        mark();
    }

    /** {@return whether there are rows from before the mark} */
    boolean hasMarked() {
        return markedBytes > 0;
    }

    /** Sends the rows from before the mark; those after it stay. */
    void sendMarked(Connection connection) throws SQLException {
        send(connection, markedBytes);
        Table reached = runs.get(markedRuns - 1).table();
        runs.subList(0, markedRuns).clear();
        runs.replaceAll(run -> new Run(run.table(), run.start() - markedBytes, run.row() - markedRows));
        bytes.dropFirst(markedBytes);
        System.arraycopy(owners, markedRows, owners, 0, rows - markedRows);
        rows -= markedRows;
        if (bytes.length() > 0 && (runs.isEmpty() || runs.get(0).start() > 0)) {
            runs.add(0, new Run(reached, 0, 0));
        }
        markedBytes = 0;
        markedRuns = 0;
        markedRows = 0;
    }

    /** {@return whose row it seems to be that was refused when rows were sent last; or -1} */
    int refused(SQLException failure) {
        int line = Failures.line(failure);
        int row = sent + line - 1;
        return line > 0 && row < rows ? owners[row] : -1;
    }

    /** Sends all rows. */
    void sendAll(Connection connection) throws SQLException {
        send(connection, bytes.length());
        clear();
    }

    private void send(Connection connection, int end) throws SQLException {
        CopyManager copies = connection.unwrap(PGConnection.class).getCopyAPI();
        for (int index = 0; index < runs.size() && runs.get(index).start() < end; index++) {
            Run run = runs.get(index);
            int next = index + 1 < runs.size() ? runs.get(index + 1).start() : end;
            copy(copies, run, Math.min(next, end));
        }
    }

    private void copy(CopyManager copies, Run run, int end) throws SQLException {
        sent = run.row();
        CopyIn copy = copies.copyIn(run.table().copyStatement());
        copy.writeToCopy(HEADER, 0, HEADER.length);
        copy.writeToCopy(bytes.bytes(), run.start(), end - run.start());
        copy.writeToCopy(TRAILER, 0, TRAILER.length);
        copy.endCopy();
    }

    /**
     * Rows of one table.
     *
     * @param table theirs
     * @param start where the first one begins in the buffer
     * @param row the number of the first one
     */
    private record Run(Table table, int start, int row) {}
}
