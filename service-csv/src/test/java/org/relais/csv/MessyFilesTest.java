package org.relais.csv;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Whatever is in a file, it becomes rows or dead letters, in time, and the same ones however it is read. Its seed is printed and taken from
 * {@code -Drelais.seed}; {@code -Drelais.messy.files} says how many files there are to be.
 */
final class MessyFilesTest {

    private static final long SEED = Long.getLong("relais.seed", System.nanoTime());
    private static final int FILES = Integer.getInteger("relais.messy.files", 20_000);
    private static final int BATCH = 500;
    private static final int[] CHUNKS = {1, 2, 3, 7, 64, 4096};

    @TempDir
    Path folder;

    /** What became of a file. */
    record Result(List<?> rows, List<?> dead) {}

    @Test
    @Timeout(value = 10, unit = TimeUnit.MINUTES)
    void eachFileBecomesRowsOrDeadLetters() throws IOException {
        System.out.println("MessyFilesTest -Drelais.messy.files=" + FILES + " -Drelais.seed=" + SEED);
        Random random = new Random(SEED);
        long rows = 0;
        long dead = 0;
        for (int files = 0; files < FILES; files += BATCH) {
            Running batch = batch(random, files);
            rows += batch.outbox.rows.size();
            dead += batch.outbox.dead.size();
        }
        System.out.println("MessyFilesTest: " + rows + " rows, " + dead + " dead letters");
        assertThat(rows).isGreaterThan(FILES / 4);
        assertThat(dead).isGreaterThan(FILES / 2);
    }

    private Running batch(Random random, int number) throws IOException {
        Path below = Files.createDirectory(folder.resolve("batch" + number));
        int longest = 64 << random.nextInt(8);
        Running running = new Running(Running.settings(
                below, "*.csv", StandardCharsets.UTF_8, AfterRead.KEEP, OnChange.DEAD_LETTER, longest));
        Messy messy = new Messy(random);
        for (int i = 0; i < BATCH; i++) {
            running.write(i + ".csv", messy.bytes());
        }
        running.settle();
        long counted = 0;
        for (int i = 0; i < BATCH; i++) {
            FilePosition position = running.position(i + ".csv");
            assertThat(position.done())
                    .as("seed %d, file %d of batch %d", SEED, i, number)
                    .isTrue();
            counted += position.rows() + position.rejected();
            Files.delete(below.resolve(i + ".csv"));
        }
        assertThat(counted).isEqualTo(running.outbox.rows.size() + running.outbox.dead.size());
        assertThat(running.outbox.dead).allSatisfy(letter -> {
            assertThat(letter.origin()).matches(".*/\\d+\\.csv:[1-9]\\d*");
            assertThat(letter.reason())
                    .isNotBlank()
                    .hasSizeLessThan(300)
                    .doesNotContainPattern("[\\p{Cc}\\p{Cf}\\p{Zl}\\p{Zp}]");
        });
        return running;
    }

    @Test
    void noDamageSwallowsTheLinesBelowIt() throws IOException {
        Random random = new Random(SEED);
        Messy messy = new Messy(random);
        for (int i = 0; i < 1_000; i++) {
            String text = messy.text();
            Running running = running(i, PartReader.CHUNK).write(text).settle();
            boolean aside = running.position().aside() != null;
            assertThat(aside || isThere(running))
                    .as("seed %d, file %d: %s", SEED, i, text)
                    .isTrue();
        }
    }

    private static boolean isThere(Running running) {
        return running.ids().contains(424_242L) || running.deadTexts().contains(Messy.LAST_LINE);
    }

    @Test
    void readsTheSameWhateverTheBuffer() throws IOException {
        Random random = new Random(SEED);
        Messy messy = new Messy(random);
        for (int i = 0; i < 200; i++) {
            byte[] bytes = messy.bytes();
            List<Result> results = new ArrayList<>();
            for (int chunk : CHUNKS) {
                results.add(result(running(i * 10 + results.size(), chunk), bytes));
            }
            Running small = running(i * 10 + 9, 5);
            small.outbox.capacity = 1;
            results.add(result(small, bytes));
            assertThat(results).as("seed %d, file %d", SEED, i).containsOnly(results.get(0));
        }
    }

    @Test
    void readsTheSameWhereverTheFileWasCutWhileItGrew() throws IOException {
        Random random = new Random(SEED);
        Messy messy = new Messy(random);
        for (int i = 0; i < 15; i++) {
            byte[] bytes = messy.bytes();
            Path below = Files.createDirectory(folder.resolve("grown" + i));
            Result whole = result(running(i, 16), bytes);
            for (int cut = 0; cut < Math.min(bytes.length, 300); cut++) {
                Running running = new Running(settings(Files.createDirectory(below.resolve("" + cut))), 16);
                running.write("formation.csv", Arrays.copyOf(bytes, cut)).look();
                assertThat(result(running, bytes))
                        .as("seed %d, file %d, cut at %d", SEED, i, cut)
                        .isEqualTo(whole);
            }
        }
    }

    private Running running(int number, int chunk) throws IOException {
        return new Running(settings(Files.createDirectory(folder.resolve("file" + number))), chunk);
    }

    private static CsvSettings settings(Path below) {
        return Running.settings(
                below, "formation.csv", StandardCharsets.UTF_8, AfterRead.KEEP, OnChange.DEAD_LETTER, 200);
    }

    private static Result result(Running running, byte[] bytes) {
        running.write("formation.csv", bytes).settle();
        List<String> dead = running.outbox.dead.stream()
                .flatMap(letter -> Stream.of(
                        letter.origin().substring(letter.origin().lastIndexOf(':')),
                        letter.reason(),
                        letter.text().replace(running.folder.toString(), "")))
                .toList();
        return new Result(List.copyOf(running.outbox.rows), dead);
    }
}
