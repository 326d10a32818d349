package org.relais.launcher;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/**
 * A look at one table: how many rows, and the last few.
 *
 * @param database where it is
 * @param table its name with its schema
 * @param count how many rows it has
 * @param last the last rows, oldest first, each value as text
 */
record TableLook(String database, String table, long count, List<List<String>> last) {
    private static final int ROWS = 4;

    /** The tables that the formation production fills. Those that are not there yet are left out, and those of other databases. */
    static List<TableLook> of(Production production) {
        List<TableLook> found = new ArrayList<>();
        Postgres postgres = production.postgres();
        if (production.usesOwnDatabase("training")) trainings(postgres).ifPresent(found::add);
        if (production.usesOwnDatabase("postgres")) formations(postgres).ifPresent(found::add);
        return found;
    }

    /** This table has neither a key nor a time. Nothing changes or deletes its rows: the place in the table is the order of arrival. */
    private static Optional<TableLook> trainings(Postgres postgres) {
        return look(postgres, "IRISAPP", "iris.training", List.of("name", "room"), "ctid");
    }

    /** A row that is changed gets another place, but keeps the number that operation-db has the database give to each. */
    static Optional<TableLook> formations(Postgres postgres) {
        return look(postgres, "DemoData", "public.formation", List.of("id", "nom", "salle"), "inserted");
    }

    private static Optional<TableLook> look(
            Postgres postgres, String database, String table, List<String> columns, String order) {
        try (Connection connection = postgres.connect(database);
                Statement statement = connection.createStatement()) {
            long count = count(statement, table);
            return Optional.of(new TableLook(database, table, count, last(statement, table, columns, order)));
        } catch (SQLException notThereYet) {
            return Optional.empty();
        }
    }

    private static long count(Statement statement, String table) throws SQLException {
        try (ResultSet rows = statement.executeQuery("SELECT count(*) FROM " + table)) {
            rows.next();
            return rows.getLong(1);
        }
    }

    private static List<List<String>> last(Statement statement, String table, List<String> columns, String order)
            throws SQLException {
        String query = "SELECT " + String.join(", ", columns) + " FROM " + table + " ORDER BY " + order + " DESC LIMIT "
                + ROWS;
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
