package org.relais.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class PlaceTest {

    @TempDir
    private Path folder;

    @Test
    void findsARenamedFile() throws IOException {
        Place place = new Place(Files.createFile(folder.resolve("toto.csv")));
        long inode = place.status().orElseThrow().inode();
        Path renamed = Files.move(place.file(), folder.resolve("toto.csv.1"));
        assertThat(place.find(inode)).contains(renamed);
        assertThat(place.find(-1)).isEmpty();
    }

    @Test
    void saysWhatFailedInTheMidstOfAListing() {
        IOException failure = new IOException("the disk is broken");
        Stream<Path> listing = Stream.iterate(folder.resolve("other"), last -> {
            throw new UncheckedIOException(failure);
        });
        assertThatThrownBy(() -> Place.find(-1, listing)).isSameAs(failure);
    }
}
