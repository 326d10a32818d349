package org.relais.benchmarks;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Runs the measurements one after the other, each on data of its own, which is removed as soon as it has served. */
final class Bench {

    private final Rows rows;
    private final int messages;
    private final boolean floorOnly;
    private final Path folder;
    private final boolean keep;

    /**
     * @param messages of the latency measurement; 0 for none
     * @param floorOnly whether to leave the production out
     * @param folder where data goes
     * @param keep whether it stays there
     */
    Bench(Rows rows, int messages, boolean floorOnly, Path folder, boolean keep) {
        this.rows = rows;
        this.messages = messages;
        this.floorOnly = floorOnly;
        this.folder = folder;
        this.keep = keep;
    }

    /** Measures once.
     *
     * @param run its number, from 1 */
    Measurement run(int run) throws IOException, InterruptedException {
        FloorResult before = floor(run, "floor-before");
        Path data = folder.resolve(run + "-production");
        ProductionResult production = floorOnly ? null : production(data);
        Percentiles latency = floorOnly || messages == 0 ? null : latency(data);
        remove(data);
        return new Measurement(before, production, floor(run, "floor-after"), latency);
    }

    private FloorResult floor(int run, String name) throws IOException, InterruptedException {
        tell(name);
        Path data = folder.resolve(run + "-" + name);
        FloorResult result = new FloorRun(rows).run(data);
        remove(data);
        return result;
    }

    private ProductionResult production(Path data) throws IOException, InterruptedException {
        tell("production");
        return new ProductionRun(rows).run(data);
    }

    private @Nullable Percentiles latency(Path data) throws IOException, InterruptedException {
        tell("latency");
        return new LatencyRun(messages).run(data);
    }

    private void tell(String what) {
        System.err.println("bench: " + what + "...");
    }

    private void remove(Path data) throws IOException {
        if (!keep) {
            delete(data);
        }
    }

    /** Deletes a folder with all that is in it. */
    static void delete(Path folder) throws IOException {
        if (!Files.exists(folder)) {
            return;
        }
        try (Stream<Path> paths = Files.walk(folder)) {
            paths.sorted(Comparator.reverseOrder()).forEach(Bench::deleteOne);
        }
    }

    private static void deleteOne(Path path) {
        try {
            Files.deleteIfExists(path);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
