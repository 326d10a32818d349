package org.relais.csv;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.relais.messages.Host;

/** What happens to files while they are read: each row once, whatever it is. */
final class FilesTest {

    private static final String HEADER = "id;nom;salle\n";

    @TempDir
    Path folder;

    @Test
    void isPatientWithWhatIsMissing() throws IOException {
        Running running = new Running(Running.settings(folder.resolve("later"))).look();
        assertThat(running.outbox.positions).isEmpty();
        Files.createDirectory(folder.resolve("later"));
        running.look().write(HEADER + "1;a;b\n").look();
        assertThat(running.ids()).containsExactly(1L);
        assertThat(running.outbox.events).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "id;nom;salle\n", "id;nom;salle", "\uFEFF", "\n\r\n", "\uFEFF\n", "i"})
    void isDoneWithAFileWithoutRows(String text) {
        Running running = new Running(folder).write(text).settle();
        assertThat(running.position().done()).isTrue();
        assertThat(running.outbox.rows).isEmpty();
    }

    @Test
    void waitsAnIntervalForALastLineWithoutEnd() {
        Running running = new Running(folder).write(HEADER + "1;a;b\n2;a").look();
        assertThat(running.ids()).containsExactly(1L);
        assertThat(running.position().done()).isFalse();
        running.waitAnInterval().append(";b").look().look();
        assertThat(running.ids()).containsExactly(1L);
        running.waitAnInterval().look();
        assertThat(running.ids()).containsExactly(1L, 2L);
        assertThat(running.position().done()).isTrue();
        running.append("\n3;a;b\n").look();
        assertThat(running.ids()).containsExactly(1L, 2L, 3L);
        assertThat(running.outbox.dead).isEmpty();
        assertThat(running.position().line()).isEqualTo(4);
    }

    @Test
    void storesNothingWhenNothingChanged() {
        Running running = new Running(folder).write(HEADER + "1;a;b\n").settle();
        byte[] position = running.outbox.positions.values().iterator().next();
        running.settle().settle();
        assertThat(running.outbox.positions.values()).singleElement().isSameAs(position);
    }

    @Test
    void picksUpAppendedRowsAlsoAfterARestart() {
        Running running = new Running(folder).write(HEADER + "1;a;b\n").look();
        running.append("2;a;b\n")
                .look()
                .append("3;a;b\n")
                .restart()
                .append("4;a;b\n")
                .look()
                .restart()
                .settle();
        assertThat(running.ids()).containsExactly(1L, 2L, 3L, 4L);
        assertThat(running.position().rows()).isEqualTo(4);
        assertThat(running.outbox.dead).isEmpty();
    }

    @Test
    void setsAChangedFileAsideOnce() {
        Running running = new Running(folder).write(HEADER + "1;a;b\n2;a;b\n").look();
        running.write(HEADER + "9;a;b\n")
                .settle()
                .restart()
                .settle()
                .append("10;a;b\n")
                .settle();
        assertThat(running.ids()).containsExactly(1L, 2L);
        assertThat(running.reasons()).singleElement().asString().contains("truncated", "byte 25", "set aside");
        assertThat(running.outbox.events).singleElement().asString().contains("truncated");
        assertThat(running.position().done()).isTrue();
        running.write(HEADER + "1;a;b\n2;a;b\n3;a;b\n").look();
        assertThat(running.ids()).containsExactly(1L, 2L, 3L);
        assertThat(running.outbox.events).last().asString().contains("going on at line 4");
    }

    @Test
    void saysOfAFileSetAsideThatAnotherOneWasWrittenOverIt() {
        Running running = new Running(folder).write(HEADER + "1;a;b\n2;a;b\n").look();
        running.write(HEADER + "8;a;b\n").settle().write(HEADER + "7;a;b\n6;a;b\n5;a;b\n");
        running.settle().restart().settle().append("4;a;b\n").settle();
        assertThat(running.ids()).containsExactly(1L, 2L);
        assertThat(running.reasons()).hasSize(2).last().asString().contains("edited", "byte 25", "set aside");
        assertThat(running.position().rejected()).isEqualTo(2);
    }

    @Test
    void saysOfAFileWithoutUsableHeaderThatAnotherOneWasWrittenOverIt() {
        Running running = new Running(folder).write("nom;salle\n").settle().write("id;nom;room\n1;a;b\n");
        running.settle().append("2;a;b\n").restart().settle();
        assertThat(running.reasons()).hasSize(2);
        assertThat(running.reasons()).first().asString().contains("no column id");
        assertThat(running.reasons()).last().asString().contains("no column salle");
    }

    /** A look in the midst of the second delivery sees nothing. */
    @Test
    void saysOfAFileWithoutUsableHeaderThatAnotherOneIsCopiedOverIt() {
        Running running =
                new Running(folder).write("nom;salle\n").settle().write("").look();
        running.write("id;nom;room\n1;a;b\n").settle();
        assertThat(running.reasons()).hasSize(2);
        assertThat(running.reasons()).last().asString().contains("no column salle");
    }

    /** As an earlier version stored it, which remembered only how long the file was. */
    @Test
    void saysNothingNewOfAFileThatAnEarlierVersionSetAside() {
        Running running = new Running(folder).write(HEADER + "1;a;b\n2;a;b\n").look();
        running.write(HEADER + "9;a;b\n").settle();
        running.outbox.positions.replaceAll((key, json) -> new String(json, StandardCharsets.UTF_8)
                .replaceFirst(",\"asideCheck\":\"[^\"]*\"", "")
                .getBytes(StandardCharsets.UTF_8));
        running.restart().append("10;a;b\n").settle();
        assertThat(running.outbox.dead).hasSize(1);
    }

    @Test
    void needsNoHeaderWhereNothingIsLeftToRead() {
        CsvSettings settings = Running.settings(folder);
        Running running = new Running(settings).write(HEADER + "1;a;b\n").look();
        running.restart(Running.dividedBy(',', settings)).settle();
        assertThat(running.outbox.dead).isEmpty();
        assertThat(running.outbox.events).isEmpty();
        assertThat(running.position().done()).isTrue();
        running.append("2;a;b\n").restart(settings).look();
        assertThat(running.ids()).containsExactly(1L, 2L);
    }

    @Test
    void needsTheHeaderForWhatIsBehindTheOffset() {
        CsvSettings settings = Running.settings(folder);
        Running running = new Running(settings).write(HEADER + "1;a;b\n").look();
        running.append("2;a;b\n")
                .restart(Running.dividedBy(',', settings))
                .settle()
                .settle();
        assertThat(running.reasons()).singleElement().asString().contains("no usable header");
        running.restart(settings).look();
        assertThat(running.ids()).containsExactly(1L, 2L);
    }

    /** What is skipped ends with the file, whatever the rest of it says. */
    @Test
    void needsNoHeaderForTheEndOfALineThatIsTooLong() {
        CsvSettings settings = Running.settings(
                folder, "formation.csv", StandardCharsets.UTF_8, AfterRead.KEEP, OnChange.DEAD_LETTER, 16);
        Running running =
                new Running(settings).write(HEADER + "1;a;" + "b".repeat(100)).look();
        assertThat(running.position().skipping()).isTrue();
        running.restart(Running.dividedBy(',', settings)).look();
        assertThat(running.position().done()).isFalse();
        running.waitAnInterval().look();
        assertThat(running.position().done()).isTrue();
        assertThat(running.position().skipping()).isFalse();
        assertThat(running.reasons()).singleElement().asString().contains("longer than 16 bytes");
    }

    @Test
    void noticesAnEditInPlace() {
        Running running = new Running(folder)
                .write(HEADER + "1;a;b\n" + "2;a;b\n".repeat(5_000))
                .look();
        running.write(HEADER + "7;a;b\n" + "2;a;b\n".repeat(5_001)).settle();
        assertThat(running.ids()).hasSize(5_001);
        assertThat(running.reasons()).singleElement().asString().contains("edited");
    }

    @Test
    void noticesAReplacedFile() {
        Running running = new Running(folder).write(HEADER + "1;a;b\n").look();
        running.replace(HEADER + "8;a;b\n9;a;b\n").settle();
        assertThat(running.ids()).containsExactly(1L);
        assertThat(running.reasons()).singleElement().asString().contains("replaced");
    }

    @Test
    void readsAChangedFileFromItsStartIfToldTo() {
        Running running = new Running(Running.settings(folder, "formation.csv", AfterRead.KEEP, OnChange.RESTART));
        running.write(HEADER + "1;a;b\n2;a;b\n").look();
        running.write("nom;id;salle\na;9;b\n").settle();
        assertThat(running.ids()).containsExactly(1L, 2L, 9L);
        assertThat(running.position().rows()).isEqualTo(3);
        assertThat(running.outbox.dead).isEmpty();
        assertThat(running.outbox.events).singleElement().asString().contains("from its start");
    }

    @Test
    void freesAFileSetAsideWhenToldToRestart() {
        Running running = new Running(folder).write(HEADER + "1;a;b\n").look();
        running.write(HEADER + "9;a;b\n").look();
        running.restart(Running.settings(folder, "formation.csv", AfterRead.KEEP, OnChange.RESTART))
                .settle();
        assertThat(running.ids()).containsExactly(1L, 9L);
    }

    @Test
    void goesOnAfterAnEditorSavedTheSameBeginning() {
        Running running = new Running(folder).write(HEADER + "1;a;b\n").look();
        running.replace(HEADER + "1;a;b\n2;a;b\n").look();
        assertThat(running.ids()).containsExactly(1L, 2L);
        assertThat(running.outbox.dead).isEmpty();
    }

    @Test
    void remembersAFileThatIsAwayForAWhile() throws IOException {
        Running running = new Running(folder).write(HEADER + "1;a;b\n").look();
        Files.delete(folder.resolve("formation.csv"));
        running.settle().write(HEADER + "1;a;b\n2;a;b\n").look();
        assertThat(running.ids()).containsExactly(1L, 2L);
        Files.delete(folder.resolve("formation.csv"));
        running.write(HEADER + "5;a;b\n6;a;b\n").settle();
        assertThat(running.ids()).containsExactly(1L, 2L);
        assertThat(running.outbox.dead).hasSize(1);
    }

    @Test
    void readsAFileThatIsWrittenOverWhileItIsRead() {
        Running running = new Running(folder).write(HEADER + "1;a;b\n2;a;b\n");
        running.outbox.meanwhile = () -> running.write(HEADER + "8;a;b\n9;a;b\n");
        running.lookAndTryAgain().settle();
        assertThat(running.ids()).containsExactly(8L, 9L);
    }

    /** Each part is much longer than what is compared. */
    @Test
    void noticesThatALongFileIsWrittenOverWhileItIsRead() {
        String rows = "1;a;b\n".repeat(10_000);
        Running running = new Running(folder).write(HEADER + rows);
        running.outbox.capacity = 4_000;
        assertThat(running.read()).isTrue();
        running.outbox.meanwhile = () -> running.write(HEADER + rows.replace('1', '7'));
        running.lookAndTryAgain().settle();
        assertThat(running.ids()).hasSize(4_000).containsOnly(1L);
        assertThat(running.reasons()).singleElement().asString().contains("edited");
    }

    @Test
    void sendsEachRowOnceOfAFileThatIsTruncatedWhileItIsRead() {
        Running running = new Running(Running.settings(folder, "formation.csv", AfterRead.KEEP, OnChange.RESTART));
        running.write(HEADER + "1;a;b\n2;a;b\n");
        running.outbox.meanwhile = () -> running.write("");
        running.lookAndTryAgain().write(HEADER + "1;a;b\n2;a;b\n3;a;b\n").settle();
        assertThat(running.ids()).containsExactly(1L, 2L, 3L);
        assertThat(running.outbox.dead).isEmpty();
    }

    @Test
    void readsMatchingFilesInTheOrderOfTheirNames() throws IOException {
        Running running = new Running(glob(AfterRead.KEEP));
        running.write("b.csv", HEADER + "2;a;b\n")
                .write("a.csv", HEADER + "1;a;b\n")
                .write("c.txt", "x");
        running.write(".hidden.csv", HEADER + "7;a;b\n");
        Files.createDirectory(folder.resolve("d.csv"));
        Files.createSymbolicLink(folder.resolve("e.csv"), folder.resolve("a.csv"));
        Files.createSymbolicLink(folder.resolve("f.csv"), folder.resolve("nowhere"));
        running.settle();
        assertThat(running.ids()).containsExactly(1L, 2L);
        assertThat(running.outbox.events).isEmpty();
        assertThat(running.outbox.positions).hasSize(2);
    }

    @Test
    void goesOnWithOtherFilesWhenOneCanNotBeRead() throws IOException {
        Running running = new Running(glob(AfterRead.KEEP));
        Files.createSymbolicLink(folder.resolve("a.csv"), folder.resolve("a.csv"));
        running.write("b.csv", HEADER + "2;a;b\n").settle().settle();
        assertThat(running.ids()).containsExactly(2L);
        assertThat(running.outbox.events).singleElement().asString().contains("a.csv", "tried again");
        Files.delete(folder.resolve("a.csv"));
        running.write("a.csv", HEADER + "1;a;b\n").look();
        assertThat(running.ids()).containsExactly(2L, 1L);
    }

    @Test
    void saysOfEachFileWhoseNameIsNoTextThatItIsNotRead() throws Exception {
        Running running = new Running(glob(AfterRead.KEEP));
        writeByShell("$(printf 'caf\\350.csv')", "id;nom;salle\\n8;a;b\\n");
        writeByShell("$(printf 'caf\\351.csv')", "id;nom;salle\\n9;a;b\\n");
        running.write("d.csv", HEADER + "1;a;b\n").settle().settle();
        assertThat(running.ids()).containsExactly(1L);
        assertThat(running.outbox.events)
                .hasSize(2)
                .allSatisfy(event -> assertThat(event).contains("/caf", "no text", "rename it"));
        assertThat(running.outbox.positions).hasSize(1);
    }

    /** Java has no way to make a file whose name is no text. */
    private void writeByShell(String name, String text) throws Exception {
        ProcessBuilder shell = new ProcessBuilder("sh", "-c", "printf '" + text + "' > \"" + name + "\"");
        assertThat(shell.directory(folder.toFile()).start().waitFor()).isZero();
    }

    @Test
    void isNotConfusedByAKeyThatIsNoPathHere() {
        Running running = new Running(folder).write(HEADER + "1;a;b\n").look();
        running.outbox.positions.put("/in/\0.csv", running.position().write());
        running.restart().replace(HEADER + "1;a;b\n2;a;b\n").look();
        assertThat(running.ids()).containsExactly(1L, 2L);
    }

    @Test
    void followsARotatedFile() throws IOException {
        Running running = new Running(glob(AfterRead.KEEP));
        running.write("log.csv", HEADER + "1;a;b\n").look().append("log.csv", "2;a;b\n");
        Files.move(folder.resolve("log.csv"), folder.resolve("log.1.csv"));
        running.write("log.csv", HEADER + "3;a;b\n").look();
        assertThat(running.ids()).containsExactly(1L, 2L, 3L);
        assertThat(running.outbox.dead).isEmpty();
    }

    @Test
    void followsAChainOfRotatedFiles() throws IOException {
        Running running = new Running(glob(AfterRead.KEEP));
        running.write("log.2.csv", HEADER + "2;a;b\n").write("log.1.csv", HEADER + "3;a;b\n");
        running.write("log.csv", HEADER + "4;a;b\n").look().append("log.csv", "5;a;b\n");
        Files.move(folder.resolve("log.2.csv"), folder.resolve("log.3.csv"));
        Files.move(folder.resolve("log.1.csv"), folder.resolve("log.2.csv"));
        Files.move(folder.resolve("log.csv"), folder.resolve("log.1.csv"));
        running.write("log.csv", HEADER + "6;a;b\n").settle().restart().settle();
        assertThat(running.ids()).containsExactly(3L, 2L, 4L, 5L, 6L);
        assertThat(running.outbox.dead).isEmpty();
        assertThat(running.position("log.1.csv").rows()).isEqualTo(2);
    }

    /** As logrotate names them: the new file comes before those that are older. */
    @Test
    void readsTheRestOfARotatedFileBeforeTheFileThatTookItsName() throws IOException {
        Running running = new Running(rotated());
        running.write(HEADER + "1;a;b\n").look().append("2;a;b\n3;a;b\n");
        running.outbox.capacity = 1;
        Files.move(folder.resolve("formation.csv"), folder.resolve("formation.csv.1"));
        running.write(HEADER + "4;a;b\n").look();
        assertThat(running.ids()).containsExactly(1L, 2L, 3L, 4L);
        assertThat(running.outbox.dead).isEmpty();
    }

    @Test
    void readsTheRestsOfAChainOfRotatedFilesFromTheOldestOn() throws IOException {
        Running running = new Running(rotated());
        running.write("formation.csv.1", HEADER + "1;a;b\n").look();
        running.write(HEADER + "2;a;b\n").look();
        running.append("formation.csv.1", "3;a;b\n").append("4;a;b\n");
        Files.move(folder.resolve("formation.csv.1"), folder.resolve("formation.csv.2"));
        Files.move(folder.resolve("formation.csv"), folder.resolve("formation.csv.1"));
        running.write(HEADER + "5;a;b\n").look();
        assertThat(running.ids()).containsExactly(1L, 2L, 3L, 4L, 5L);
    }

    @Test
    void readsEachOfTwoFilesThatSwapTheirNames() throws IOException {
        Running running = new Running(rotated());
        running.write(HEADER + "1;a;b\n").write("formation.csv.1", HEADER + "2;a;b\n");
        running.look().append("3;a;b\n").append("formation.csv.1", "4;a;b\n");
        Files.move(folder.resolve("formation.csv.1"), folder.resolve("away"));
        Files.move(folder.resolve("formation.csv"), folder.resolve("formation.csv.1"));
        Files.move(folder.resolve("away"), folder.resolve("formation.csv"));
        running.settle();
        assertThat(running.ids()).containsExactlyInAnyOrder(1L, 2L, 3L, 4L);
        assertThat(running.outbox.dead).isEmpty();
    }

    private CsvSettings rotated() {
        return Running.settings(folder, "formation.csv*", AfterRead.KEEP, OnChange.DEAD_LETTER);
    }

    /** The file that was there when the round began is the next to be read, and not what has its name by then. */
    @Test
    void followsAFileThatIsRotatedBeforeItsTurn() throws IOException {
        Running running = new Running(glob(AfterRead.KEEP));
        running.write("log-1.csv", HEADER + "1;a;b\n2;a;b\n").write("log.csv", HEADER + "3;a;b\n");
        running.outbox.capacity = 1;
        assertThat(running.read()).isTrue();
        Files.move(folder.resolve("log.csv"), folder.resolve("log-2.csv"));
        running.write("log.csv", HEADER + "4;a;b\n").settle();
        assertThat(running.ids()).containsExactly(1L, 2L, 3L, 4L);
        assertThat(running.outbox.dead).isEmpty();
    }

    /** As when the next file begins just after the folder was listed: it is there, and not in the list. */
    @Test
    void followsARotatedFileWhoseSuccessorIsNotListed() throws IOException {
        Running running = new Running(glob(AfterRead.KEEP));
        running.write("log.csv", HEADER + "1;a;b\n").look();
        Files.move(folder.resolve("log.csv"), folder.resolve("log-1.csv"));
        running.write("log.csv", HEADER + "2;a;b\n");
        running.restart(Running.settings(folder, "log-*.csv", AfterRead.KEEP, OnChange.DEAD_LETTER))
                .settle();
        assertThat(running.ids()).containsExactly(1L);
        running.restart(glob(AfterRead.KEEP)).settle();
        assertThat(running.ids()).containsExactly(1L, 2L);
    }

    @Test
    void followsAFileThatWasSetAside() throws IOException {
        Running running = new Running(glob(AfterRead.KEEP));
        running.write("log.csv", HEADER + "1;a;b\n2;a;b\n").look();
        running.write("log.csv", HEADER + "9;a;b\n2;a;b\n").settle();
        Files.move(folder.resolve("log.csv"), folder.resolve("log-1.csv"));
        running.write("log.csv", HEADER + "3;a;b\n").settle();
        assertThat(running.ids()).containsExactly(1L, 2L, 3L);
        assertThat(running.outbox.dead).hasSize(1);
    }

    @Test
    void takesAFileWithTwoNamesForTwo() throws IOException {
        Running running = new Running(glob(AfterRead.KEEP));
        running.write("a.csv", HEADER + "1;a;b\n").look();
        Files.createLink(folder.resolve("b.csv"), folder.resolve("a.csv"));
        running.restart(Running.settings(folder, "b.csv", AfterRead.KEEP, OnChange.DEAD_LETTER))
                .settle();
        assertThat(running.ids()).containsExactly(1L, 1L);
    }

    /** As an editor saves, and as log rotation goes on: both before the next look. */
    @Test
    void followsAFileThatIsReplacedByItsCopyAndThenRotated() throws IOException {
        Running running = new Running(glob(AfterRead.KEEP));
        running.write("log.csv", HEADER + "1;a;b\n2;a;b\n").look();
        Files.copy(folder.resolve("log.csv"), folder.resolve("log.new"));
        Files.move(folder.resolve("log.new"), folder.resolve("log.csv"), StandardCopyOption.REPLACE_EXISTING);
        Files.move(folder.resolve("log.csv"), folder.resolve("log-1.csv"));
        running.write("log.csv", HEADER + "3;a;b\n").settle();
        assertThat(running.ids()).containsExactly(1L, 2L, 3L);
        assertThat(running.outbox.dead).isEmpty();
    }

    @Test
    void followsAFileThatIsRotatedByCopyingAndTruncating() throws IOException {
        Running running = new Running(glob(AfterRead.KEEP));
        running.write("log.csv", HEADER + "1;a;b\n2;a;b\n").look();
        Files.copy(folder.resolve("log.csv"), folder.resolve("log-1.csv"));
        running.write("log.csv", HEADER + "3;a;b\n").settle();
        assertThat(running.ids()).containsExactly(1L, 2L, 3L);
        assertThat(running.outbox.dead).isEmpty();
    }

    @Test
    void doesNotMindAFileThatIsCopiedOver() {
        Running running = new Running(Running.settings(folder, "formation.csv", AfterRead.KEEP, OnChange.RESTART));
        running.write(HEADER + "1;a;b\n").look().write("").look();
        assertThat(running.position().done()).isFalse();
        running.write(HEADER + "1;a;b\n2;a;b\n").waitAnInterval().look();
        assertThat(running.ids()).containsExactly(1L, 2L);
        assertThat(running.outbox.events).isEmpty();
    }

    @ParameterizedTest
    @EnumSource(OnChange.class)
    void doesNotMindAFileThatIsCopiedOverForLongerThanAnInterval(OnChange onChange) {
        Running running = new Running(Running.settings(folder, "formation.csv", AfterRead.KEEP, onChange));
        running.write(HEADER + "1;a;b\n2;a;b\n3;a;b\n4;a;b\n").look();
        running.write("").look().waitAnInterval();
        running.write(HEADER + "1;a;b\n").look().waitAnInterval();
        running.append("2;a;b\n").look().waitAnInterval();
        running.append("3;a;b\n4;a;b\n5;a;b\n").look();
        assertThat(running.ids()).containsExactly(1L, 2L, 3L, 4L, 5L);
        assertThat(running.outbox.dead).isEmpty();
        assertThat(running.outbox.events).isEmpty();
    }

    @Test
    void recognisesATruncatedFileOnceItDoesNotChangeForAnInterval() {
        Running running = new Running(Running.settings(folder, "formation.csv", AfterRead.KEEP, OnChange.RESTART));
        running.write(HEADER + "1;a;b\n2;a;b\n3;a;b\n").look();
        running.write(HEADER).look().waitAnInterval().append("8;a;b\n").look();
        assertThat(running.ids()).containsExactly(1L, 2L, 3L);
        running.waitAnInterval().look();
        assertThat(running.ids()).containsExactly(1L, 2L, 3L, 8L);
    }

    /** As a log does that is copied and truncated, and goes on. */
    @ParameterizedTest
    @EnumSource(OnChange.class)
    void recognisesATruncatedFileThatGrowsAllTheTime(OnChange onChange) {
        Running running = new Running(Running.settings(folder, "formation.csv", AfterRead.KEEP, onChange));
        running.write(HEADER + "1;a;b\n".repeat(100)).look();
        running.outbox.rows.clear();
        running.write(HEADER).look();
        for (int look = 0; look < 13; look++) {
            running.waitAnInterval().append("2;a;b\n").look();
        }
        assertThat(running.outbox.dead).hasSize(onChange == OnChange.DEAD_LETTER ? 1 : 0);
        assertThat(running.ids()).hasSize(onChange == OnChange.DEAD_LETTER ? 0 : 13);
    }

    @Test
    void recognisesAChangedFileThatGrowsAllTheTime() {
        Running running = new Running(Running.settings(folder, "formation.csv", AfterRead.KEEP, OnChange.RESTART));
        running.write(HEADER + "1;a;b\n").look().write(HEADER + "2;a;b\n").look();
        running.append("3;a;b\n").waitAnInterval().look();
        assertThat(running.ids()).containsExactly(1L, 2L, 3L);
    }

    @Test
    void takesACopyForANewFile() {
        Running running = new Running(glob(AfterRead.KEEP));
        running.write("a.csv", HEADER + "1;a;b\n")
                .look()
                .write("b.csv", HEADER + "1;a;b\n")
                .look();
        assertThat(running.ids()).containsExactly(1L, 1L);
    }

    @Test
    void goesOnInAFolderThatMoved() throws IOException {
        Path before = Files.createDirectories(folder.resolve("before/in"));
        Running running =
                new Running(Running.settings(before)).write(HEADER + "1;a;b\n").look();
        Files.move(folder.resolve("before"), folder.resolve("after wards"));
        Running moved = new Running(Running.settings(folder.resolve("after wards/in")));
        moved.outbox.positions.putAll(running.outbox.positions);
        moved.restart().append("2;a;b\n").look();
        assertThat(moved.ids()).containsExactly(2L);
        assertThat(moved.outbox.positions).hasSize(1);
    }

    @Test
    void goesOnInAFolderThatWasCopiedAndLeavesThePositionOfTheOther() throws IOException {
        Running copied = copiedFrom(Host.NAME);
        assertThat(copied.ids()).containsExactly(2L);
        assertThat(copied.outbox.positions).hasSize(2);
        assertThat(copied.restart().append("3;a;b\n").settle().ids()).containsExactly(2L, 3L);
    }

    @Test
    void readsItsOwnFileAlthoughAnotherMachineHasReadTheSame() throws IOException {
        Running own = copiedFrom("another");
        assertThat(own.ids()).containsExactly(1L, 2L);
        assertThat(own.outbox.positions).hasSize(2);
        assertThat(own.outbox.events).isEmpty();
    }

    /** A file that was read before in a folder that this machine does not have, and was copied here with a row more. */
    private Running copiedFrom(String host) throws IOException {
        Path before = Files.createDirectory(folder.resolve("before"));
        Running other =
                new Running(Running.settings(before)).write(HEADER + "1;a;b\n").look();
        FilePosition position = other.position().on(host);
        String key = before.toRealPath().resolve("formation.csv").toString();
        Running here = new Running(Running.settings(Files.createDirectory(folder.resolve("here"))));
        here.write(HEADER + "1;a;b\n2;a;b\n").outbox.positions.put(key, position.write());
        Files.delete(before.resolve("formation.csv"));
        Files.delete(before);
        return here.restart().look();
    }

    @Test
    void readsAllAgainAtEachIntervalIfToldTo() {
        Running running =
                new Running(Running.settings(folder, "formation.csv", AfterRead.REREAD, OnChange.DEAD_LETTER));
        running.write(HEADER + "1;a;b\n2;a;b\n").look().look();
        assertThat(running.ids()).containsExactly(1L, 2L);
        running.waitAnInterval().look();
        assertThat(running.ids()).containsExactly(1L, 2L, 1L, 2L);
        running.write(HEADER + "3;a;b").settle();
        assertThat(running.ids()).endsWith(3L);
        assertThat(running.outbox.dead).isEmpty();
        assertThat(running.position().rows()).isEqualTo(running.outbox.rows.size());
    }

    private CsvSettings glob(AfterRead afterRead) {
        return Running.settings(folder, "*.csv", afterRead, OnChange.DEAD_LETTER);
    }
}
