package org.relais.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ProductionFileTest {

    @TempDir
    Path folder;

    @Test
    void takesKeysNestedOrDotted() throws Exception {
        ProductionFile file = read("""
                bootstrap.servers: a:9092
                retry: {interval: 5 s}
                components:
                  service-csv:
                    settings:
                      call: {interval: 1 s}
                      delimiter: ';'
                      seed: null
                  other:
                    settings: {path: x}
                """);
        assertThat(file.common())
                .containsExactlyInAnyOrderEntriesOf(Map.of("bootstrap.servers", "a:9092", "retry.interval", "5 s"));
        assertThat(file.of("service-csv"))
                .containsExactlyInAnyOrderEntriesOf(Map.of("call.interval", "1 s", "delimiter", ";"));
        assertThat(file.of("absent")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "# nothing\n", "---\n", "components:\n", "components:\n  service-csv:\n"})
    void saysNothingWhereNothingIs(String yaml) throws Exception {
        assertThat(read(yaml).common()).isEmpty();
        assertThat(read(yaml).of("service-csv")).isEmpty();
        assertThat(ProductionFile.none().common()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"a: [", "a: 1\na: 2\n", "\tx: 1", "- a\n- b\n", "just text"})
    void refusesWhatIsNoProduction(String yaml) {
        assertThatThrownBy(() -> read(yaml))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("production.yml");
    }

    @Test
    void refusesAListWhereASettingBelongs() {
        assertThatThrownBy(() -> read("bootstrap.servers: [a:9092, b:9092]").common())
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("bootstrap.servers");
    }

    @Test
    void saysWhichFileIsNotThere() {
        assertThatThrownBy(() -> ProductionFile.read(folder.resolve("absent.yml")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("absent.yml");
    }

    private ProductionFile read(String yaml) throws Exception {
        return ProductionFile.read(Files.writeString(folder.resolve("production.yml"), yaml));
    }
}
