package org.relais.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SummaryTest {
    @TempDir
    Path folder;

    private final List<TableLook> tables = List.of(new TableLook(
            "IRISAPP", "iris.training", 4, List.of("name", "room"), List.of(List.of("formation6", "salle6"))));

    @Test
    void tellsAPersonWhatHappenedAndHowToGoOn() throws IOException {
        Files.writeString(folder.resolve("toto.csv"), "6 : salle6 : formation6 : \n * * *\n");
        assertThat(String.join("\n", SummaryText.of(summary(), tables)))
                .contains("All input is processed: 4 rows in 1.5 s, 4 sessions done, no dead letters.")
                .contains("toto.csv ends with\n  6 : salle6 : formation6 : \n   * * *\n")
                .contains("iris.training in IRISAPP has 4 rows, the last of them\n  formation6  salle6\n")
                .contains("kcat -P -b 127.0.0.1:9092 -t formation.router")
                .contains(">> '" + folder + "/in put/formation.csv'");
    }

    @Test
    void tellsThatNothingWasWritten() throws IOException {
        assertThat(SummaryText.of(summary(), List.of()))
                .contains(folder.resolve("toto.csv") + " is not there: nothing was written to it");
    }

    @Test
    void tellsAProgramTheSame() throws IOException {
        JsonNode json = new ObjectMapper().readTree(summary().json());
        assertThat(json.path("rows").asLong()).isEqualTo(10);
        assertThat(json.path("new_rows").asLong()).isEqualTo(4);
        assertThat(json.path("done").asLong()).isEqualTo(4);
        assertThat(json.path("dead_letters").asLong()).isZero();
        assertThat(json.path("seconds").asDouble()).isEqualTo(1.5);
        assertThat(json.path("tables").path("iris.training").asLong()).isEqualTo(4);
        assertThat(json.path("addresses").path("kafka").asText()).isEqualTo("127.0.0.1:9092");
    }

    private Summary summary() {
        Map<String, String> addresses = Map.of(
                "kafka",
                "127.0.0.1:9092",
                "output_file",
                folder.resolve("toto.csv").toString(),
                "csv_folder",
                folder + "/in put",
                "logs",
                "/logs");
        return new Summary("formation", 10, 4, 4, 10, 0, 1.5, Map.of("iris.training", 4L), addresses);
    }
}
