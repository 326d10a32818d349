package org.relais.benchmarks;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Runs the measurements one after the other, each on data of its own, which is removed as soon as it has served. */
final class Bench {

    private final Rows rows;
    private final Rows refused;
    private final int messages;
    private final Set<Part> parts;
    private final Map<String, String> settings;
    private final Path folder;
    private final boolean keep;

    /** What can be measured. */
    enum Part {
        /** Kafka alone, before and after the rest. */
        FLOOR,
        /** The rows of a file. */
        PRODUCTION,
        /** Single messages. */
        LATENCY,
        /** Requests over HTTP. */
        HTTP
    }

    /**
     * @param rows of which none is refused
     * @param refused the same, of which some are; none of them: that is not measured
     * @param messages of the latency measurement
     * @param parts what to measure
     * @param settings of all components and of the floor's clients
     * @param folder where data goes
     * @param keep whether it stays there
     */
    Bench(
            Rows rows,
            Rows refused,
            int messages,
            Set<Part> parts,
            Map<String, String> settings,
            Path folder,
            boolean keep) {
        this.rows = rows;
        this.refused = refused;
        this.messages = messages;
        this.parts = parts;
        this.settings = settings;
        this.folder = folder;
        this.keep = keep;
    }

    /**
     * Measures once.
     *
     * @param run its number, from 1
     */
    Measurement run(int run) throws IOException, InterruptedException {
        List<FloorResult> floors = new ArrayList<>();
        floor(run, "floor-before", floors);
        Path data = folder.resolve(run + "-production");
        ProductionResult production = production(data);
        Percentiles latency = latency(data);
        Percentiles floorLatency = floorLatency(run);
        remove(data);
        ProductionResult refusing = refusing(run);
        HttpResult http = http(run);
        floor(run, "floor-after", floors);
        return new Measurement(floors, production, refusing, latency, floorLatency, http);
    }

    private void floor(int run, String name, List<FloorResult> into) throws IOException, InterruptedException {
        if (parts.contains(Part.FLOOR)) {
            tell(name);
            Path data = folder.resolve(run + "-" + name);
            into.add(new FloorRun(rows, settings).run(data));
            remove(data);
        }
    }

    private @Nullable ProductionResult production(Path data) throws IOException, InterruptedException {
        if (!parts.contains(Part.PRODUCTION)) {
            return null;
        }
        tell("production");
        return new ProductionRun(rows, settings).run(data);
    }

    private @Nullable ProductionResult refusing(int run) throws IOException, InterruptedException {
        if (refused.refused() == 0 || !parts.contains(Part.PRODUCTION)) {
            return null;
        }
        tell("production, " + refused.refused() + " % of the rows refused by "
                + refused.refusal().reason());
        Path data = folder.resolve(run + "-refusing");
        ProductionResult result = new ProductionRun(refused, settings).run(data);
        remove(data);
        return result;
    }

    private @Nullable Percentiles latency(Path data) throws IOException, InterruptedException {
        if (!parts.contains(Part.LATENCY)) {
            return null;
        }
        tell("latency");
        return new LatencyRun(messages, settings).run(data);
    }

    private @Nullable Percentiles floorLatency(int run) throws IOException, InterruptedException {
        if (!parts.contains(Part.LATENCY) || !parts.contains(Part.FLOOR)) {
            return null;
        }
        tell("latency of the floor");
        Path data = folder.resolve(run + "-floor-latency");
        Percentiles result = new FloorRun(rows, settings).singles(data, Singles.WARM_UP, messages);
        remove(data);
        return result;
    }

    private @Nullable HttpResult http(int run) throws IOException, InterruptedException {
        if (!parts.contains(Part.HTTP)) {
            return null;
        }
        tell("http");
        Path data = folder.resolve(run + "-http");
        HttpResult result = new HttpRun(rows, messages, settings).run(data);
        remove(data);
        return result;
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
