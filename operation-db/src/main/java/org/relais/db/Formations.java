package org.relais.db;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.relais.messages.Formation;
import org.relais.messages.FormationListRequest;
import org.relais.messages.FormationPage;
import org.relais.messages.FormationsChanged;

/** The statements on stored formations. What the handler before has inserted is in the table when one of them runs. */
final class Formations {

    private static final String LAST =
            "SELECT inserted, id, nom, salle FROM public.formation WHERE id = ? ORDER BY inserted DESC LIMIT 1";
    private static final String PAGE =
            "SELECT inserted, id, nom, salle FROM public.formation WHERE inserted > ? ORDER BY inserted LIMIT ?";
    private static final String PAGE_OF_ONE =
            "SELECT inserted, id, nom, salle FROM public.formation WHERE id = ? AND inserted > ?"
                    + " ORDER BY inserted LIMIT ?";
    private static final String UPDATE = "UPDATE public.formation SET nom = ?, salle = ? WHERE id = ?";
    private static final String DELETE = "DELETE FROM public.formation WHERE id = ?";

    /** A page is one message: it ends before it gets too large for one. */
    private static final int PAGE_CHARACTERS = 100_000;

    /**
     * Rows that the driver holds at a time. Without that it holds all that were asked for before the first is looked at: a thousand large ones
     * take more memory than there is, though a page ends after a few. It works in a transaction only, which there always is.
     */
    private static final int ROWS_AT_A_TIME = 20;

    private Formations() {}

    static FormationPage last(Rows rows, long id) {
        return read(rows, LAST, 1, id);
    }

    static FormationPage page(Rows rows, FormationListRequest wanted) {
        long after = wanted.after() == null ? 0 : wanted.after();
        long oneMore = wanted.limit() + 1L;
        return wanted.id() == null
                ? read(rows, PAGE, wanted.limit(), after, oneMore)
                : read(rows, PAGE_OF_ONE, wanted.limit(), wanted.id(), after, oneMore);
    }

    static FormationsChanged update(Rows rows, Formation formation) {
        return change(rows, UPDATE, formation.nom(), formation.salle(), formation.id());
    }

    static FormationsChanged delete(Rows rows, long id) {
        return change(rows, DELETE, id);
    }

    private static FormationPage read(Rows rows, String sql, int limit, long... parameters) {
        try (PreparedStatement statement = rows.connection().prepareStatement(sql)) {
            statement.setFetchSize(ROWS_AT_A_TIME);
            for (int i = 0; i < parameters.length; i++) {
                statement.setLong(i + 1, parameters[i]);
            }
            try (ResultSet found = statement.executeQuery()) {
                return page(found, limit);
            }
        } catch (SQLException e) {
            throw Failures.of(e);
        }
    }

    private static FormationPage page(ResultSet found, int limit) throws SQLException {
        List<Formation> formations = new ArrayList<>();
        long last = 0;
        int characters = 0;
        while (found.next()) {
            Formation formation = formation(found);
            characters += length(formation.nom()) + length(formation.salle());
            boolean full = formations.size() == limit || (characters > PAGE_CHARACTERS && !formations.isEmpty());
            if (full) {
                return new FormationPage(formations, last);
            }
            formations.add(formation);
            last = found.getLong(1);
        }
        return new FormationPage(formations, null);
    }

    private static Formation formation(ResultSet row) throws SQLException {
        return new Formation(row.getObject(2, Long.class), row.getString(3), row.getString(4));
    }

    private static int length(@Nullable String text) {
        return text == null ? 0 : text.length();
    }

    private static FormationsChanged change(Rows rows, String sql, @Nullable Object... parameters) {
        Connection connection = rows.connection();
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            for (int i = 0; i < parameters.length; i++) {
                statement.setObject(i + 1, parameters[i]);
            }
            return new FormationsChanged(statement.executeUpdate());
        } catch (SQLException e) {
            throw Failures.of(e);
        }
    }
}
