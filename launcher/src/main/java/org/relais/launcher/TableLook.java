package org.relais.launcher;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * A look at one table: how many rows, and the last few.
 *
 * @param database where it is
 * @param table its name with its schema
 * @param count how many rows it has
 * @param columns the names of the columns shown
 * @param last the last rows, oldest first, each value as text
 */
record TableLook(String database, String table, long count, List<String> columns, List<List<String>> last) {
    private static final int ROWS = 4;

    /** The tables that the formation production fills. Those that are not there yet are left out, and those of other databases. */
    static List<TableLook> of(Production production) {
        List<TableLook> found = new ArrayList<>();
        Postgres postgres = production.postgres();
        if (production.usesOwnDatabase("training"))
            look(postgres, "IRISAPP", "iris.training", List.of("name", "room"), found);
        if (production.usesOwnDatabase("postgres"))
            look(postgres, "DemoData", "public.formation", List.of("id", "nom", "salle"), found);
        return found;
    }

    private static void look(
            Postgres postgres, String database, String table, List<String> columns, List<TableLook> into) {
        try (Connection connection = postgres.connect(database);
                Statement statement = connection.createStatement()) {
            into.add(new TableLook(database, table, count(statement, table), columns, last(statement, table, columns)));
        } catch (SQLException notThereYet) {
            return;
        }
    }

    private static long count(Statement statement, String table) throws SQLException {
        try (ResultSet rows = statement.executeQuery("SELECT count(*) FROM " + table)) {
            rows.next();
            return rows.getLong(1);
        }
    }

    /** Neither table has a key or a time; where nothing is deleted, the place in the table is the order of arrival. */
    private static List<List<String>> last(Statement statement, String table, List<String> columns)
            throws SQLException {
        String query = "SELECT " + String.join(", ", columns) + " FROM " + table + " ORDER BY ctid DESC LIMIT " + ROWS;
        List<List<String>> last = new ArrayList<>();
        try (ResultSet rows = statement.executeQuery(query)) {
            while (rows.next()) last.add(values(rows, columns.size()));
        }
        Collections.reverse(last);
        return last;
    }

    private static List<String> values(ResultSet rows, int count) throws SQLException {
        List<String> values = new ArrayList<>();
        for (int column = 1; column <= count; column++) {
            String value = rows.getString(column);
            values.add(value == null ? "" : value);
        }
        return values;
    }
}
