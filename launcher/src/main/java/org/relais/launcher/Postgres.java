package org.relais.launcher;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * PostgreSQL 18 as a child process, on 127.0.0.1 only, with the databases {@code DemoData} and {@code IRISAPP} that the
 * source system has. The first start creates them; their owner is {@link #USER}, with the same word as password.
 */
public final class Postgres implements Child {
    /** The only user, a superuser. */
    public static final String USER = "DemoData";

    /** Its password, known to everyone: the server listens on this machine only. */
    public static final String PASSWORD = "DemoData";

    /** The databases: the one of the postgres operation, and the one of the training operation. */
    public static final List<String> DATABASES = List.of("DemoData", "IRISAPP");

    private static final String MAINTENANCE = "postgres";

    private final Path cluster;
    private final Path log;
    private final int port;
    private @Nullable Path binaries;
    private @Nullable PostgresGuard guard;

    /**
     * Describes the server; {@link #start} starts it.
     *
     * @param port where clients find it
     */
    public Postgres(DataDirectory data, int port) {
        this.cluster = data.postgres();
        this.log = data.log("postgres");
        this.port = port;
    }

    @Override
    public String name() {
        return "postgres";
    }

    @Override
    public Path log() {
        return log;
    }

    /** The JDBC URL of one of the {@link #DATABASES}, without user and password. */
    public String url(String database) {
        return "jdbc:postgresql://" + address() + "/" + database;
    }

    /** Host and port. */
    public String address() {
        return "127.0.0.1:" + port;
    }

    @Override
    public Process start() throws IOException {
        Path installed = binaries();
        if (!Files.exists(cluster.resolve("PG_VERSION"))) new PostgresCluster(installed, log).create(cluster);
        StalePostmaster.stop(cluster);
        List<String> command = PostgresCommand.of(installed, "postgres");
        command.addAll(List.of("-D", cluster.toString()));
        PostgresSettings.of(port).forEach((key, value) -> command.addAll(List.of("-c", key + "=" + value)));
        Process process = ChildProcess.start(command, cluster, Map.of(), log);
        guard(process);
        return process;
    }

    private Path binaries() throws IOException {
        Path found = binaries;
        if (found == null) binaries = found = PostgresBinaries.installed();
        return found;
    }

    private void guard(Process process) throws IOException {
        if (guard != null) guard.close();
        guard = PostgresGuard.of(process.pid());
    }

    @Override
    public void awaitReady(Process process, Duration limit) throws IOException, InterruptedException {
        Ready.await(this, process, limit, this::accepts);
        try (Connection connection = connect(MAINTENANCE)) {
            for (String database : DATABASES) createIfMissing(connection, database);
        } catch (SQLException e) {
            throw new IOException("the databases can't be created: " + e.getMessage() + ": see " + log, e);
        }
    }

    /** Another server may have taken the port since it was chosen; then this one ends, as it can't have it. */
    private boolean accepts() throws IOException {
        try (Connection connection = connect(MAINTENANCE);
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("SHOW data_directory")) {
            return rows.next() && Files.isSameFile(cluster, Path.of(rows.getString(1)));
        } catch (SQLException | NoSuchFileException notYet) {
            return false;
        }
    }

    private static void createIfMissing(Connection connection, String database) throws SQLException {
        if (exists(connection, database)) return;
        try (Statement statement = connection.createStatement()) {
            statement.execute("CREATE DATABASE \"" + database + "\"");
        }
    }

    private static boolean exists(Connection connection, String database) throws SQLException {
        try (PreparedStatement query = connection.prepareStatement("SELECT 1 FROM pg_database WHERE datname = ?")) {
            query.setString(1, database);
            try (ResultSet rows = query.executeQuery()) {
                return rows.next();
            }
        }
    }

    /**
     * Connects as {@link #USER}. The caller closes it.
     *
     * @throws SQLException if the server does not answer within 2 s
     */
    public Connection connect(String database) throws SQLException {
        return DriverManager.getConnection(url(database) + "?connectTimeout=2&loginTimeout=2", USER, PASSWORD);
    }

    /** A fast shutdown: open transactions roll back, the checkpoint is written. */
    @Override
    public void requestStop(Process process) throws IOException {
        Signals.send("INT", process.pid());
    }
}
