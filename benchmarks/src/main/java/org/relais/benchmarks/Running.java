package org.relais.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.relais.launcher.Child;
import org.relais.launcher.Home;
import org.relais.launcher.Ports;
import org.relais.launcher.Production;
import org.relais.launcher.ProductionFile;
import org.relais.launcher.ProductionOptions;
import org.relais.launcher.RunInfo;
import org.relais.launcher.Supervisor;

/** A production that runs for a measurement: all its processes are up, and none of them may end before its time. */
final class Running implements AutoCloseable {

    private static final Duration LIMIT = Duration.ofSeconds(60);

    /** What starting leaves to be done, above all to compilers, is not to be measured with the rows. */
    private static final long SETTLE_MILLIS = 2_000;

    private final Production production;
    private final CompletableFuture<String> failure = new CompletableFuture<>();

    private Running(ProductionOptions options) throws IOException {
        this.production = Production.prepare(options, new NoRestarts());
    }

    /**
     * Starts a production without the sample that comes with a first run.
     *
     * @param common settings of all components
     * @param database settings of operation-db
     */
    static Running start(Path folder, Map<String, String> common, Map<String, String> database)
            throws IOException, InterruptedException {
        Files.createDirectories(folder.resolve("kafka"));
        ProductionOptions options = new ProductionOptions(Home.find(), folder)
                .kafkaPort(Ports.free())
                .postgresPort(Ports.free())
                .ownPlaces();
        for (String component :
                ProductionFile.read(Home.productionFile()).components().keySet()) {
            common.forEach((key, value) -> options.set(component, key, value));
        }
        database.forEach((key, value) -> options.set("operation-db", key, value));
        Running running = new Running(options);
        try {
            running.production.start();
            running.awaitComponents();
            return running;
        } catch (IOException | InterruptedException | RuntimeException e) {
            running.close();
            throw e;
        }
    }

    private void awaitComponents() throws InterruptedException {
        Set<Long> pids = new HashSet<>();
        production.info().processes().forEach((name, process) -> {
            if (isComponent(name)) {
                pids.add(process.pid());
            }
        });
        try (Statuses statuses =
                new Statuses(production.broker().bootstrap(), production.file().name())) {
            long end = System.nanoTime() + LIMIT.toNanos();
            while (!statuses.running().containsAll(pids)) {
                checkAlive();
                if (System.nanoTime() - end > 0) {
                    throw new IllegalStateException("not all components run after " + LIMIT.toSeconds() + " s: see "
                            + production.data().logs());
                }
            }
        }
        TimeUnit.MILLISECONDS.sleep(SETTLE_MILLIS);
    }

    private boolean isComponent(String name) {
        return !List.of(production.broker().name(), production.postgres().name())
                .contains(name);
    }

    Production production() {
        return production;
    }

    Map<String, ProcessHandle> processes() {
        Map<String, ProcessHandle> processes = new LinkedHashMap<>();
        for (Map.Entry<String, RunInfo.ChildInfo> child :
                production.info().processes().entrySet()) {
            long pid = child.getValue().pid();
            processes.put(child.getKey(), ProcessHandle.of(pid).orElseThrow());
        }
        return processes;
    }

    /** @throws IllegalStateException if a process has ended: figures would leave out what it used */
    void checkAlive() {
        if (failure.isDone()) {
            throw new IllegalStateException(failure.join());
        }
    }

    @Override
    public void close() throws IOException {
        List<ProcessHandle> all = ProcessHandle.current().descendants().toList();
        production.close();
        Children.stop(all); // a postmaster that had to be killed leaves its children for a moment
    }

    private final class NoRestarts implements Supervisor.Events {

        @Override
        public void started(Child child, ProcessHandle process, int restarts) {}

        @Override
        public void ended(Child child, int exitCode, Duration pause) {
            gaveUp(child, exitCode);
        }

        @Override
        public void notStarted(Child child, IOException reason, Duration pause) {
            failure.complete(child.name() + " can't be started: " + reason.getMessage());
        }

        @Override
        public void gaveUp(Child child, int exitCode) {
            failure.complete(child.name() + " ended with exit code " + exitCode + ": see " + child.log());
        }
    }
}
