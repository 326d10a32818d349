package org.relais.benchmarks;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.relais.launcher.Production;

/**
 * Measures single messages on an idle production that sends each through all three calls: from the call of {@code send} of a plain
 * producer without headers to the moment when another connection sees the row in the formation table.
 */
final class LatencyRun {

    private final int messages;
    private final Map<String, String> settings;

    /**
     * @param messages how many, after those that warm up
     * @param settings of all components, where they are not their defaults
     */
    LatencyRun(int messages, Map<String, String> settings) {
        this.messages = messages;
        this.settings = settings;
    }

    /**
     * Runs it.
     *
     * @param folder a production's data; its formation table is emptied
     * @return nanoseconds
     */
    Percentiles run(Path folder) throws IOException, InterruptedException {
        try (Running running = Running.start(folder, settings, Map.of("boolean", "true"))) {
            Production production = running.production();
            int count = Singles.WARM_UP + messages;
            Arrivals arrivals = new Arrivals(production.postgres(), count);
            arrivals.start();
            long[] sent = Singles.send(
                    production.broker().bootstrap(),
                    count,
                    number -> new ProducerRecord<>(
                            FloorTopics.ROUTER, Rows.single(number).json()));
            return Singles.times(sent, arrivals.await(), Singles.WARM_UP);
        }
    }
}
