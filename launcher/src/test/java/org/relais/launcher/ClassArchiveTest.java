package org.relais.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ClassArchiveTest {
    private static final Instant BUILT = Instant.parse("2026-01-01T00:00:00Z");

    @TempDir
    Path folder;

    private Path jar = Path.of("");
    private Path library = Path.of("");

    @BeforeEach
    void build() throws IOException {
        jar = file("x.jar", BUILT);
        Files.createDirectory(folder.resolve("lib"));
        library = file("lib/runtime.jar", BUILT);
    }

    @Test
    void givesAnArchiveThatIsThereToTheJvmAndNothingElse() throws IOException {
        assertThat(ClassArchive.options(jar)).isEmpty();
        Path archive = makeArchive(BUILT);
        assertThat(ClassArchive.options(jar)).contains("-XX:SharedArchiveFile=" + archive);
    }

    @Test
    void isCurrentUntilTheJarOrOneOfItsLibrariesIsBuiltAnew() throws IOException {
        assertThat(ClassArchive.isCurrent(jar)).isFalse();
        makeArchive(BUILT.plusSeconds(1));
        assertThat(ClassArchive.isCurrent(jar)).isTrue();
        Files.setLastModifiedTime(library, FileTime.from(BUILT.plusSeconds(2)));
        assertThat(ClassArchive.isCurrent(jar)).isFalse();
        Files.setLastModifiedTime(library, FileTime.from(BUILT));
        Files.setLastModifiedTime(jar, FileTime.from(BUILT.plusSeconds(2)));
        assertThat(ClassArchive.isCurrent(jar)).isFalse();
    }

    private Path makeArchive(Instant time) throws IOException {
        return file("x.jar-" + System.getProperty("java.vm.version") + ".jsa", time);
    }

    private Path file(String name, Instant time) throws IOException {
        Path file = Files.createFile(folder.resolve(name));
        Files.setLastModifiedTime(file, FileTime.from(time));
        return file;
    }
}
