package org.relais.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.relais.file.Sinks.TOPIC_ID;
import static org.relais.file.Sinks.append;
import static org.relais.file.Sinks.assignment;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Map;
import java.util.Random;
import org.apache.kafka.common.Uuid;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.relais.runtime.Assignment;
import org.relais.runtime.HaltException;

/** What {@link FileSink#open} finds after a crash or after people, and what it makes of it. */
final class RecoveryTest {

    private static final String FIRST = "first line\nsecond line\n";
    private static final String SECOND = "third line\nfourth line\n";

    @TempDir
    private Path folder;

    private Path file;
    private FileSink sink;
    private String committed;

    @BeforeEach
    void commitOneBatch() {
        file = folder.resolve("toto.csv");
        sink = new FileSink(new FileSettings(folder, "toto.csv"));
        sink.open(assignment());
        committed = commit(FIRST);
    }

    @AfterEach
    void close() {
        sink.close();
    }

    @Test
    void journalWrittenButNotTheFile() throws IOException {
        journal(2, TOPIC_ID, FIRST.length(), SECOND);
        goesOnAfter(FIRST);
    }

    @Test
    void journalTorn() throws IOException {
        journal(2, TOPIC_ID, FIRST.length(), SECOND);
        byte[] journal = Files.readAllBytes(folder.resolve(".toto.csv.journal"));
        journal[journal.length - 1] ^= 1;
        Files.write(folder.resolve(".toto.csv.journal"), journal);
        goesOnAfter(FIRST);
    }

    @Test
    void filePartlyWritten() throws IOException {
        for (int length = 0; length <= SECOND.length(); length++) {
            journal(2, TOPIC_ID, FIRST.length(), SECOND);
            appendToFile(SECOND.substring(0, length));
            sink.open(assignment(committed));
            assertThat(file).hasContent(FIRST);
        }
        goesOnAfter(FIRST);
    }

    @Test
    void fileCompleteButNotCommitted() {
        commit(SECOND);
        goesOnAfter(FIRST);
    }

    @Test
    void blocksThatAPowerCutKeptFromTheDisk() throws IOException {
        journal(2, TOPIC_ID, FIRST.length(), SECOND);
        appendToFile("third" + "\0".repeat(10));
        goesOnAfter(FIRST);
    }

    @Test
    void firstBatchNotCommitted() {
        sink.open(assignment());
        assertThat(file).isEmptyFile();
    }

    @Test
    void firstBatchNotCommittedAfterWhatStoodThere() throws IOException {
        sink.close();
        Files.writeString(file, "old\n");
        Files.delete(folder.resolve(".toto.csv.journal"));
        sink.open(assignment());
        commit(FIRST);
        sink.open(assignment());
        assertThat(file).hasContent("old\n");
    }

    @Test
    void firstBatchOfAnEarlierTopicIsKept() {
        sink.open(new Assignment(Map.of(Sinks.PARTITION, Uuid.randomUuid()), Map.of()));
        assertThat(file).hasContent(FIRST);
    }

    @Test
    void foreignBytesAppended() throws IOException {
        appendToFile("foreign\n");
        halts("did not write");
        assertThat(file).hasContent(FIRST + "foreign\n");
    }

    @Test
    void foreignBytesAppendedToAnUncommittedBatch() throws IOException {
        commit(SECOND);
        appendToFile("foreign\n");
        halts("did not write");
        assertThat(file).hasContent(FIRST + SECOND + "foreign\n");
    }

    @Test
    void foreignBytesInsteadOfTheJournalsBatch() throws IOException {
        journal(2, TOPIC_ID, FIRST.length(), SECOND);
        appendToFile("foreign\n");
        halts("did not write");
    }

    @Test
    void aPersonAcceptsForeignBytes() throws IOException {
        appendToFile("foreign\n");
        halts("touch '" + folder.resolve(".toto.csv.accept-1") + "'");
        Files.createFile(folder.resolve(".toto.csv.accept-1"));
        goesOnAfter(FIRST + "foreign\n");
    }

    @Test
    void anAcceptanceStillCutsWhatTheNextBatchLeft() throws IOException {
        appendToFile("foreign\n");
        Files.createFile(folder.resolve(".toto.csv.accept-1"));
        sink.open(assignment(committed));
        commit(SECOND);
        goesOnAfter(FIRST + "foreign\n");
    }

    @Test
    void anOldAcceptanceDoesNotCount() throws IOException {
        Files.createFile(folder.resolve(".toto.csv.accept-1"));
        committed = commit(SECOND);
        appendToFile("foreign\n");
        halts("did not write");
    }

    @Test
    void aBatchOfAPartitionWhoseOffsetWasSetByHandSince() throws IOException {
        commit(SECOND);
        haltsWithAnOffsetSetByHand();
        assertThat(file).hasContent(FIRST + SECOND);
        Files.createFile(folder.resolve(".toto.csv.accept-1"));
        sink.open(assignment(committed, ""));
        assertThat(file).hasContent(FIRST + SECOND);
        commit("not committed\n");
        sink.open(assignment(committed, ""));
        assertThat(file).hasContent(FIRST + SECOND);
    }

    @Test
    void theFirstBatchWhenAllOffsetsWereSetByHandSince() {
        sink.open(assignment("", ""));
        assertThat(file).hasContent(FIRST);
    }

    @Test
    void anOffsetSetByHandWhenNothingIsInDoubt() {
        sink.open(assignment(committed, ""));
        committed = commit(SECOND);
        sink.open(assignment(committed, ""));
        assertThat(file).hasContent(FIRST + SECOND);
    }

    private void haltsWithAnOffsetSetByHand() {
        assertThatExceptionOfType(HaltException.class)
                .isThrownBy(() -> sink.open(assignment(committed, "")))
                .withMessageContaining("may be committed")
                .withMessageContaining("set by hand")
                .withMessageContaining("Nothing was destroyed")
                .withMessageContaining("touch '");
    }

    @Test
    void editedBeforeThePosition() throws IOException {
        Files.writeString(file, FIRST.replace("line", "LINE"));
        halts("were changed");
    }

    @Test
    void truncated() throws IOException {
        Files.writeString(file, "first");
        halts("has only 5 bytes of the " + FIRST.length());
    }

    @Test
    void emptied() throws IOException {
        Files.writeString(file, "");
        halts("has only 0 bytes");
    }

    @Test
    void removed() throws IOException {
        Files.delete(file);
        goesOnAfter("");
    }

    @Test
    void removedWithAnUncommittedBatchInIt() throws IOException {
        commit(SECOND);
        Files.delete(file);
        halts("would be written again");
    }

    @Test
    void removedWithItsJournal() throws IOException {
        Files.delete(file);
        Files.delete(folder.resolve(".toto.csv.journal"));
        halts("mounted?");
        assertThat(file).doesNotExist();
    }

    @Test
    void rotatedAwayWhileStopped() throws IOException {
        Files.move(file, folder.resolve("toto.csv.1"));
        goesOnAfter("");
        assertThat(folder.resolve("toto.csv.1")).hasContent(FIRST);
    }

    @Test
    void rotatedAwayWithAnUncommittedBatchInIt() throws IOException {
        commit(SECOND);
        Files.move(file, folder.resolve("toto.csv.1"));
        goesOnAfter("");
        assertThat(folder.resolve("toto.csv.1")).hasContent(FIRST);
    }

    @Test
    void rotatedAndMadeAnewAtOnce() throws IOException {
        commit(SECOND);
        Files.move(file, folder.resolve("toto.csv.1"));
        Files.writeString(file, "header\n");
        goesOnAfter("header\n");
        assertThat(folder.resolve("toto.csv.1")).hasContent(FIRST);
    }

    @Test
    void rotatedWhileRunning() throws IOException {
        Files.move(file, folder.resolve("toto.csv.1"));
        committed = commit(SECOND);
        assertThat(folder.resolve("toto.csv.1")).hasContent(FIRST);
        goesOnAfter(SECOND);
    }

    @Test
    void rotatedWhileRunningAndNotCommitted() throws IOException {
        Files.move(file, folder.resolve("toto.csv.1"));
        commit(SECOND);
        goesOnAfter("");
        assertThat(folder.resolve("toto.csv.1")).hasContent(FIRST);
    }

    @Test
    void rotatedAndCompressedWhileRunningAndNotCommitted() throws IOException {
        Files.move(file, folder.resolve("toto.csv.1"));
        commit(SECOND);
        Files.delete(folder.resolve("toto.csv.1"));
        goesOnAfter("");
    }

    @Test
    void replacedByAnotherFileOfTheSameContent() throws IOException {
        commit(SECOND);
        Path copy = Files.copy(file, folder.resolve("copy"));
        Files.move(copy, file, java.nio.file.StandardCopyOption.REPLACE_EXISTING);
        goesOnAfter(FIRST);
    }

    @Test
    void replacedByAnotherFile() throws IOException {
        Path other = Files.writeString(folder.resolve("other"), "something else that is longer than the first batch\n");
        Files.move(other, file, java.nio.file.StandardCopyOption.REPLACE_EXISTING);
        halts("were changed");
    }

    @Test
    void anotherFilenameStartsAnotherFile() {
        sink.close();
        sink = new FileSink(new FileSettings(folder, "tata.csv"));
        sink.open(assignment(committed));
        commit(SECOND);
        assertThat(folder.resolve("tata.csv")).hasContent(SECOND);
        assertThat(file).hasContent(FIRST);
    }

    @Test
    void randomCrashesLeaveEachBatchOnce() throws IOException {
        long seed = Long.getLong("relais.seed", System.nanoTime());
        System.out.println("RecoveryTest -Drelais.seed=" + seed);
        Random random = new Random(seed);
        StringBuilder expected = new StringBuilder(FIRST);
        long sequence = 1;
        for (int batch = 0; batch < 300; batch++) {
            String text = "batch " + batch + ' ' + "x".repeat(random.nextInt(3_000)) + '\n';
            while (random.nextInt(3) == 0) {
                crash(random, sequence + 1, expected.length(), text);
                sink.open(assignment(committed));
            }
            committed = commit(text);
            sequence++;
            expected.append(text);
        }
        assertThat(Files.readString(file)).as("seed %d", seed).isEqualTo(expected.toString());
    }

    private void crash(Random random, long sequence, int start, String text) throws IOException {
        if (random.nextBoolean()) {
            commit(text);
        } else {
            journal(sequence, TOPIC_ID, start, text);
            appendToFile(text.substring(0, random.nextInt(text.length())));
        }
    }

    private void goesOnAfter(String content) {
        sink.open(assignment(committed));
        assertThat(file).content().isEqualTo(content);
        String next = commit("next\n");
        sink.open(assignment(next));
        assertThat(file).content().isEqualTo(content + "next\n");
    }

    private void halts(String why) {
        assertThatExceptionOfType(HaltException.class)
                .isThrownBy(() -> sink.open(assignment(committed)))
                .withMessageContaining(why)
                .withMessageContaining("Nothing was destroyed")
                .withMessageContaining("touch '");
    }

    private String commit(String text) {
        append(sink, text);
        sink.push();
        return sink.commit(Map.of());
    }

    private void appendToFile(String text) throws IOException {
        Files.writeString(file, text, StandardOpenOption.APPEND);
    }

    private void journal(long sequence, Uuid topicId, long start, String text) throws IOException {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        try (Journal journal = Journal.open(folder.resolve(".toto.csv.journal"))) {
            journal.write(sequence, topicId, start, bytes, bytes.length);
        }
    }
}
