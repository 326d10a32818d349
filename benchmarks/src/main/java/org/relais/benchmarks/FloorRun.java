package org.relais.benchmarks;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.relais.launcher.Broker;
import org.relais.launcher.DataDirectory;
import org.relais.launcher.Ports;

/** Measures the floor: a fresh broker, cold topics, and one process. */
final class FloorRun {

    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final long LOOK_MILLIS = 500;
    private static final int HEAP = 256;

    private final Rows rows;
    private final Map<String, String> settings;

    /** @param settings of the clients, where they are not components' defaults */
    FloorRun(Rows rows, Map<String, String> settings) {
        this.rows = rows;
        this.settings = settings;
    }

    /**
     * Runs it.
     *
     * @param folder for the broker's data; must not be there yet
     * @throws IllegalStateException if not every record arrived: the figures would mean nothing
     */
    FloorResult run(Path folder) throws IOException, InterruptedException {
        return onBroker(folder, this::run);
    }

    /**
     * Measures single messages instead of the rows.
     *
     * @param folder for the broker's data; must not be there yet
     * @param warmUp how many messages do not count
     * @param messages how many do
     * @return nanoseconds
     */
    Percentiles singles(Path folder, int warmUp, int messages) throws IOException, InterruptedException {
        return onBroker(folder, (broker, process, data) -> {
            List<String> arguments = List.of(broker.bootstrap(), Integer.toString(warmUp), Integer.toString(messages));
            try (FloorProcess floor =
                    new FloorProcess(FloorSingles.class, HEAP, arguments, settings, data.log("floor"))) {
                return Percentiles.of(floor.await("done"));
            }
        });
    }

    private static <T> T onBroker(Path folder, Work<T> work) throws IOException, InterruptedException {
        try (DataDirectory data = DataDirectory.open(folder)) {
            Broker broker = new Broker(data, Ports.free(), false);
            Process process = broker.start();
            try {
                broker.awaitReady(process, LIMIT);
                return work.run(broker, process, data);
            } finally {
                Children.stop(List.of(process.toHandle()));
            }
        }
    }

    /** What is done with a broker while it runs. */
    @FunctionalInterface
    private interface Work<T> {
        T run(Broker broker, Process process, DataDirectory data) throws IOException, InterruptedException;
    }

    private FloorResult run(Broker broker, Process brokerProcess, DataDirectory data)
            throws IOException, InterruptedException {
        List<String> arguments =
                List.of(broker.bootstrap(), Integer.toString(rows.count()), Long.toString(rows.seed()));
        try (FloorProcess floor =
                new FloorProcess(Floor.class, HEAP + rows.count() / 5_000, arguments, settings, data.log("floor"))) {
            floor.await("ready");
            Map<String, ProcessHandle> processes = new LinkedHashMap<>();
            processes.put("floor", floor.handle());
            processes.put("broker", brokerProcess.toHandle());
            Meter meter = new Meter(processes);
            floor.go();
            while (!floor.hasSpoken()) {
                TimeUnit.MILLISECONDS.sleep(LOOK_MILLIS);
                meter.look();
            }
            String[] done = floor.await("done").split(" ", -1);
            Map<String, Meter.Used> used = meter.end();
            checkCounts(done);
            double records = RecordSizes.of(broker.bootstrap(), FloorTopics.ALL).perRow();
            Meter.Used client = Objects.requireNonNull(used.get("floor"));
            long brokerMicros = Objects.requireNonNull(used.get("broker")).micros();
            return new FloorResult(
                    rows.count(),
                    Long.parseLong(done[0]),
                    client.micros(),
                    brokerMicros,
                    client.threads(),
                    records,
                    Sizes.logs(data.kafka(), FloorTopics.ALL) / (double) rows.count());
        }
    }

    /** See {@link Floor#main}: what the router, file, training and postgres operation took. */
    private void checkCounts(String[] done) {
        long all = rows.count();
        long postgres = Long.parseLong(done[4]);
        long expectedByRouter = 3 * all + postgres;
        boolean complete = Long.parseLong(done[1]) == expectedByRouter
                && Long.parseLong(done[2]) == all
                && Long.parseLong(done[3]) == all
                && Math.abs(2 * postgres - all) <= 1;
        if (!complete) {
            throw new IllegalStateException("the floor lost or doubled records: " + String.join(" ", done));
        }
    }
}
