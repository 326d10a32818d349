package org.relais.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The script {@code relais} itself, in a clone with nothing but what it looks at: Java is played. */
class ScriptTest {
    private static final String JAVA = """
            #!/bin/sh
            if [ "$1" = -version ]; then echo 'openjdk version "17.0.15"' >&2; exit 0; fi
            echo "LC_ALL=$LC_ALL"
            """;

    @TempDir
    Path folder;

    private Path clone = Path.of("");

    @BeforeEach
    void makeClone() throws IOException {
        clone = folder.resolve("a clone");
        Files.createDirectories(clone.resolve("launcher/target"));
        Files.createDirectories(clone.resolve("target"));
        Files.copy(Home.find().resolve("relais"), clone.resolve("relais"));
        Files.writeString(clone.resolve("launcher/pom.xml"), "<main.class>a.Main</main.class>");
        Files.createFile(clone.resolve("launcher/target/launcher.jar"));
        Files.createFile(clone.resolve("target/relais.stamp"));
        program("java", JAVA);
    }

    private void program(String name, String text) throws IOException {
        Path file = Files.createDirectories(folder.resolve("jdk/bin")).resolve(name);
        assertThat(Files.writeString(file, text).toFile().setExecutable(true)).isTrue();
    }

    /** As cron and ssh start it; where a locale has a charset of its own, that is the terminal's. */
    @ParameterizedTest
    @CsvSource({"LC_ALL, C, UTF-8", "LANG, POSIX, UTF-8", "LANG, xx_YY.UTF-8, UTF-8", "LC_ALL, C.UTF-8, C.UTF-8"})
    void readsTheCommandLineAsUtf8WhereTheLocaleKnowsAsciiOnly(String variable, String locale, String expected)
            throws Exception {
        Command said = relais(Map.of(variable, locale), "status");
        assertThat(said.err()).isEmpty();
        assertThat(said.out()).startsWith("LC_ALL=").contains(expected);
    }

    private Command relais(Map<String, String> environment, String... arguments) throws Exception {
        return Command.await(start(environment, arguments));
    }

    private Process start(Map<String, String> environment, String... arguments) throws IOException {
        String[] command = new String[arguments.length + 2];
        command[0] = "bash";
        command[1] = clone.resolve("relais").toString();
        System.arraycopy(arguments, 0, command, 2, arguments.length);
        ProcessBuilder builder = new ProcessBuilder(command);
        builder.environment().keySet().removeIf(name -> name.equals("LANG") || name.startsWith("LC_"));
        builder.environment().put("JAVA_HOME", folder.resolve("jdk").toString());
        builder.environment().putAll(environment);
        return builder.start();
    }
}
