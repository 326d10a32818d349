package org.relais.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.Map;
import org.relais.launcher.Production;

/**
 * Measures {@code POST /training/} that waits for its answer: through the HTTP service, the router and all three operations, and back. On an
 * idle production, at growing rates, and while a bulk file is worked on.
 */
final class HttpRun {

    private static final int FOUND_SECONDS = 8;
    private static final Duration STEP = Duration.ofSeconds(6);
    private static final double GROWTH = 1.5;
    private static final int MOST = 10_000;
    private static final long BOUND_NANOS = 500_000_000;
    private static final Duration BULK = Duration.ofSeconds(10);

    private final Rows rows;
    private final int messages;
    private final Map<String, String> settings;

    /**
     * @param rows of the bulk file
     * @param messages how many requests on the idle production
     * @param settings of all components, where they are not their defaults
     */
    HttpRun(Rows rows, int messages, Map<String, String> settings) {
        this.rows = rows;
        this.messages = messages;
        this.settings = settings;
    }

    /**
     * Runs it.
     *
     * @param folder for the production's data
     */
    HttpResult run(Path folder) throws IOException, InterruptedException {
        try (Running running = Running.start(folder, settings, Map.of("boolean", "true"))) {
            HttpLoad load = new HttpLoad(running.production()
                    .info()
                    .httpAddresses()
                    .values()
                    .iterator()
                    .next());
            load.run(Singles.A_SECOND, Singles.WARM_UP);
            HttpLoad.Outcome idle = load.run(Singles.A_SECOND, messages);
            idle.requireAllAnswered();
            int rate = highestRate(load);
            return new HttpResult(idle.times(), rate, whileBulk(running.production(), load));
        }
    }

    /** {@return requests a second that were all answered with 99 % within half a second} */
    private static int highestRate(HttpLoad load) throws InterruptedException {
        int held = 0;
        for (int rate = 2 * Singles.A_SECOND; rate <= MOST; rate = (int) (rate * GROWTH)) {
            HttpLoad.Outcome outcome = load.run(rate, (int) (rate * STEP.toSeconds()));
            if (outcome.failed() > 0 || outcome.times().at(99) > BOUND_NANOS) {
                break;
            }
            held = rate;
        }
        return held;
    }

    private Percentiles whileBulk(Production production, HttpLoad load) throws IOException, InterruptedException {
        Path csv = production.data().root().resolve("bulk.csv");
        rows.write(csv);
        Files.move(csv, production.csvFolder().resolve(production.csvPattern()), StandardCopyOption.ATOMIC_MOVE);
        // Until the file is found, and the machine is busy with it.
        load.run(Singles.A_SECOND, Singles.A_SECOND * FOUND_SECONDS);
        HttpLoad.Outcome outcome = load.run(Singles.A_SECOND, (int) (Singles.A_SECOND * BULK.toSeconds()));
        outcome.requireAllAnswered();
        return outcome.times();
    }
}
