package org.relais.db;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import javax.sql.DataSource;
import org.relais.runtime.RetryableException;

/** One operation's database: brings the tables up to date before the first use, then gives connections. Not thread-safe. */
final class Database implements AutoCloseable {

    private static final Duration LONGEST_PAUSE_IN_TRANSACTION = Duration.ofSeconds(10);
    private static final Duration GRACE = Duration.ofSeconds(10);

    private final DatabaseSettings settings;
    private final DataSource source;
    private final HikariDataSource pool;
    private boolean migrated;

    Database(DatabaseSettings settings) {
        this.settings = settings;
        this.source = working(settings);
        this.pool = new HikariDataSource(configuration(settings, source));
    }

    /**
     * {@return a connection that does not commit by itself, to be given back by {@link #discard}}
     *
     * @throws RetryableException if there is none now
     */
    Connection connect() {
        if (!migrated) {
            Migrations.run(settings, source, patient(settings));
            migrated = true;
        }
        try {
            return pool.getConnection();
        } catch (SQLException e) {
            SQLException reason = e.getCause() instanceof SQLException cause ? cause : e;
            throw new RetryableException("no connection to the " + settings + ": " + Failures.describe(reason), e);
        }
    }

    /** Closes a connection, in whatever state it is, without waiting for the other side. What was not committed is rolled back there. */
    void discard(Connection connection) throws SQLException {
        pool.evictConnection(connection);
        connection.abort(Runnable::run);
        connection.close();
    }

    @Override
    public void close() {
        pool.close();
    }

    /** For work, which is tried again: nothing of it waits for ever. */
    private static DataSource working(DatabaseSettings settings) {
        return SessionSource.of(
                settings,
                settings.statementTimeout().plus(GRACE),
                lockTimeout(settings)
                        + "; SET statement_timeout = "
                        + settings.statementTimeout().toMillis()
                        + "; SET idle_in_transaction_session_timeout = " + LONGEST_PAUSE_IN_TRANSACTION.toMillis());
    }

    /** For migrations, which what the server or the role allows would cut off each time. */
    private static DataSource patient(DatabaseSettings settings) {
        return SessionSource.of(
                settings,
                Duration.ZERO,
                lockTimeout(settings) + "; SET statement_timeout = 0; SET idle_in_transaction_session_timeout = 0");
    }

    private static String lockTimeout(DatabaseSettings settings) {
        return "SET lock_timeout = " + settings.lockTimeout().toMillis();
    }

    private static HikariConfig configuration(DatabaseSettings settings, DataSource source) {
        HikariConfig configuration = new HikariConfig();
        configuration.setPoolName("relais-" + settings.name());
        configuration.setDataSource(source);
        configuration.setMaximumPoolSize(settings.poolSize());
        configuration.setMinimumIdle(0);
        configuration.setAutoCommit(false);
        configuration.setInitializationFailTimeout(-1);
        configuration.setConnectionTimeout(settings.connectTimeout().toMillis());
        return configuration;
    }
}
