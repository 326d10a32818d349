package org.relais.launcher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class InputTest {
    @TempDir
    Path folder;

    @Test
    void putsTheSampleThereAtTheFirstRunOnly() throws IOException {
        try (DataDirectory data = DataDirectory.open(folder)) {
            Path sample = data.in().resolve("formation.csv");
            Input.place(options(), data, data.in(), "formation.csv");
            assertThat(sample)
                    .content()
                    .startsWith("id;nom;salle\n3;formation3;salle3\n")
                    .endsWith("6;formation6;salle6");

            Files.delete(sample);
            Files.createDirectories(data.kafka());
            Input.place(options(), data, data.in(), "formation.csv");
            assertThat(sample).doesNotExist();
        }
    }

    @Test
    void putsTheGivenFileThereAndNeverOverAnother() throws IOException {
        Path given = Files.writeString(folder.resolve("my.csv"), "id;nom;salle\n1;a;b\n");
        try (DataDirectory data = DataDirectory.open(folder.resolve("data"))) {
            Input.place(options().csv(given), data, data.in(), "formation.csv");
            Input.place(options().csv(given), data, data.in(), "formation.csv");
            assertThat(data.in().resolve("formation.csv")).hasSameTextualContentAs(given);

            Files.writeString(given, "other");
            assertThatThrownBy(() -> Input.place(options().csv(given), data, data.in(), "formation.csv"))
                    .isInstanceOf(WrongSettings.class)
                    .hasMessageContaining("is there already");
        }
    }

    @Test
    void putsOnlyWhatIsAskedForIntoAFolderOfSomebodysOwn() throws IOException {
        Path own = folder.resolve("own");
        Path given = Files.writeString(folder.resolve("my.csv"), "id;nom;salle\n1;a;b\n");
        try (DataDirectory data = DataDirectory.open(folder.resolve("data"))) {
            Input.place(options(), data, own, "*.csv");
            assertThat(own).doesNotExist();
            Input.place(options().csv(given), data, own, "*.csv");
            assertThat(own.resolve("my.csv")).hasSameTextualContentAs(given);
        }
    }

    @Test
    void refusesAFileThatNothingWouldRead() {
        ProductionOptions options = new ProductionOptions(Home.find(), folder.resolve("data"));
        options.csv(Path.of("my.csv")).copies("service-csv", 0);
        options.productionFile(Home.productionFile());
        assertThatThrownBy(() -> Production.prepare(options, new RecordedEvents()))
                .isInstanceOf(WrongSettings.class)
                .hasMessageContainingAll("my.csv", "service-csv", "--csv");
    }

    @Test
    void refusesAFileWhoseNameTheServiceWouldPassOver() throws IOException {
        Files.writeString(folder.resolve("rows.txt"), "id;nom;salle\n");
        Files.writeString(folder.resolve(".rows.csv"), "id;nom;salle\n");
        for (String name : List.of("rows.txt", ".rows.csv")) {
            ProductionOptions options = options().csv(folder.resolve(name));
            try (DataDirectory data = DataDirectory.open(folder.resolve("data"))) {
                assertThatThrownBy(() -> Input.place(options, data, data.in(), "*.csv"))
                        .isInstanceOf(WrongSettings.class)
                        .hasMessageContainingAll(name, "*.csv");
                assertThat(data.in()).isEmptyDirectory();
            }
        }
    }

    @Test
    void placesNothingOutsideTheFolder() throws IOException {
        try (DataDirectory data = DataDirectory.open(folder.resolve("data"))) {
            for (String pattern : List.of("../x.csv", folder + "/x.csv", "..")) {
                assertThatThrownBy(() -> Input.place(options(), data, data.in(), pattern))
                        .isInstanceOf(WrongSettings.class)
                        .hasMessageContaining(pattern);
            }
        }
        assertThat(folder.resolve("data/x.csv")).doesNotExist();
        assertThat(folder.resolve("x.csv")).doesNotExist();
    }

    @Test
    void keepsTheFilesOwnNameWhereAnyNameFits() {
        assertThat(Input.name("*.csv", Path.of("/somewhere/my.csv"))).isEqualTo("my.csv");
        assertThat(Input.name("formation.csv", Path.of("my.csv"))).isEqualTo("formation.csv");
        assertThat(Input.name("*.csv", null)).isEqualTo("formation.csv");
    }

    @Test
    void isDoneWhenEachFileIsReadToItsPresentEnd() throws IOException {
        Path one = Files.writeString(folder.resolve("one.csv"), "12345");
        Files.writeString(folder.resolve(".hidden.csv"), "1");
        Files.createDirectories(folder.resolve("archive.csv"));
        InputFiles files = new InputFiles(folder, "*.csv", false);

        assertThat(files.areDone(Map.of())).isFalse();
        assertThat(files.areDone(Map.of(key(one), position(false, 5)))).isFalse();
        assertThat(files.areDone(Map.of(key(one), position(true, 4)))).isFalse();
        assertThat(files.areDone(Map.of(key(folder.resolve("other-one.csv")), position(true, 5))))
                .isFalse();
        assertThat(files.areDone(Map.of(key(one), position(true, 5)))).isTrue();
    }

    /** A run until idle ended while the last files were still where they had been read. */
    @Test
    void isDoneWhenEachFileIsInTheArchiveWhereItIsToBe() throws IOException {
        Path one = Files.writeString(folder.resolve("one.csv"), "12345");
        InputFiles files = new InputFiles(folder, "*.csv", true);
        assertThat(files.areDone(Map.of(key(one), position(true, 5)))).isFalse();
        FilePosition aside = new FilePosition("file", 1, true, 5L, "it was edited", null);
        assertThat(files.areDone(Map.of(key(one), aside))).isTrue();
        FilePosition moving = new FilePosition("file", 1, true, 5L, null, "one-2.csv");
        assertThat(files.areDone(Map.of(key(one), moving)))
                .as("or can't be moved")
                .isTrue();
        Files.writeString(one, "");
        assertThat(files.areDone(Map.of(key(one), position(true, 0)))).isTrue();
        Files.delete(one);
        assertThat(files.areDone(Map.of())).isTrue();
    }

    @Test
    void isNotDoneWhereAFileOfTheSameNameWasReadElsewhere() throws IOException {
        Path here = Files.writeString(folder.resolve("one.csv"), "12345");
        Path elsewhere = Files.createDirectories(folder.resolve("elsewhere")).resolve("one.csv");
        InputFiles files = new InputFiles(folder, "*.csv", false);
        assertThat(files.areDone(Map.of(key(elsewhere), position(true, 5)))).isFalse();

        Files.createSymbolicLink(folder.resolve("link.csv"), here);
        assertThat(files.areDone(Map.of(key(here), position(true, 5)))).isTrue();
    }

    @Test
    void waitsForHiddenFilesWhereTheServiceReadsThem() throws IOException {
        Path hidden = Files.writeString(folder.resolve(".rows.csv"), "1");
        InputFiles files = new InputFiles(folder, ".*.csv", false);
        assertThat(files.areDone(Map.of())).isFalse();
        assertThat(files.areDone(Map.of(key(hidden), position(true, 1)))).isTrue();
    }

    @Test
    void isDoneWhereThereIsNoFolderYet() {
        assertThat(new InputFiles(folder.resolve("none"), "*.csv", false).areDone(Map.of()))
                .isTrue();
    }

    /** Which ended the whole production before. */
    @Test
    void isNotDoneWhereItCantBeLookedAt() throws IOException {
        Path file = Files.writeString(folder.resolve("file"), "");
        assertThat(new InputFiles(file, "*.csv", false).areDone(Map.of())).isFalse();
        assertThat(new InputFiles(folder, "[", false).areDone(Map.of())).isFalse();
        Path loop = Files.createSymbolicLink(folder.resolve("loop.csv"), Path.of("loop.csv"));
        assertThat(new InputFiles(folder, loop.getFileName().toString(), false).areDone(Map.of()))
                .isFalse();
    }

    /** As the service has it. */
    private String key(Path file) throws IOException {
        return "service-csv/" + folder.toRealPath().resolve(folder.relativize(file));
    }

    private static FilePosition position(boolean done, long size) {
        return new FilePosition("file", 1, done, size, null, null);
    }

    private ProductionOptions options() {
        return new ProductionOptions(folder, folder);
    }
}
