package org.relais.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.relais.launcher.Home;

/** The archives of classes that the build has made serve the JVM that runs them. */
class ClassArchivesIT {
    @TempDir
    Path folder;

    @ParameterizedTest
    @ValueSource(
            strings = {
                "operation-db",
                "operation-file",
                "operation-kafka",
                "process-router",
                "service-csv",
                "service-kafka",
                "service-rest"
            })
    void holdWhatAComponentLoads(String module) throws IOException, InterruptedException {
        Path jar = Home.jar(Home.find(), module);
        assertThat(loaded(jar, "-jar", jar.toString(), "--help"))
                .anyMatch(line -> line.contains("shared objects file (top)"));
    }

    @Test
    void holdWhatTheBrokerLoads() throws IOException, InterruptedException {
        Path jar = Home.jar(Home.find(), "launcher");
        Path absent = folder.resolve("absent.properties"); // so it ends at once
        assertThat(loaded(jar, "-cp", jar.toString(), "org.relais.launcher.BrokerMain", absent.toString()))
                .anyMatch(line -> line.contains("shared objects file (top)"));
    }

    /** What it says of where it has our classes from. */
    private List<String> loaded(Path jar, String... start) throws IOException, InterruptedException {
        Path archive = jar.resolveSibling(jar.getFileName() + "-" + System.getProperty("java.vm.version") + ".jsa");
        assertThat(archive).as("see end-to-end/target/class-archives.log").exists();
        Path printed = folder.resolve("printed");
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:SharedArchiveFile=" + archive,
                "-Xlog:class+load",
                "-XX:+UseSerialGC"));
        command.addAll(List.of(start));
        new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(printed.toFile())
                .start()
                .waitFor();
        return Files.readAllLines(printed).stream()
                .filter(line -> line.contains(" org.relais."))
                .toList();
    }
}
