package org.relais.db;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import org.postgresql.ds.PGSimpleDataSource;

/** Makes connections that are prepared by a statement of their own, such as the limits of their session. Thread-safe once configured. */
final class SessionSource extends PGSimpleDataSource {

    private static final long serialVersionUID = 1;

    private final String preparation;

    private SessionSource(String preparation) {
        this.preparation = preparation;
    }

    /**
     * {@return a source for this database}
     *
     * @param socketTimeout how long an answer may take; zero for as long as it takes
     * @param preparation SQL that each connection begins with
     */
    static SessionSource of(DatabaseSettings settings, Duration socketTimeout, String preparation) {
        SessionSource source = new SessionSource(preparation);
        source.setURL(settings.url());
        source.setUser(settings.user());
        source.setPassword(settings.password());
        source.setApplicationName("relais-" + settings.name());
        source.setTcpKeepAlive(true);
        source.setConnectTimeout(seconds(settings.connectTimeout()));
        source.setSocketTimeout(seconds(socketTimeout));
        source.setLogServerErrorDetail(false); // it quotes the row
        return source;
    }

    private static int seconds(Duration duration) {
        return duration.isZero() ? 0 : Math.max(1, (int) duration.toSeconds());
    }

    @Override
    public Connection getConnection(String user, String password) throws SQLException {
        Connection connection = super.getConnection(user, password);
        try (Statement statement = connection.createStatement()) {
            statement.execute(preparation);
            return connection;
        } catch (SQLException e) {
            connection.close();
            throw e;
        }
    }
}
