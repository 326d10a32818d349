package org.relais.launcher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.relais.launcher.Eventually.eventually;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PostgresTest {
    private static final Duration LIMIT = Duration.ofSeconds(30);

    private final RecordedEvents events = new RecordedEvents();
    private final Supervisor supervisor = new Supervisor(events);

    @TempDir
    Path folder;

    @Test
    void keepsItsDataAndItsPortOverKillAndOrderlyStop() throws Exception {
        try (DataDirectory data = DataDirectory.open(folder.resolve("a path with spaces"))) {
            Postgres postgres = new Postgres(data, FreePorts.next());
            postgres.awaitReady(supervisor.start(postgres), LIMIT);
            write(postgres);

            events.last().destroyForcibly();
            eventually("rows after SIGKILL", () -> rows(postgres) == 1);
            assertThat(events.lines()).contains("ended postgres 137 200");

            supervisor.stop(List.of(postgres), Duration.ofSeconds(5));
            postgres.awaitReady(supervisor.start(postgres), LIMIT);
            assertThat(rows(postgres)).isEqualTo(1);
            supervisor.stop(List.of(postgres), Duration.ofSeconds(5));
            assertThat(events.started()).noneMatch(ProcessHandle::isAlive);
        }
    }

    @Test
    void stopsTheServerThatAKilledLauncherLeftBehind() throws Exception {
        try (DataDirectory data = DataDirectory.open(folder)) {
            Postgres left = new Postgres(data, FreePorts.next());
            Process process = left.start();
            left.awaitReady(process, LIMIT);

            Postgres next = new Postgres(data, FreePorts.next());
            next.awaitReady(supervisor.start(next), LIMIT);

            assertThat(process.isAlive()).isFalse();
            supervisor.stop(List.of(next), Duration.ofSeconds(5));
        }
    }

    @Test
    void leavesTheServerOfAnotherFolderAlone() throws Exception {
        int port = FreePorts.next();
        try (DataDirectory first = DataDirectory.open(folder.resolve("first"));
                DataDirectory second = DataDirectory.open(folder.resolve("second"))) {
            Postgres other = new Postgres(first, port);
            Process process = supervisor.start(other);
            other.awaitReady(process, LIMIT);

            Files.createDirectories(second.postgres());
            Files.copy(
                    first.postgres().resolve("postmaster.pid"),
                    second.postgres().resolve("postmaster.pid"));
            StalePostmaster.stop(second.postgres());
            assertThat(process.isAlive()).as("named in a copy of its folder").isTrue();
            Files.delete(second.postgres().resolve("postmaster.pid"));

            Postgres postgres = new Postgres(second, port);
            Process refused = postgres.start();
            assertThatThrownBy(() -> postgres.awaitReady(refused, LIMIT))
                    .as("with its port taken")
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("postgres ended at its start");
            supervisor.stop(List.of(other), Duration.ofSeconds(5));
        }
    }

    private static void write(Postgres postgres) throws SQLException {
        try (Connection connection = postgres.connect("IRISAPP");
                Statement statement = connection.createStatement()) {
            statement.execute("CREATE TABLE kept AS SELECT 1 AS one");
        }
    }

    private static int rows(Postgres postgres) {
        try (Connection connection = postgres.connect("IRISAPP");
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("SELECT count(*) FROM kept")) {
            rows.next();
            return rows.getInt(1);
        } catch (SQLException restarting) {
            return -1;
        }
    }
}
