package org.relais.endtoend.faults;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.relais.endtoend.Tables;

/**
 * The database operation's connection is cut by {@code pg_terminate_backend}, in the middle of its transaction, or while it commits:
 * then it can't know whether it has.
 *
 * @param duringCommit whether it is while it commits
 */
record Terminate(boolean duringCommit) implements Fault {
    private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(10);
    private static final String COMMITTING = "state = 'active' AND query ILIKE 'COMMIT%'";
    private static final String IN_TRANSACTION =
            "xact_start IS NOT NULL AND NOT (state = 'active' AND query ILIKE 'COMMIT%')";

    @Override
    public String kind() {
        return "backend terminated " + (duringCommit ? "during" : "before") + " COMMIT";
    }

    @Override
    public boolean strike(Scene scene) {
        String hit = terminate(scene);
        if (hit != null) {
            Work work = hit.equals("relais-training") ? Work.OF_TRAINING : Work.OF_POSTGRES;
            scene.recoveries().expect(kind(), work, Scene.now());
        }
        return hit != null;
    }

    /** Looks until there is one to be met. {@return whose connection it was} */
    private @Nullable String terminate(Scene scene) {
        String sql =
                "SELECT application_name FROM pg_stat_activity WHERE application_name IN ('relais-training', 'relais-postgres')"
                        + " AND " + (duringCommit ? COMMITTING : IN_TRANSACTION) + " AND pg_terminate_backend(pid)";
        long end = System.nanoTime() + PATIENCE_NANOS;
        try (Connection connection = scene.connect(Tables.FORMATION);
                Statement statement = connection.createStatement()) {
            while (System.nanoTime() < end) {
                try (ResultSet hit = statement.executeQuery(sql)) {
                    if (hit.next()) {
                        return hit.getString(1);
                    }
                }
            }
        } catch (SQLException serverIsGone) { // killed just before: that counts already
            return null;
        }
        return null;
    }
}
