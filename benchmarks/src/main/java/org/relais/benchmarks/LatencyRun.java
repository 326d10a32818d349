package org.relais.benchmarks;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.relais.launcher.Production;

/**
 * Measures single messages on an idle production that sends each through all three calls: from the call of {@code send} of a plain
 * producer without headers to the moment when another connection sees the row in the formation table.
 */
final class LatencyRun {

    private static final int A_SECOND = 50;
    /** Until code is compiled a message takes many times as long; a production runs for longer than that. */
    private static final int WARM_UP = 90 * A_SECOND;

    private static final long INTERVAL_NANOS = 1_000_000_000L / A_SECOND;

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
            Arrivals arrivals = new Arrivals(production.postgres(), WARM_UP + messages);
            long[] sent = inject(production.broker().bootstrap(), arrivals);
            long[] seen = arrivals.await();
            long[] times = new long[messages];
            for (int i = 0; i < messages; i++) {
                times[i] = seen[WARM_UP + i] - sent[WARM_UP + i];
            }
            return new Percentiles(times);
        }
    }

    private long[] inject(String bootstrap, Arrivals arrivals) throws IOException {
        long[] sent = new long[WARM_UP + messages];
        Map<String, Object> config = Map.of(ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrap);
        try (KafkaProducer<byte[], byte[]> producer =
                new KafkaProducer<>(config, new ByteArraySerializer(), new ByteArraySerializer())) {
            producer.partitionsFor(FloorTopics.ROUTER);
            arrivals.start();
            long start = System.nanoTime();
            for (int i = 0; i < sent.length; i++) {
                waitUntil(start + i * INTERVAL_NANOS);
                byte[] body = body(i);
                sent[i] = System.nanoTime();
                var unused = producer.send(new ProducerRecord<>(FloorTopics.ROUTER, body)); // missing rows are found
            }
        }
        return sent;
    }

    private static byte[] body(int id) {
        String json =
                "{\"formation\":{\"id\":" + id + ",\"nom\":\"formation" + id + "\",\"salle\":\"salle" + id + "\"}}";
        return json.getBytes(StandardCharsets.UTF_8);
    }

    private static void waitUntil(long nanoTime) {
        for (long left = nanoTime - System.nanoTime(); left > 0; left = nanoTime - System.nanoTime()) {
            LockSupport.parkNanos(left);
        }
    }
}
