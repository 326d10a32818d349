package org.relais.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The script {@code relais} itself, in a clone with nothing but what it looks at: Java and Maven are played. */
class ScriptTest {
    private static final String JAVA = """
            #!/bin/sh
            if [ "$1" = -version ]; then echo 'openjdk version "17.0.15"' >&2; exit 0; fi
            echo "LC_ALL=$LC_ALL"
            echo "RELAIS_AS_BUILT=$RELAIS_AS_BUILT"
            cat "${0%/jdk/bin/java}/a clone/built" 2> /dev/null
            exit 0
            """;

    /** Takes long enough for a second one to begin meanwhile. */
    private static final String MAVEN = """
            #!/bin/sh
            sleep 1
            echo built >> built
            """;

    @TempDir
    Path folder;

    private Path clone = Path.of("");

    @BeforeEach
    void makeClone() throws IOException {
        clone = folder.toRealPath().resolve("a clone");
        Files.createDirectories(clone.resolve("launcher/target"));
        Files.createDirectories(clone.resolve("target"));
        Files.copy(Home.find().resolve("relais"), clone.resolve("relais"));
        Files.writeString(clone.resolve("launcher/pom.xml"), "<main.class>a.Main</main.class>");
        Files.createFile(clone.resolve("launcher/target/launcher.jar"));
        Files.createFile(clone.resolve("target/relais.stamp"));
        program("java", JAVA);
        program("javac", "");
        program("mvn", MAVEN);
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

    @Test
    void buildsOnceHoweverManyStartAtOnce() throws Exception {
        Files.delete(clone.resolve("target/relais.stamp"));
        Process first = start(Map.of(), "run");
        Process second = start(Map.of(), "status");
        assertThat(Command.await(first).out()).contains("built");
        assertThat(Command.await(second).out()).contains("built");
        assertThat(builds()).isEqualTo(1);
        assertThat(relais(Map.of(), "run").err()).isEmpty();
        assertThat(clone.resolve("target")).isDirectoryNotContaining("glob:**.lock");
    }

    @Test
    void buildsAfterABuildThatWasKilled() throws Exception {
        Files.delete(clone.resolve("target/relais.stamp"));
        Files.createSymbolicLink(clone.resolve("target/build.lock"), Path.of(Integer.toString(Integer.MAX_VALUE)));
        assertThat(relais(Map.of(), "status").out()).contains("built");
    }

    /** The third look at the lock finds it gone. */
    @Test
    void goesOnWhereTheLockIsReleasedWhileItLooks() throws Exception {
        Files.delete(clone.resolve("target/relais.stamp"));
        program("readlink", """
                #!/bin/sh
                echo >> "$0.calls"
                [ "$(wc -l < "$0.calls")" -ne 3 ] || exit 1
                PATH=${PATH#*:} exec readlink "$@"
                """);
        Process holder = new ProcessBuilder("sleep", "4").start();
        Files.createSymbolicLink(clone.resolve("target/build.lock"), Path.of(Long.toString(holder.pid())));
        Command said = relais(Map.of(), "status");
        assertThat(said.out()).as(said.err()).contains("built");
    }

    @Test
    void buildsNothingAnewForACommandThatOnlyLooks() throws Exception {
        changeSources();
        assertThat(relais(Map.of(), "status").err()).isEmpty();
        assertThat(builds()).isZero();
        assertThat(relais(Map.of(), "run").err()).contains("Building relais");
        assertThat(builds()).isEqualTo(1);
    }

    @Test
    void buildsNothingUnderWhatRunsFromTheJars() throws Exception {
        Requirement.that(ChildProcess.isOnPath("ps"), "there is no ps: what runs can't be told");
        changeSources();
        String name = "java -Xmx96m -jar " + clone.resolve("launcher/target/launcher.jar") + " run";
        Process production = new ProcessBuilder("bash", "-c", "exec -a \"$0\" sleep 60", name).start();
        try {
            Command refused = relais(Map.of(), "run");
            assertThat(refused.exitCode()).isEqualTo(1);
            assertThat(refused.err()).contains("process " + production.pid()).hasLineCount(1);
            assertThat(relais(Map.of(), "status").exitCode()).isZero();
            assertThat(builds()).isZero();
        } finally {
            production.destroy();
        }
    }

    /** A proof takes hours, and starts productions all the time. */
    @Test
    void buildsNothingAnewUnderAProof() throws Exception {
        assertThat(relais(Map.of(), "prove").out()).contains("RELAIS_AS_BUILT=1");
        changeSources();
        assertThat(relais(Map.of("RELAIS_AS_BUILT", "1"), "run").err()).isEmpty();
        assertThat(builds()).isZero();
    }

    private void changeSources() throws IOException {
        Path source =
                Files.createDirectories(clone.resolve("launcher/src/main")).resolve("Main.java");
        Files.createFile(source);
        Files.setLastModifiedTime(
                clone.resolve("target/relais.stamp"),
                FileTime.from(Files.getLastModifiedTime(source).toInstant().minusSeconds(1)));
    }

    private long builds() throws IOException {
        Path built = clone.resolve("built");
        return Files.exists(built) ? Files.readAllLines(built).size() : 0;
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
        builder.environment().merge("PATH", folder.resolve("jdk/bin").toString(), (old, own) -> own + ":" + old);
        builder.environment().put("JAVA_HOME", folder.resolve("jdk").toString());
        builder.environment().putAll(environment);
        return builder.start();
    }
}
