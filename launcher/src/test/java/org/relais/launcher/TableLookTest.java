package org.relais.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TableLookTest {
    private final Supervisor supervisor = new Supervisor(new RecordedEvents());

    @TempDir
    Path folder;

    @Test
    void showsTheFormationsThatCameLastAlsoWhereAnEarlierOneWasChangedSince() throws Exception {
        try (DataDirectory data = DataDirectory.open(folder)) {
            Postgres postgres = new Postgres(data, FreePorts.next());
            postgres.awaitReady(supervisor.start(postgres), Duration.ofSeconds(60));
            try {
                assertThat(TableLook.formations(postgres)).isEmpty();
                store(postgres);
                assertThat(TableLook.formations(postgres))
                        .contains(new TableLook(
                                "DemoData", "public.formation", 6, List.of(row(3), row(4), row(5), row(6))));
            } finally {
                supervisor.stop(List.of(postgres), Duration.ofSeconds(5));
            }
        }
    }

    /** The columns are those that operation-db makes. */
    private static void store(Postgres postgres) throws SQLException {
        try (Connection connection = postgres.connect("DemoData");
                Statement statement = connection.createStatement()) {
            statement.execute("CREATE TABLE formation (id int8, nom varchar, salle varchar,"
                    + " inserted bigint GENERATED ALWAYS AS IDENTITY)");
            statement.execute("INSERT INTO formation (id, nom, salle)"
                    + " SELECT number, 'formation' || number, 'salle' || number FROM generate_series(1, 6) AS number");
            statement.execute("UPDATE formation SET nom = 'changed' WHERE id = 1");
        }
    }

    private static List<String> row(int number) {
        return List.of(String.valueOf(number), "formation" + number, "salle" + number);
    }
}
