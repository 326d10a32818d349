package org.relais.launcher;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import java.io.IOException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What happened up to the end of the input, and where to look. Counts are of everything that ever happened on the data
 * directory, {@code newRows} and {@code seconds} of this run.
 *
 * @param seconds from the first row to the last effect
 */
record Summary(
        String production,
        long rows,
        @JsonProperty("new_rows") long newRows,
        long done,
        @JsonProperty("calls_answered") long answered,
        @JsonProperty("dead_letters") long deadLetters,
        double seconds,
        Map<String, Long> tables,
        Map<String, String> addresses) {

    private static final ObjectMapper JSON = new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

    static Summary of(Production production, Watch watch, List<TableLook> tables) {
        Look last = watch.last();
        Map<String, Long> counts = new LinkedHashMap<>();
        tables.forEach(table -> counts.put(table.table(), table.count()));
        return new Summary(
                production.file().name(),
                last.rows(),
                watch.newRows(),
                last.done(),
                last.answered(),
                last.deadLetters(),
                watch.workTime().toMillis() / 1e3,
                counts,
                addresses(production));
    }

    private static Map<String, String> addresses(Production production) {
        RunInfo info = production.info();
        Map<String, String> addresses = new LinkedHashMap<>();
        addresses.put("kafka", info.bootstrap());
        addresses.putAll(info.jdbc());
        addresses.putAll(info.httpAddresses());
        if (production.readsCsv()) addresses.put("csv_folder", info.csvFolder());
        addresses.put("output_file", info.outputFile());
        addresses.put("logs", production.data().logs().toString());
        return addresses;
    }

    Duration time() {
        return Duration.ofMillis(Math.round(seconds * 1e3));
    }

    String json() throws IOException {
        try {
            return JSON.writeValueAsString(this);
        } catch (JsonProcessingException e) {
            throw new IOException("the summary can't be written as JSON", e);
        }
    }
}
