package org.relais.db;

import java.sql.SQLException;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;
import org.flywaydb.core.api.exception.FlywayValidateException;
import org.jspecify.annotations.Nullable;
import org.relais.runtime.HaltException;
import org.relais.runtime.RetryableException;

/** Makes an operation's tables, and the one for cursors, where they are missing. Each operation has its own history of that. */
final class Migrations {

    private static final String SCHEMA = "relais";

    private Migrations() {}

    /**
     * Brings a database up to date; several processes may try at once. Operations of one process take turns: those that share a
     * database would else collide at their very first start, and one of them would have to try again.
     *
     * <p>A change of a large table that was there before takes as long as it takes. It does not queue for long behind those who use the table,
     * since others would queue behind it.
     *
     * @param settings of the operation whose tables they are
     * @param database where to
     * @param patient the same, without a limit for the time until the database answers: used only when there is something to do
     * @throws RetryableException if the database is down, or refuses
     * @throws HaltException if the database was brought up to date by a version with other tables
     */
    static synchronized void run(DatabaseSettings settings, DataSource database, DataSource patient) {
        String name = settings.name();
        try {
            Flyway flyway = flyway(settings, database);
            boolean upToDate = flyway.info().pending().length == 0;
            (upToDate ? flyway : flyway(settings, patient)).migrate();
        } catch (FlywayValidateException e) {
            throw new HaltException("the database '" + name + "' has tables of another version: " + e.getMessage(), e);
        } catch (FlywayException e) {
            @Nullable SQLException cause = Failures.sqlCause(e);
            String reason = cause == null ? String.valueOf(e.getMessage()) : Failures.describe(cause);
            throw new RetryableException("the tables of the database '" + name + "' can't be made: " + reason, cause);
        }
    }

    private static Flyway flyway(DatabaseSettings settings, DataSource database) {
        return Flyway.configure()
                .loggers(MigrationLogs.class.getName())
                .dataSource(database)
                .initSql("SET lock_timeout = " + settings.lockTimeout().toMillis())
                .locations("classpath:org/relais/db/" + settings.name())
                .schemas(SCHEMA)
                .table(settings.name() + "_history")
                // the schema is there already if another operation uses the same database
                .baselineOnMigrate(true)
                .baselineVersion("0")
                .load();
    }
}
