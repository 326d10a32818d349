package org.relais.db;

import java.sql.SQLException;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
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

    /** Whose turn it is, for each database. */
    private static final Map<String, Lock> TURNS = new ConcurrentHashMap<>();

    private Migrations() {}

    /**
     * Brings a database up to date; several processes may try at once. Operations of one process that share a database take turns: they would
     * else collide at their very first start, and one of them would have to try again. They wait for each other no longer than for a lock.
     *
     * <p>A change of a large table that was there before takes as long as it takes. It does not queue for long behind those who use the table,
     * since others would queue behind it.
     *
     * @param settings of the operation whose tables they are
     * @param database where to
     * @param patient the same, without a limit for the time until the database answers: used only when there is something to do
     * @throws RetryableException if the database is down, or refuses, or another operation's tables are being made in it
     * @throws HaltException if the database was brought up to date by a version with other tables
     */
    static void run(DatabaseSettings settings, DataSource database, DataSource patient) {
        String name = settings.name();
        try {
            if (!flyway(settings, database).validateWithResult().validationSuccessful) {
                migrateInTurn(settings, flyway(settings, patient)); // tells whether another version was here
            }
        } catch (FlywayValidateException e) {
            throw new HaltException("the database '" + name + "' has tables of another version: " + e.getMessage(), e);
        } catch (FlywayException e) {
            @Nullable SQLException cause = Failures.sqlCause(e);
            String reason = cause == null ? String.valueOf(e.getMessage()) : Failures.describe(cause);
            throw new RetryableException("the tables of the database '" + name + "' can't be made: " + reason, cause);
        }
    }

    private static void migrateInTurn(DatabaseSettings settings, Flyway flyway) {
        Lock turn = TURNS.computeIfAbsent(settings.url(), unused -> new ReentrantLock());
        if (!isGranted(turn, settings.lockTimeout())) {
            throw new RetryableException("the tables of the database '" + settings.name()
                    + "' can't be made yet: another operation's are being made there");
        }
        try {
            flyway.migrate();
        } finally {
            turn.unlock();
        }
    }

    private static boolean isGranted(Lock turn, Duration limit) {
        try {
            return turn.tryLock(limit.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private static Flyway flyway(DatabaseSettings settings, DataSource database) {
        return Flyway.configure()
                .loggers(MigrationLogs.class.getName())
                .dataSource(database)
                .locations("classpath:org/relais/db/" + settings.name())
                .schemas(SCHEMA)
                .table(settings.name() + "_history")
                // the schema is there already if another operation uses the same database
                .baselineOnMigrate(true)
                .baselineVersion("0")
                .load();
    }
}
