package org.relais.launcher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ProductionFileTest {
    @TempDir
    Path folder;

    @Test
    void readsTheProductionOfTheRepository() {
        ProductionFile file = ProductionFile.read(Home.productionFile());
        assertThat(file.name()).isEqualTo("formation");
        assertThat(file.components().keySet())
                .containsExactly(
                        "service-kafka",
                        "service-csv",
                        "service-rest",
                        "process-router",
                        "file-operation",
                        "operation-db",
                        "operation-kafka");
        assertThat(file.components())
                .containsEntry(
                        "file-operation",
                        new ProductionFile.Component("operation-file", null, Map.of("filename", "toto.csv")));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "components: {a: {module: a}}                               | 'production' is missing",
                "{production: my production, components: {a: {module: a}}}  | production is 'my production'",
                "production: p                                              | 'components' is missing",
                "{production: p, components: {a: {}}}                       | components.a.module is missing",
                "{production: p, components: {a: {module: a, copies: -1}}}  | components.a.copies is -1",
                "{production: p, components: {a: {module: a, copys: 2}}}    | copys",
                "{production: p, components: {operation-file: {module: operation-file}}} | call it file-operation",
                "{production: p, components: {csv2: {module: service-csv}}} | components.csv2 runs service-csv",
                "production: [p                                           | is not YAML"
            })
    void saysWhatIsWrong(String text, String complaint) throws IOException {
        Path file = Files.writeString(folder.resolve("production.yml"), text);
        assertThatThrownBy(() -> ProductionFile.read(file))
                .isInstanceOf(WrongSettings.class)
                .hasMessageStartingWith(file.toString())
                .hasMessageContaining(complaint);
    }

    /** As the components themselves read it. */
    @Test
    void takesKeysNestedOrDotted() throws IOException {
        Path file = Files.writeString(folder.resolve("production.yml"), """
                production: p
                kafka: {linger.ms: 5}
                components:
                  service-csv:
                    module: service-csv
                    settings: {call: {interval: 1 s}, after.read: keep, quote: null}
                """);
        ProductionFile read = ProductionFile.read(file);
        assertThat(read.common()).containsEntry("kafka.linger.ms", "5");
        assertThat(read.components())
                .containsEntry(
                        "service-csv",
                        new ProductionFile.Component(
                                "service-csv", null, Map.of("call.interval", "1 s", "after.read", "keep")));
    }

    @Test
    void saysHowToGiveAnotherFile() {
        assertThatThrownBy(() -> ProductionFile.read(folder.resolve("none.yml")))
                .isInstanceOf(WrongSettings.class)
                .hasMessageContaining("--production");
    }
}
