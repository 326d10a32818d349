package org.relais.csv;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Finished files move to the archive, and every row of whatever comes to their path is read once. */
final class ArchiveTest {

    private static final String ONE = "id;nom;salle\n1;a;b\n";

    @TempDir
    Path folder;

    @Nullable
    private Running running;

    @BeforeEach
    void start() {
        running = new Running(settings(AfterRead.ARCHIVE));
    }

    @Test
    void movesAFinishedFileAfterAnInterval() {
        running().write(ONE).look();
        assertThat(folder.resolve("archive")).doesNotExist();
        running().waitAnInterval().look();
        assertThat(folder.resolve("archive/formation.csv")).hasContent(ONE);
        assertThat(folder.resolve("formation.csv")).doesNotExist();
        assertThat(running().outbox.positions).isEmpty();
        assertThat(running().outbox.events).singleElement().asString().contains("in the archive as formation.csv");
    }

    @Test
    void readsTheSameContentAgainWhenItComesAgain() {
        running().write(ONE).settle().write(ONE).settle();
        assertThat(running().ids()).containsExactly(1L, 1L);
        assertThat(folder.resolve("archive/formation-2.csv")).hasContent(ONE);
    }

    @Test
    void countsALastLineWithoutEndBeforeTheMove() {
        running().write("id;nom;salle\n1;a;b").settle();
        assertThat(folder.resolve("archive")).doesNotExist();
        running().waitAnInterval().look();
        assertThat(running().ids()).containsExactly(1L);
        assertThat(folder.resolve("archive/formation.csv")).exists();
    }

    @Test
    void survivesACrashBetweenTheMoveAndItsCommit() {
        running().write(ONE).look().waitAnInterval().read();
        assertThat(running().position().archive()).isEqualTo("formation.csv");
        running().crash();
        assertThat(folder.resolve("archive/formation.csv")).exists();
        running().write(ONE).look();
        assertThat(running().ids()).containsExactly(1L, 1L);
        assertThat(running().position().archive()).isNull();
    }

    @Test
    void forgetsWhatACrashLeftAlsoWhenNothingComes() {
        running().write(ONE).look().waitAnInterval().read();
        running().crash().look();
        assertThat(running().outbox.positions).isEmpty();
    }

    @Test
    void leavesAlonePositionsOfOthersWhoseArchiveIsElsewhere() {
        running().write(ONE).settle();
        FilePosition other =
                FilePosition.start(new FileState("another", 7, 7), "").archivedAs("formation.csv");
        running().outbox.positions.put("/elsewhere/formation.csv", other.write());
        running().restart().settle();
        assertThat(running().outbox.positions).containsOnlyKeys("/elsewhere/formation.csv");
    }

    @Test
    void forgetsALinkThatIsInTheArchive() throws IOException {
        Path elsewhere = Files.createDirectory(folder.resolve("elsewhere"));
        Files.writeString(elsewhere.resolve("a.csv"), ONE);
        Files.createSymbolicLink(folder.resolve("formation.csv"), elsewhere.resolve("a.csv"));
        running().look().waitAnInterval().read();
        running().crash().look();
        assertThat(folder.resolve("archive/formation.csv")).isSymbolicLink();
        assertThat(running().outbox.positions).isEmpty();
    }

    @Test
    void movesTheFileAndNotTheLinkToItBesideIt() throws IOException {
        Files.createSymbolicLink(folder.resolve("current.csv"), folder.resolve("formation.csv"));
        running().write(ONE).settle().settle();
        assertThat(running().ids()).containsExactly(1L);
        assertThat(folder.resolve("archive/formation.csv")).isRegularFile();
        assertThat(folder.resolve("archive/current.csv")).doesNotExist();
        assertThat(running().outbox.positions).isEmpty();
    }

    /** In the archive it leads to what an earlier day left there. */
    @Test
    void movesALinkThatLeadsElsewhereFromTheArchive() throws IOException {
        Files.createDirectory(folder.resolve("archive"));
        running().write("archive/data", ONE + "7;a;b\n");
        linkToData();
        assertThat(running().ids()).containsExactly(1L);
        assertThat(folder.resolve("archive/a.csv")).isSymbolicLink();
        assertThat(running().outbox.positions).isEmpty();
    }

    @Test
    void movesALinkThatLeadsToNothingFromTheArchive() throws IOException {
        linkToData();
        assertThat(folder.resolve("archive/a.csv")).isSymbolicLink();
        assertThat(running().outbox.positions).isEmpty();
        assertThat(running().outbox.events).singleElement().asString().contains("in the archive as a.csv");
    }

    private void linkToData() throws IOException {
        running().write("data", ONE);
        Files.createSymbolicLink(folder.resolve("a.csv"), Path.of("data"));
        running().settle();
    }

    @Test
    void readsWhatWasAppendedBeforeAMoveThatWasNotCommitted() throws IOException {
        moveAndAppend();
        running().restart().settle();
        assertThat(running().ids()).containsExactly(1L, 2L);
        assertThat(running().outbox.dead).isEmpty();
    }

    @Test
    void saysWhatWasAppendedBeforeAMoveWhenANewFileHasCome() throws IOException {
        moveAndAppend();
        running().write("id;nom;salle\n8;a;b\n").restart().settle();
        assertThat(running().ids()).containsExactly(1L, 8L);
        assertThat(running().reasons()).singleElement().asString().contains("grew while it moved");
    }

    /** What a process leaves that dies after the move, before its commit. */
    private void moveAndAppend() throws IOException {
        running().write(ONE).look().waitAnInterval().read();
        Files.createDirectory(folder.resolve("archive"));
        Files.move(folder.resolve("formation.csv"), folder.resolve("archive/formation.csv"));
        running().append("archive/formation.csv", "2;a;b\n");
    }

    @Test
    void movesAfterACrashBeforeTheMove() {
        running().write(ONE).look().waitAnInterval().read();
        running().restart().look();
        assertThat(folder.resolve("archive/formation.csv")).exists();
        assertThat(running().ids()).containsExactly(1L);
    }

    @Test
    void readsWhatIsAppendedBeforeTheMove() {
        running().write(ONE).look().waitAnInterval().read();
        running().append("2;a;b\n").settle();
        assertThat(running().ids()).containsExactly(1L, 2L);
        assertThat(folder.resolve("archive/formation.csv")).exists();
    }

    @Test
    void readsANewFileInThePlaceOfOneThatWasReadButNotMovedYet() {
        running().write(ONE).look().replace("id;nom;salle\n8;a;b\n");
        running().look();
        assertThat(running().ids()).containsExactly(1L, 8L);
        assertThat(running().outbox.dead).isEmpty();
    }

    @Test
    void movesAFileThatWasReadInAnotherFormat() {
        running().write(ONE).look();
        running().restart(Running.dividedBy(',', settings(AfterRead.ARCHIVE))).settle();
        assertThat(folder.resolve("archive/formation.csv")).hasContent(ONE);
        assertThat(running().outbox.dead).isEmpty();
    }

    @Test
    void leavesAFileThatWasWrittenOverWithinATickOfTheClock() {
        running().write(ONE).look();
        running().writeWithinATick(ONE.replace('1', '8')).waitAnInterval().look();
        assertThat(folder.resolve("archive/formation.csv")).doesNotExist();
        running().settle();
        assertThat(running().reasons()).singleElement().asString().contains("edited", "set aside");
        assertThat(folder.resolve("formation.csv")).exists();
    }

    @Test
    void leavesAFileThatWasWrittenOverJustBeforeTheMove() {
        running().write(ONE).look().waitAnInterval().read();
        assertThat(running().position().archive()).isEqualTo("formation.csv");
        running().writeWithinATick(ONE.replace('1', '8')).restart().settle();
        assertThat(running().reasons()).singleElement().asString().contains("edited", "set aside");
        assertThat(folder.resolve("formation.csv")).exists();
    }

    @ParameterizedTest
    @EnumSource(
            value = AfterRead.class,
            names = {"KEEP", "REREAD"})
    void leavesAFileThatWasAboutToMoveIfItShallStayNow(AfterRead afterRead) {
        running().write(ONE).look().waitAnInterval().read();
        running().restart(settings(afterRead)).settle();
        assertThat(folder.resolve("formation.csv")).exists();
        assertThat(folder.resolve("archive")).doesNotExist();
        assertThat(running().position().archive()).isNull();
        assertThat(running().ids()).hasSize(afterRead == AfterRead.KEEP ? 1 : 2);
    }

    /** Another file has the name in the archive by then. */
    @Test
    void leavesAFileThatWasAboutToMoveAlsoIfItsNameIsTaken() throws IOException {
        running().write(ONE).look().waitAnInterval().read();
        Files.createDirectory(folder.resolve("archive"));
        running()
                .write("archive/formation.csv", "x")
                .restart(settings(AfterRead.KEEP))
                .settle();
        running().append("2;a;b\n").settle();
        assertThat(running().ids()).containsExactly(1L, 2L);
        assertThat(running().position().archive()).isNull();
        assertThat(folder.resolve("archive/formation.csv")).hasContent("x");
    }

    @Test
    void endsAMoveThatWasNotCommittedAlsoIfFilesShallStayNow() {
        running().write(ONE).look().waitAnInterval().read();
        running().crash();
        running().restart(settings(AfterRead.KEEP)).write(ONE).settle();
        assertThat(running().ids()).containsExactly(1L, 1L);
        assertThat(running().outbox.dead).isEmpty();
        assertThat(running().outbox.events).singleElement().asString().contains("in the archive as formation.csv");
    }

    @Test
    void saysOnceThatAFileCanNotBeMoved() {
        running().write("archive", "no folder").write(ONE).settle().settle();
        assertThat(running().outbox.events)
                .singleElement()
                .asString()
                .contains("formation.csv can't be moved to the archive, and is tried again: FileAlreadyExists");
    }

    @Test
    void leavesEmptyFilesAndThoseSetAside() {
        running().write("a.csv", "").write("b.csv", "x\n").settle().settle();
        assertThat(folder.resolve("a.csv")).exists();
        assertThat(folder.resolve("b.csv")).exists();
    }

    private CsvSettings settings(AfterRead afterRead) {
        return Running.settings(folder, "*.csv", afterRead, OnChange.DEAD_LETTER);
    }

    private Running running() {
        return Objects.requireNonNull(running);
    }
}
