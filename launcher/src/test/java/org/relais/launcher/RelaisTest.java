package org.relais.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

class RelaisTest {
    private final StringWriter errors = new StringWriter();
    private final StringWriter output = new StringWriter();

    @TempDir
    Path folder;

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "walk",
                "run --datta x",
                "run --kafka-port many",
                "run --kafka-port 70000",
                "run --set filename",
                "run --copies operation-db"
            })
    void answersWrongUsageInOneLine(String line) {
        assertThat(execute(line.split(" ", -1))).isEqualTo(2);
        assertThat(errors.toString().lines()).hasSize(1).allMatch(text -> text.contains("--help"));
    }

    @Test
    void refusesADataDirectoryThatIsInUseInOneLine() throws Exception {
        try (DataDirectory data = DataDirectory.open(folder)) {
            assertThat(execute("run", "--data", data.root().toString())).isEqualTo(1);
        }
        assertThat(errors.toString().lines())
                .singleElement()
                .asString()
                .startsWith("relais: ")
                .contains("is in use");
    }

    @Test
    void saysWhyItCantConnect() throws Exception {
        assertThat(execute("status", "--bootstrap-server", "localhost")).isEqualTo(2);
        assertThat(errors.toString().lines()).singleElement().asString().contains("Invalid url", "localhost");

        errors.getBuffer().setLength(0);
        Path impatient = Files.writeString(
                folder.resolve("client.properties"), "request.timeout.ms=500\ndefault.api.timeout.ms=500\n");
        assertThat(execute("status", "--bootstrap-server", "127.0.0.1:1", "--command-config", impatient.toString()))
                .isEqualTo(1);
        assertThat(errors.toString().lines()).singleElement().asString().contains("does not answer: is it running");
    }

    @Test
    void documentsItsExitCodes() {
        assertThat(execute("run", "--help")).isZero();
        assertThat(output.toString())
                .contains("Exit codes:")
                .contains("dead letters")
                .contains("--until-idle");
    }

    @ParameterizedTest
    @ValueSource(strings = {"--version", "run --version", "dead-letters list -V"})
    void eachCommandTellsTheVersion(String line) {
        assertThat(execute(line.split(" ", -1))).isZero();
        assertThat(output.toString().trim()).isEqualTo("relais development"); // these classes are in no jar
    }

    private int execute(String... arguments) {
        CommandLine commandLine =
                Relais.commandLine().setOut(new PrintWriter(output, true)).setErr(new PrintWriter(errors, true));
        return commandLine.execute(arguments);
    }
}
