package org.relais.db;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.Uuid;
import org.relais.runtime.Assignment;
import org.relais.runtime.Cursor;

/** A database of its own for each test, on one PostgreSQL that ends with the JVM. */
final class TestDatabase {

    static final Uuid TOPIC_ID = Uuid.randomUuid();
    static final TopicPartition FIRST = new TopicPartition("formation.postgres-operation", 0);
    static final TopicPartition SECOND = new TopicPartition("formation.postgres-operation", 1);
    static final Assignment ASSIGNMENT = new Assignment(Map.of(FIRST, TOPIC_ID, SECOND, TOPIC_ID), Map.of());

    private static final EmbeddedPostgres SERVER = start();
    private static final AtomicInteger COUNT = new AtomicInteger();

    private final String name;

    private TestDatabase(String name) {
        this.name = name;
    }

    static TestDatabase create() throws SQLException {
        String name = "test" + COUNT.incrementAndGet();
        new TestDatabase("postgres").execute("CREATE DATABASE " + name);
        return new TestDatabase(name);
    }

    String url() {
        return url(SERVER.getPort());
    }

    String url(int port) {
        return "jdbc:postgresql://localhost:" + port + '/' + name;
    }

    int port() {
        return SERVER.getPort();
    }

    DatabaseSettings settings() {
        return settings(url());
    }

    static DatabaseSettings settings(String url) {
        return new DatabaseSettings(
                "postgres",
                url,
                "postgres",
                "very secret",
                2,
                Duration.ofSeconds(5),
                Duration.ofMillis(500),
                Duration.ofSeconds(5));
    }

    void execute(String sql) throws SQLException {
        try (Connection connection = connect();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    /** {@return the first column of what a query finds} */
    List<String> query(String sql) throws SQLException {
        try (Connection connection = connect();
                Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery(sql)) {
            List<String> found = new ArrayList<>();
            while (result.next()) {
                found.add(String.valueOf(result.getString(1)));
            }
            return found;
        }
    }

    Connection connect() throws SQLException {
        return DriverManager.getConnection(url(), "postgres", "");
    }

    /** Cuts the sink's connections, as a crash of the server would. */
    void terminateConnections() throws SQLException {
        query("SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity WHERE datname = '" + name
                + "' AND application_name LIKE 'relais-%'");
    }

    static Cursor cursor(long nextOffset) {
        return new Cursor(TOPIC_ID, nextOffset, Optional.of(3), ByteBuffer.wrap(new byte[] {1, 2, 3}));
    }

    private static EmbeddedPostgres start() {
        try {
            return EmbeddedPostgres.builder().start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
