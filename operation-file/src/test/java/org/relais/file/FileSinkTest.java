package org.relais.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.relais.file.Sinks.append;
import static org.relais.file.Sinks.assignment;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.relais.messages.Done;
import org.relais.messages.Formation;
import org.relais.messages.FormationRequest;
import org.relais.runtime.HaltException;
import org.relais.runtime.RetryableException;

final class FileSinkTest {

    private static final String STARS =
            " * * * * * * * * * * * * * * * * * * * * * * * * * * * * * * * * * * * * * * * *\n";

    @TempDir
    private Path folder;

    private Path file;
    private FileSink sink;

    @BeforeEach
    void open() {
        file = folder.resolve("toto.csv");
        sink = new FileSink(new FileSettings(folder, "toto.csv"));
        assertThat(sink.acquire()).isTrue();
        assertThat(sink.storesCursors()).isFalse();
        sink.open(assignment());
    }

    @AfterEach
    void close() {
        sink.close();
    }

    @Test
    void appendsTheTwoLinesOfEachRequest() throws IOException {
        handle(3L, "formation3", "salle3");
        handle(null, null, null);
        handle(5L, "new\nline", "sal\r\nle");
        sink.push();
        sink.commit(Map.of());
        assertThat(file)
                .hasContent("3 : salle3 : formation3 : \n" + STARS + " :  :  : \n" + STARS
                        + "5 : sal  le : new line : \n" + STARS);
        assertThat(Files.size(file)).isEqualTo(27 + 81 + 9 + 81 + 27 + 81);
    }

    @Test
    void keepsWhatStoodInTheFileBefore() throws IOException {
        sink.close();
        Files.writeString(file, "old\n");
        sink.open(assignment());
        commit("new\n");
        assertThat(file).hasContent("old\nnew\n");
    }

    @Test
    void writesNothingBeforeCommit() throws IOException {
        append(sink, "a\n");
        sink.push();
        assertThat(file).isEmptyFile();
    }

    @Test
    void undoTakesBackOneMessage() {
        append(sink, "a\n");
        append(sink, "rejected\n");
        sink.undo();
        append(sink, "b\n");
        sink.push();
        sink.commit(Map.of());
        assertThat(file).hasContent("a\nb\n");
    }

    @Test
    void rollbackGoesBackToTheLastPush() {
        append(sink, "a\n");
        sink.push();
        append(sink, "b\n");
        sink.rollback();
        append(sink, "c\n");
        sink.push();
        append(sink, "d\n");
        sink.rollback();
        sink.commit(Map.of());
        assertThat(file).hasContent("a\nc\n");
    }

    @Test
    void goesOnFromWhatWasCommitted() {
        commit("1\n");
        String second = commit("2\n");
        sink.open(assignment(second));
        commit("3\n");
        assertThat(file).hasContent("1\n2\n3\n");
    }

    @Test
    void aBatchWithoutEffectsIsCommittedToo() {
        commit("1\n");
        String empty = sink.commit(Map.of());
        sink.open(assignment(empty));
        assertThat(file).hasContent("1\n");
    }

    @Test
    void theNewestPositionOfAllPartitionsCounts() {
        String first = commit("1\n");
        String second = commit("2\n");
        sink.open(assignment(second, "", first));
        assertThat(file).hasContent("1\n2\n");
    }

    @Test
    void thePositionFitsIntoTheMetadata() {
        Position longest = new Position(999999999999999999L, -1, -1, 999999999999999999L, -1);
        assertThat(longest.text()).hasSizeLessThan(200);
        assertThat(Position.parse(longest.text())).isEqualTo(longest);
    }

    @Test
    void metadataOfAnotherVersionHalts() {
        assertThatExceptionOfType(HaltException.class)
                .isThrownBy(() -> sink.open(assignment("2 what is this")))
                .withMessageContaining("what is this");
    }

    @Test
    void aSecondSinkWaits() {
        FileSink second = new FileSink(new FileSettings(folder, "toto.csv"));
        assertThat(second.exclusive()).isTrue();
        assertThat(second.acquire()).isFalse();
        sink.close();
        assertThat(second.acquire()).isTrue();
        second.close();
    }

    @Test
    void aSinkOfAnotherProcessWaitsUntilThisOneIsGone() throws Exception {
        try (LockHolder other = LockHolder.start(folder, "other.csv")) {
            FileSink waiting = new FileSink(new FileSettings(folder, "other.csv"));
            assertThat(waiting.acquire()).isFalse();
            other.kill();
            assertThat(waiting.acquire()).isTrue();
            waiting.close();
        }
    }

    @Test
    void makesTheFolder() {
        sink.close();
        sink = new FileSink(new FileSettings(folder.resolve("a/b"), "toto.csv"));
        assertThat(sink.acquire()).isTrue();
        sink.open(assignment());
        commit("1\n");
        assertThat(folder.resolve("a/b/toto.csv")).hasContent("1\n");
    }

    @Test
    void aSymbolicLinkMadeLaterHalts() throws IOException {
        sink.close();
        Path elsewhere = Files.writeString(folder.resolve("elsewhere"), "precious\n");
        Files.delete(file);
        Files.createSymbolicLink(file, elsewhere);
        assertThatExceptionOfType(HaltException.class)
                .isThrownBy(() -> sink.open(assignment()))
                .withMessageContaining("symbolic link");
        assertThat(elsewhere).hasContent("precious\n");
    }

    @Test
    void bytesThatSomeoneElseAppendsWhileWeRunHalt() throws IOException {
        commit("1\n");
        Files.writeString(file, "foreign\n", java.nio.file.StandardOpenOption.APPEND);
        append(sink, "2\n");
        sink.push();
        assertThatExceptionOfType(HaltException.class)
                .isThrownBy(() -> sink.commit(Map.of()))
                .withMessageContaining("someone else writes to it")
                .withMessageContaining("touch");
        assertThat(file).hasContent("1\nforeign\n");
    }

    @Test
    void afterAFailureNothingIsWrittenBeforeOpen() throws IOException {
        Path folderInTheWay = folder.resolve("sub");
        FileSink failing = new FileSink(new FileSettings(folderInTheWay, "toto.csv"));
        Files.writeString(folderInTheWay, "a file where the folder should be");
        assertThatExceptionOfType(RetryableException.class).isThrownBy(() -> failing.open(assignment()));
        assertThatIllegalStateException().isThrownBy(() -> failing.commit(Map.of()));
        Files.delete(folderInTheWay);
        failing.open(assignment());
        failing.close();
    }

    @Test
    void afterAFailedWriteTheDescriptorIsGivenUp() throws IOException {
        Path away = folder.resolve("away");
        FileSink failing = new FileSink(new FileSettings(away, "toto.csv"));
        failing.open(assignment());
        Files.delete(away.resolve("toto.csv"));
        Files.delete(away.resolve(".toto.csv.journal"));
        Files.delete(away);
        append(failing, "1\n");
        failing.push();
        assertThatExceptionOfType(RetryableException.class).isThrownBy(() -> failing.commit(Map.of()));
        assertThatIllegalStateException().isThrownBy(() -> failing.commit(Map.of()));
    }

    private void handle(@Nullable Long id, @Nullable String nom, @Nullable String salle) {
        Appender batch = sink.begin();
        sink.mark();
        assertThat(new FileOperation().handle(new FormationRequest(new Formation(id, nom, salle)), batch))
                .isEqualTo(Done.DONE);
    }

    private String commit(String text) {
        append(sink, text);
        sink.push();
        return sink.commit(Map.of());
    }
}
