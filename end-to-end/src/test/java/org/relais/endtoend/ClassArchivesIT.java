package org.relais.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
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
                "launcher",
                "operation-db",
                "operation-file",
                "operation-kafka",
                "process-router",
                "service-csv",
                "service-kafka",
                "service-rest"
            })
    void holdWhatAStartLoads(String module) throws IOException, InterruptedException {
        Path jar = Home.jar(Home.find(), module);
        Path archive = jar.resolveSibling(jar.getFileName() + "-" + System.getProperty("java.vm.version") + ".jsa");
        assertThat(archive).as("see end-to-end/target/class-archives.log").exists();
        Path printed = folder.resolve("printed");
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:SharedArchiveFile=" + archive,
                        "-Xlog:class+load",
                        "-XX:+UseSerialGC",
                        "-jar",
                        jar.toString(),
                        "--help")
                .redirectErrorStream(true)
                .redirectOutput(printed.toFile())
                .start();
        assertThat(process.waitFor()).isZero();
        assertThat(Files.readAllLines(printed))
                .filteredOn(line -> line.contains(" org.relais."))
                .anyMatch(line -> line.contains("shared objects file (top)"));
    }
}
