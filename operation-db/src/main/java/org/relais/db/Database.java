package org.relais.db;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import org.postgresql.ds.PGSimpleDataSource;
import org.relais.runtime.RetryableException;

/** One operation's database: brings the tables up to date before the first use, then gives connections. Not thread-safe. */
final class Database implements AutoCloseable {

    private static final Duration LONGEST_PAUSE_IN_TRANSACTION = Duration.ofSeconds(10);
    private static final Duration GRACE = Duration.ofSeconds(10);

    private final DatabaseSettings settings;
    private final PGSimpleDataSource source;
    private final HikariDataSource pool;
    private boolean migrated;

    Database(DatabaseSettings settings) {
        this.settings = settings;
        this.source = source(settings);
        this.pool = new HikariDataSource(configuration(settings, source));
    }

    /**
     * {@return a connection that does not commit by itself, to be given back by {@link #discard}}
     *
     * @throws RetryableException if there is none now
     */
    Connection connect() {
        if (!migrated) {
            Migrations.run(settings, source, withoutTimeout(settings));
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

    private static PGSimpleDataSource source(DatabaseSettings settings) {
        PGSimpleDataSource source = new PGSimpleDataSource();
        source.setURL(settings.url());
        source.setUser(settings.user());
        source.setPassword(settings.password());
        source.setApplicationName("relais-" + settings.name());
        source.setTcpKeepAlive(true);
        source.setConnectTimeout(seconds(settings.connectTimeout()));
        source.setSocketTimeout(seconds(settings.statementTimeout().plus(GRACE)));
        source.setLogServerErrorDetail(false); // it quotes the row
        return source;
    }

    private static PGSimpleDataSource withoutTimeout(DatabaseSettings settings) {
        PGSimpleDataSource source = source(settings);
        source.setSocketTimeout(0);
        return source;
    }

    private static HikariConfig configuration(DatabaseSettings settings, PGSimpleDataSource source) {
        HikariConfig configuration = new HikariConfig();
        configuration.setPoolName("relais-" + settings.name());
        configuration.setDataSource(source);
        configuration.setMaximumPoolSize(settings.poolSize());
        configuration.setMinimumIdle(0);
        configuration.setAutoCommit(false);
        configuration.setInitializationFailTimeout(-1);
        configuration.setConnectionTimeout(settings.connectTimeout().toMillis());
        configuration.setConnectionInitSql("SET lock_timeout = "
                + settings.lockTimeout().toMillis()
                + "; SET statement_timeout = " + settings.statementTimeout().toMillis()
                + "; SET idle_in_transaction_session_timeout = " + LONGEST_PAUSE_IN_TRANSACTION.toMillis());
        return configuration;
    }

    private static int seconds(Duration duration) {
        return Math.max(1, (int) duration.toSeconds());
    }
}
