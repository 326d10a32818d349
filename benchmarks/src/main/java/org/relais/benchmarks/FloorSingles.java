package org.relais.benchmarks;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.relais.benchmarks.FloorCopiers.OperationCopier;
import org.relais.benchmarks.FloorCopiers.RouterCopier;
import org.relais.messages.Topics;
import org.relais.runtime.FloorClients;

/**
 * How long Kafka itself takes for single messages: from {@code send} until the part that stands for the postgres operation has it, after
 * five transactions one behind the other. In the production the row is written there. A process of its own: it says {@code done} with
 * the times, and ends by itself.
 */
final class FloorSingles {

    private static final long PATIENCE_SECONDS = 60;

    private final String bootstrap;
    private final int warmUp;
    private final long[] seen;
    private final CountDownLatch missing;
    private final FloorRecords records = new FloorRecords();
    private final FloorIds ids = new FloorIds();

    private FloorSingles(String bootstrap, int warmUp, int messages) {
        this.bootstrap = bootstrap;
        this.warmUp = warmUp;
        this.seen = new long[warmUp + messages];
        this.missing = new CountDownLatch(seen.length);
    }

    /**
     * Measures.
     *
     * @param args the broker, how many messages warm up, how many count, and settings as {@code key=value}
     */
    public static void main(String[] args) throws IOException, InterruptedException {
        FloorClients clients = new FloorClients(args[0], FloorProcess.settings(args, 3));
        Percentiles times =
                new FloorSingles(args[0], Integer.parseInt(args[1]), Integer.parseInt(args[2])).run(clients);
        System.out.println("done " + times);
        Runtime.getRuntime().halt(0); // nothing here is worth an orderly end
    }

    private Percentiles run(FloorClients clients) throws InterruptedException {
        FloorParts.start(
                clients,
                new RouterCopier(),
                new OperationCopier(Topics.FILE_OPERATION, false),
                new OperationCopier(Topics.TRAINING_OPERATION, true),
                new Last());
        long[] sent = Singles.send(bootstrap, seen.length, this::message);
        if (!missing.await(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
            throw new IllegalStateException(missing.getCount() + " messages did not arrive");
        }
        return Singles.times(sent, seen, warmUp);
    }

    /** Even ids go all the way. */
    private ProducerRecord<byte[], byte[]> message(int number) {
        long millis = System.currentTimeMillis();
        records.tick(millis);
        ids.tick(millis);
        long id = Rows.FIRST_ID + 2L * number;
        return records.opening(Bytes.of(Long.toString(id)), Rows.single(id).json(), ids.next());
    }

    /** Notes when each message came; used by its own thread. */
    private final class Last implements FloorPart.Copier {

        private final OperationCopier copier = new OperationCopier(Topics.POSTGRES_OPERATION, false);

        @Override
        public void tick(long millis) {
            copier.tick(millis);
        }

        @Override
        public void copy(ConsumerRecord<byte[], byte[]> message, FloorSends sends) {
            long id = Long.parseLong(new String(message.key(), StandardCharsets.US_ASCII));
            int number = (int) (id - Rows.FIRST_ID) / 2;
            if (seen[number] != 0) {
                throw new IllegalStateException("message " + number + " came twice");
            }
            seen[number] = System.nanoTime();
            missing.countDown();
            copier.copy(message, sends);
        }

        @Override
        public void committed(int count) {
            copier.committed(count);
        }
    }
}
