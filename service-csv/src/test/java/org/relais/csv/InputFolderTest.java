package org.relais.csv;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the folder is called, by which a newer copy keeps an older one out, and what is found in it. */
final class InputFolderTest {

    @TempDir
    Path temporary;

    private Path real;

    @BeforeEach
    void resolve() throws IOException {
        real = temporary.toRealPath();
    }

    @Test
    void isTheSameBelowALinkBeforeAndAfterItIsThere() throws IOException {
        Files.createDirectory(real.resolve("disk"));
        Files.createSymbolicLink(real.resolve("data"), real.resolve("disk"));
        InputFolder folder = new InputFolder(real.resolve("data/a/in"), "*.csv");
        assertThat(folder.identity()).isEqualTo(real.resolve("disk/a/in") + "/*.csv");
        Files.createDirectories(real.resolve("disk/a/in"));
        assertThat(folder.identity()).isEqualTo(real.resolve("disk/a/in") + "/*.csv");
    }

    @Test
    void isTheSameBehindALinkThatLeadsToNothingYet() throws IOException {
        Files.createSymbolicLink(real.resolve("in"), Path.of("mounted/in"));
        InputFolder folder = new InputFolder(real.resolve("in"), "*.csv");
        assertThat(folder.identity()).isEqualTo(real.resolve("mounted/in") + "/*.csv");
        Files.createDirectories(real.resolve("mounted/in"));
        assertThat(folder.identity()).isEqualTo(real.resolve("mounted/in") + "/*.csv");
    }

    @Test
    void isCalledByALinkThatLeadsToItself() throws IOException {
        Path link = Files.createSymbolicLink(real.resolve("in"), Path.of("in"));
        assertThat(new InputFolder(link, "*.csv").identity()).isEqualTo(link + "/*.csv");
    }

    @Test
    void saysWhatFailedInTheMidstOfAListing() {
        IOException failure = new IOException("the disk is broken");
        assertThatThrownBy(() -> InputFolder.inOrder(brokenBehind(real.resolve("a.csv"), failure)))
                .isSameAs(failure);
    }

    /** A listing that fails as one of Java's does. */
    private static DirectoryStream<Path> brokenBehind(Path first, IOException failure) {
        return new DirectoryStream<>() {

            @Override
            public Iterator<Path> iterator() {
                return Stream.iterate(first, last -> {
                            throw new DirectoryIteratorException(failure);
                        })
                        .iterator();
            }

            @Override
            public void close() {}
        };
    }
}
