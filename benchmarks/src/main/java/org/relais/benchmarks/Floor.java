package org.relais.benchmarks;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import org.relais.benchmarks.FloorCopiers.OperationCopier;
import org.relais.benchmarks.FloorCopiers.RouterCopier;
import org.relais.messages.Topics;
import org.relais.runtime.FloorClients;

/**
 * The floor: what Kafka itself costs for the production's messages. The production's topology with its records, clients and
 * transactions, in one JVM, with nothing parsed and no effects. A process of its own: it says {@code ready}, waits for a line, says
 * {@code done} with its counts, and ends with its input.
 */
final class Floor {

    private static final long LOOK_NANOS = 2_000_000;

    private final FloorClients clients;
    private final int rows;
    private final FloorSource source;
    private final RouterCopier router = new RouterCopier();
    private final OperationCopier file = new OperationCopier(Topics.FILE_OPERATION, false);
    private final OperationCopier training = new OperationCopier(Topics.TRAINING_OPERATION, true);
    private final OperationCopier postgres = new OperationCopier(Topics.POSTGRES_OPERATION, false);

    private Floor(String bootstrap, Rows rows, Map<String, String> settings) {
        this.clients = new FloorClients(bootstrap, settings);
        this.rows = rows.count();
        this.source = new FloorSource(rows, clients);
    }

    /**
     * Runs the floor.
     *
     * @param args the broker, the number of rows, their seed, and settings as {@code key=value}
     */
    public static void main(String[] args) throws IOException, InterruptedException {
        Rows rows = new Rows(Integer.parseInt(args[1]), Long.parseLong(args[2]));
        BufferedReader in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.US_ASCII));
        Floor floor = new Floor(args[0], rows, FloorProcess.settings(args, 3));
        floor.startParts();
        System.out.println("ready");
        if (in.readLine() != null) {
            long start = System.nanoTime();
            floor.run();
            System.out.println("done " + (System.nanoTime() - start) + ' ' + floor.counts());
            while (in.readLine() != null) {} // whoever reads this process's figures ends it afterwards
        }
        Runtime.getRuntime().halt(0); // nothing here is worth an orderly end
    }

    private void startParts() throws InterruptedException {
        FloorParts.start(clients, router, file, training, postgres);
    }

    private void run() throws InterruptedException {
        source.run(router::ended);
        while (router.ended() < rows) {
            LockSupport.parkNanos(LOOK_NANOS);
        }
    }

    /** Records read from the router's two topics, file, training and postgres operation. */
    private String counts() {
        return router.taken() + " " + file.requests() + ' ' + training.requests() + ' ' + postgres.requests();
    }
}
