package org.relais.benchmarks;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.BitSet;
import org.relais.launcher.Production;

/**
 * What the production has written.
 *
 * @param lines lines of the file
 * @param fileRows distinct ids in it
 * @param trainings rows of the training table
 * @param formations rows of the formation table that came from the benchmark
 * @param distinctFormations distinct ids among them
 */
record Result(long lines, long fileRows, long trainings, long formations, long distinctFormations) {

    static Result of(Production production) throws IOException {
        try (Connection iris = production.postgres().connect("IRISAPP");
                Connection demo = production.postgres().connect("DemoData")) {
            long trainings = count(iris, "SELECT count(*) FROM iris.training");
            String from = " FROM public.formation WHERE id >= " + Rows.FIRST_ID;
            long formations = count(demo, "SELECT count(*)" + from);
            long distinct = count(demo, "SELECT count(DISTINCT id)" + from);
            return file(production, trainings, formations, distinct);
        } catch (SQLException e) {
            throw new IOException("the result can't be read: " + e.getMessage(), e);
        }
    }

    private static Result file(Production production, long trainings, long formations, long distinct)
            throws IOException {
        BitSet ids = new BitSet();
        long lines = 0;
        try (BufferedReader file = Files.newBufferedReader(production.outputFile(), StandardCharsets.UTF_8)) {
            for (String line = file.readLine(); line != null; line = file.readLine()) {
                lines++;
                int colon = line.indexOf(" : ");
                if (colon > 0) {
                    ids.set(Integer.parseInt(line, 0, colon, 10));
                }
            }
        }
        return new Result(lines, ids.cardinality(), trainings, formations, distinct);
    }

    private static long count(Connection connection, String query) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery(query)) {
            result.next();
            return result.getLong(1);
        }
    }

    /**
     * Checks that each row had each effect once; those that the training operation refuses go no further than the file.
     *
     * @throws IllegalStateException if not
     */
    void check(Rows rows) {
        long all = rows.count();
        long accepted = all - rows.refusals();
        boolean right = lines == 2 * all
                && fileRows == all
                && trainings == accepted
                && formations == distinctFormations
                && isAboutHalf(formations, accepted);
        if (!right) {
            throw new IllegalStateException("the result of " + all + " rows is wrong: " + this);
        }
    }

    /** Chance decides which half; ten standard deviations off is no chance. */
    private static boolean isAboutHalf(long part, long all) {
        return Math.abs(part - all / 2.0) <= 10 * Math.sqrt((double) all) / 2 + 1;
    }
}
