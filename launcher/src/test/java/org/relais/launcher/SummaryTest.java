package org.relais.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.relais.messages.DeadLetter;
import org.relais.messages.Topics;

class SummaryTest {
    @TempDir
    Path folder;

    private final DeadLetters deadLetters = new DeadLetters();
    private final List<TableLook> tables =
            List.of(new TableLook("IRISAPP", "iris.training", 4, List.of(List.of("formation6", "salle6"))));

    @Test
    void tellsAPersonWhatHappenedAndHowToGoOn() throws IOException {
        Files.writeString(folder.resolve("toto.csv"), "6 : salle6 : formation6 : \n * * *\n");
        assertThat(String.join("\n", SummaryText.of(summary(), tables, deadLetters)))
                .contains(
                        "All input is processed: 4 new rows in 1.5 s. In all 10 rows, 4 finished sessions, no dead letters.")
                .contains("toto.csv ends with\n  6 : salle6 : formation6 : \n   * * *\n")
                .contains("iris.training in IRISAPP has 4 rows, the last of them\n  formation6  salle6\n")
                .contains("kcat -P -b 127.0.0.1:9092 -t formation.router")
                .contains("printf 'id;nom;salle\\n7;formation7;salle7' >> '" + folder + "/in put/formation.csv'");
    }

    /** A file of the name that nobody has would begin without a header. */
    @Test
    void tellsToAppendToAFileThatIsThere() throws IOException {
        Path input = folder.resolve("in put");
        Files.createDirectories(input.resolve("archive"));
        Files.writeString(input.resolve(".hidden.csv"), "");
        Files.writeString(input.resolve("README.txt"), "");
        Files.writeString(input.resolve("mine.csv"), "id;nom;salle\n");
        assertThat(SummaryText.of(summary(), List.of(), deadLetters))
                .anyMatch(line -> line.endsWith("printf '\\n7;formation7;salle7' >> '" + input + "/mine.csv'"));
        Files.writeString(input.resolve("formation.csv"), "id;nom;salle\n");
        assertThat(SummaryText.of(summary(), List.of(), deadLetters))
                .anyMatch(line -> line.endsWith("printf '\\n7;formation7;salle7' >> '" + input + "/formation.csv'"));
    }

    @Test
    void tellsNobodyToAddRowsWhereNothingReadsThem() throws IOException {
        Summary summary = new Summary("formation", 0, 0, 0, 0, 0, 0, Map.of(), Map.of("output_file", "/none"));
        assertThat(SummaryText.of(summary, List.of(), deadLetters))
                .contains("How to send more")
                .noneMatch(line -> line.contains("a row"));
    }

    @Test
    void tellsThatNothingWasWritten() throws IOException {
        assertThat(SummaryText.of(summary(), List.of(), deadLetters))
                .contains(folder.resolve("toto.csv") + " is not there: nothing was written to it");
    }

    @Test
    void tellsWhyTheLastDeadLettersAreDead() throws IOException {
        DeadLetter letter = new DeadLetter("id is no number", "BadRow", "formation.csv:9", Instant.EPOCH, 1);
        deadLetters.take(record(letter));
        assertThat(SummaryText.of(summary(), List.of(), deadLetters))
                .contains("  formation.service-csv.dead-letters: id is no number (formation.csv:9)");
    }

    @Test
    void showsWhatRowsSayAsTextAndNothingElse() throws IOException {
        Files.writeString(folder.resolve("toto.csv"), "6 : \033[31mred : \n");
        TableLook table =
                new TableLook("IRISAPP", "iris.training", 1, List.of(List.of("two\nlines", "\033]0;title\007")));
        assertThat(SummaryText.of(summary(), List.of(table), deadLetters))
                .contains("  6 : ?[31mred : ", "  two?lines  ?]0;title?")
                .noneMatch(line -> line.contains("\033"));
    }

    private static ConsumerRecord<byte[], byte[]> record(DeadLetter letter) {
        String topic = Topics.SERVICE_CSV.deadLettersIn("formation");
        byte[] row = {'x'};
        ConsumerRecord<byte[], byte[]> record = new ConsumerRecord<>(topic, 0, 0, row, row);
        letter.of(topic, 0, row, row, new RecordHeaders()).headers().forEach(record.headers()::add);
        return record;
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
