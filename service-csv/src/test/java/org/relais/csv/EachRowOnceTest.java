package org.relais.csv;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.FutureTask;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.LongStream;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.io.TempDir;
import org.relais.messages.Formation;

/** Whatever happens between two commits: at the end the rows are those of the file, each once and in order. */
final class EachRowOnceTest {

    private static final long SEED = Long.getLong("relais.seed", System.nanoTime());
    private static final int STEPS = 150;

    private Random random = new Random(SEED);
    private final StringBuilder document = new StringBuilder("id;nom;salle\n");
    private final TreeMap<Long, String> written = new TreeMap<>();
    private int onDisk;
    private int bad;

    @TempDir
    Path folder;

    @RepeatedTest(20)
    void readsEachRowOnceThroughCrashesAppendsAndMoves(RepetitionInfo repetition) {
        long seed = SEED + repetition.getCurrentRepetition() - 1;
        System.out.println("EachRowOnceTest -Drelais.seed=" + seed + ", the first repetition");
        random = new Random(seed);
        Running running = new Running(Running.settings(folder)).write("");
        for (int step = 0; step < STEPS; step++) {
            running.outbox.capacity = 1 + random.nextInt(20);
            step(running);
        }
        append(running, document.length() - onDisk);
        running.look().settle();
        assertThat(running.outbox.rows.stream().map(Formation::id)).containsExactlyElementsOf(written.keySet());
        assertThat(running.outbox.rows.stream().map(Formation::nom)).containsExactlyElementsOf(written.values());
        assertThat(running.outbox.dead).hasSize(bad);
        assertThat(running.position().done()).isTrue();
        assertThat(running.position().rows()).isEqualTo(written.size());
        assertThat(running.position().line())
                .isEqualTo(
                        document.chars().filter(character -> character == '\n').count());
    }

    /** Whatever the service is doing when a file gets another name and the next one begins. */
    @RepeatedTest(5)
    void readsRowsInOrderWhileFilesAreRotated(RepetitionInfo repetition) throws Exception {
        Running running = readWhileFilesAreRotated(repetition, 150, Duration.ofMillis(1));
        assertThat(running.ids()).containsExactlyElementsOf(ids(150));
    }

    /** Faster than the folder is listed, so that no order can be told. */
    @RepeatedTest(5)
    void readsEachRowOnceWhileFilesAreRotatedAllTheTime(RepetitionInfo repetition) throws Exception {
        Running running = readWhileFilesAreRotated(repetition, 1_500, Duration.ofNanos(10_000));
        assertThat(running.ids()).containsExactlyInAnyOrderElementsOf(ids(1_500));
    }

    private Running readWhileFilesAreRotated(RepetitionInfo repetition, int rotations, Duration pause)
            throws Exception {
        Running running = new Running(Running.settings(folder, "log*.csv", AfterRead.KEEP, OnChange.DEAD_LETTER));
        running.outbox.capacity = 1 + repetition.getCurrentRepetition() % 3;
        FutureTask<Void> writer = new FutureTask<>(() -> writeAndRotate(rotations, pause), null);
        Thread thread = new Thread(writer, "writer");
        thread.start();
        while (thread.isAlive()) {
            running.read();
        }
        writer.get();
        running.look().settle();
        assertThat(running.outbox.dead).isEmpty();
        return running;
    }

    /** Two rows in each file. */
    private static List<Long> ids(int rotations) {
        return LongStream.range(0, rotations * 2L).boxed().toList();
    }

    private void writeAndRotate(int rotations, Duration pause) {
        try {
            for (long id = 0; id < rotations * 2L; id += 2) {
                Path file = folder.resolve("log.csv");
                Files.writeString(file, "id;nom;salle\n" + id + ";a;b\n");
                Files.writeString(file, id + 1 + ";a;b\n", StandardOpenOption.APPEND);
                Files.move(file, folder.resolve(String.format(Locale.ROOT, "log-%05d.csv", id)));
                LockSupport.parkNanos(pause.multipliedBy(id % 20).toNanos());
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void step(Running running) {
        switch (random.nextInt(6)) {
            case 0, 1 -> {
                addRow();
                append(running, random.nextInt(document.length() - onDisk + 1));
            }
            case 2 -> running.read();
            case 3 -> running.crash();
            case 4 -> running.restart();
            default -> saveAsAnEditorDoes(running);
        }
    }

    private void addRow() {
        for (int rows = random.nextInt(10); rows > 0; rows--) {
            if (random.nextInt(10) == 0) {
                document.append("bad;row;").append(rows).append('\n');
                bad++;
            } else {
                long id = written.size();
                String name = random.nextBoolean() ? "n" + id : "a;\"b\"\r\n" + id;
                written.put(id, name);
                document.append(id)
                        .append(";\"")
                        .append(name.replace("\"", "\"\""))
                        .append("\";s");
                document.append(random.nextBoolean() ? "\n" : "\r\n");
            }
        }
    }

    private void append(Running running, int length) {
        running.append(document.substring(onDisk, onDisk + length));
        onDisk += length;
    }

    private void saveAsAnEditorDoes(Running running) {
        running.replace(document.substring(0, onDisk));
    }
}
