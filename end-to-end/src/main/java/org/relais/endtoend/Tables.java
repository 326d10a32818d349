package org.relais.endtoend;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.relais.launcher.Postgres;

/** The tables of both databases. Connects anew for each question, since the server may have been killed. */
public final class Tables {
    /** The database of the training operation. */
    public static final String TRAINING = "IRISAPP";

    /** The database of the postgres operation. */
    public static final String FORMATION = "DemoData";

    private static final int FETCHED = 10_000;
    private static final String TRAINING_IN_ORDER = "SELECT name || ';' || room FROM iris.training ORDER BY inserted";
    private static final String FORMATION_IN_ORDER =
            "SELECT id || ';' || nom || ';' || salle FROM public.formation WHERE id > 2 ORDER BY inserted";

    private final Map<String, String> urls;

    /** @param urls of the databases by their names */
    public Tables(Map<String, String> urls) {
        this.urls = urls;
    }

    /** All rows of the training operation, as {@code name;room}. */
    public List<String> training() throws SQLException {
        return rows(TRAINING, "SELECT name || ';' || room FROM iris.training ORDER BY ctid");
    }

    /** All rows of the product operation, as {@code name;price}. */
    public List<String> products() throws SQLException {
        return rows(TRAINING, "SELECT name || ';' || price FROM kafka_demo ORDER BY id");
    }

    /** All rows of the postgres operation, as {@code id;nom;salle}, but for the two that were there from the start. */
    public List<String> formation() throws SQLException {
        return rows(FORMATION, "SELECT id || ';' || nom || ';' || salle FROM public.formation ORDER BY ctid").stream()
                .skip(2)
                .toList();
    }

    /** The first rows that {@link #formation} leaves out. */
    public List<String> formationFirst() throws SQLException {
        return rows(FORMATION, "SELECT id || ';' || nom || ';' || salle FROM public.formation ORDER BY ctid").stream()
                .limit(2)
                .toList();
    }

    /**
     * Has both tables number their rows from now on, in the order in which they are inserted. Where a row lies in the table
     * ({@code ctid}) does not tell that after a crash: PostgreSQL fills what was left free.
     */
    public void numberRows() throws SQLException {
        run(
                TRAINING,
                "ALTER TABLE iris.training ADD COLUMN IF NOT EXISTS inserted bigint GENERATED ALWAYS AS IDENTITY");
        run(
                FORMATION,
                "ALTER TABLE public.formation ADD COLUMN IF NOT EXISTS inserted bigint GENERATED ALWAYS AS IDENTITY");
    }

    /** Gives the rows of {@link #training} in the order of insertion, one after the other, so that there may be many; needs {@link #numberRows}. */
    public void eachTrainingInOrder(Consumer<String> reader) throws SQLException {
        each(TRAINING, TRAINING_IN_ORDER, reader);
    }

    /** Gives the rows of {@link #formation} in the order of insertion, one after the other, so that there may be many; needs {@link #numberRows}. */
    public void eachFormationInOrder(Consumer<String> reader) throws SQLException {
        each(FORMATION, FORMATION_IN_ORDER, reader);
    }

    private void run(String database, String sql) throws SQLException {
        try (Connection connection = connect(database);
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private List<String> rows(String database, String sql) throws SQLException {
        List<String> rows = new ArrayList<>();
        each(database, sql, rows::add);
        return rows;
    }

    private void each(String database, String sql, Consumer<String> reader) throws SQLException {
        try (Connection connection = connect(database);
                Statement statement = connection.createStatement()) {
            connection.setAutoCommit(false); // else the driver fetches all rows at once
            statement.setFetchSize(FETCHED);
            try (ResultSet result = statement.executeQuery(sql)) {
                while (result.next()) {
                    reader.accept(result.getString(1));
                }
            }
        }
    }

    /** A connection of one's own; the caller closes it. */
    public Connection connect(String database) throws SQLException {
        return DriverManager.getConnection(
                String.valueOf(urls.get(database)) + "?connectTimeout=5&socketTimeout=120",
                Postgres.USER,
                Postgres.PASSWORD);
    }
}
