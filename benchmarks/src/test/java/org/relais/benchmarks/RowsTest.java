package org.relais.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.relais.messages.Bodies;
import org.relais.messages.Formation;
import org.relais.messages.FormationRequest;

final class RowsTest {

    private final Rows rows = new Rows(100, 42);

    @Test
    void sameSeedMakesTheSameRows() {
        assertThat(new Rows(100, 42).row(7)).isEqualTo(rows.row(7));
        assertThat(new Rows(100, 43).row(7)).isNotEqualTo(rows.row(7));
    }

    @Test
    void fileHasAHeaderAndEachRowOnce(@TempDir Path folder) throws IOException {
        Path file = folder.resolve("rows.csv");

        rows.write(file);

        List<String> lines = Files.readAllLines(file);
        assertThat(lines).hasSize(101).doesNotHaveDuplicates();
        assertThat(lines.get(0)).isEqualTo("id;nom;salle");
        assertThat(lines.get(100)).startsWith((Rows.FIRST_ID + 99) + ";");
    }

    @Test
    void floorsBodyIsWhatTheProductionWrites() {
        Rows.Row row = rows.row(3);
        FormationRequest request = new FormationRequest(new Formation(row.id(), row.nom(), row.salle()));

        assertThat(row.json()).isEqualTo(Bodies.of(FormationRequest.class).write(request));
    }
}
