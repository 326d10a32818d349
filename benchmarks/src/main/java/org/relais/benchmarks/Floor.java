package org.relais.benchmarks;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;
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
        clients.create(FloorTopics.ALL);
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
        Floor floor = new Floor(args[0], rows, settings(args));
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

    private static Map<String, String> settings(String[] args) {
        return Arrays.stream(args, 3, args.length)
                .map(setting -> setting.split("=", 2))
                .collect(Collectors.toMap(setting -> setting[0], setting -> setting[1]));
    }

    private void startParts() throws InterruptedException {
        CountDownLatch ready = new CountDownLatch(4);
        start(new FloorPart("floor.router", clients, List.of(FloorTopics.ROUTER, FloorTopics.REPLIES), router, ready));
        start(new FloorPart("floor.file", clients, List.of(FloorTopics.FILE), file, ready));
        start(new FloorPart("floor.training", clients, List.of(FloorTopics.TRAINING), training, ready));
        start(new FloorPart("floor.postgres", clients, List.of(FloorTopics.POSTGRES), postgres, ready));
        ready.await();
    }

    private static void start(FloorPart part) {
        Thread thread = new Thread(part, "part");
        thread.setDaemon(true);
        thread.setUncaughtExceptionHandler((failed, exception) -> {
            exception.printStackTrace();
            Runtime.getRuntime().halt(1);
        });
        thread.start();
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
