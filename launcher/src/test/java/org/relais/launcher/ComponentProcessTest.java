package org.relais.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A command line can be read by everyone on the machine: no secret is on it. */
class ComponentProcessTest {
    @TempDir
    Path folder;

    @ParameterizedTest
    @CsvSource({
        "training.password, RELAIS_OPERATION_DB_TRAINING_PASSWORD",
        "tokens, RELAIS_OPERATION_DB_TOKENS",
        "outside.sasl.jaas.config, RELAIS_OPERATION_DB_OUTSIDE_SASL_JAAS_CONFIG",
        "kafka.sasl.jaas.config, RELAIS_KAFKA_SASL_JAAS_CONFIG",
        "kafka.ssl.key.password, RELAIS_KAFKA_SSL_KEY_PASSWORD",
    })
    void handsSecretsOverInTheEnvironment(String key, String variable) throws IOException {
        try (DataDirectory data = DataDirectory.open(folder)) {
            ComponentProcess process = process(data, Map.of(key, "hidden", "path", "in"));
            assertThat(process.commandLine()).containsExactly("--path=in");
            assertThat(process.environment()).containsEntry(variable, "hidden");
        }
    }

    @Test
    void handsEverythingElseOverOnTheCommandLine() throws IOException {
        try (DataDirectory data = DataDirectory.open(folder)) {
            ComponentProcess process = process(data, Map.of("training.url", "jdbc:postgresql://db/x"));
            assertThat(process.commandLine()).containsExactly("--training.url=jdbc:postgresql://db/x");
            assertThat(process.environment()).doesNotContainValue("jdbc:postgresql://db/x");
        }
    }

    private static ComponentProcess process(DataDirectory data, Map<String, String> settings) {
        return new ComponentProcess("operation-db", "operation-db", Path.of("x.jar"), data, settings);
    }
}
