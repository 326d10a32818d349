package org.relais.benchmarks;

import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.relais.runtime.FloorClients;

/** The floor's parts at work, each on a thread of its own. If one fails, so does the process. */
final class FloorParts {

    private FloorParts() {}

    /** Makes the topics, and returns when each part has its partitions. */
    static void start(
            FloorClients clients,
            FloorPart.Copier router,
            FloorPart.Copier file,
            FloorPart.Copier training,
            FloorPart.Copier postgres)
            throws InterruptedException {
        clients.create(FloorTopics.ALL);
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
}
