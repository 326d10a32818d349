package org.relais.launcher;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.relais.messages.Topics;

/**
 * A whole production on a data directory: broker, PostgreSQL and one process for each copy of each component. Everything is
 * started by {@link #start} and stopped by {@link #close}, which another thread (a shutdown hook) may call at any time.
 */
public final class Production implements AutoCloseable {
    private static final Duration READY_LIMIT = Duration.ofSeconds(60);

    /** Together these leave a second of the ten in which everything is to be over. */
    private static final Duration COMPONENTS_LIMIT = Duration.ofSeconds(5);

    private static final Duration SERVERS_LIMIT = Duration.ofSeconds(4);

    /** The setting of each component that is the production's name. */
    static final String NAME = "production";

    /** The component that reads CSV files. */
    static final String CSV = "service-csv";

    private final ProductionFile file;
    private final DataDirectory data;
    private final Broker broker;
    private final Postgres postgres;
    private final Components settings;
    private final List<List<ComponentProcess>> components;
    private final Supervisor supervisor;
    private final String started = Instant.now().toString();
    private final Map<String, RunInfo.ChildInfo> processes = Collections.synchronizedMap(new LinkedHashMap<>());
    private final CompletableFuture<String> refusal = new CompletableFuture<>();

    private Production(ProductionOptions options, DataDirectory data, Supervisor.Events events) throws IOException {
        this.data = data;
        this.file = named(ProductionFile.read(options.productionFile), options);
        Optional<RunInfo> last = Leftovers.lastRun(data);
        PortChoice ports = new PortChoice(options, last, Components.fixedPorts(options, file));
        this.broker = new Broker(data, ports.kafka(), options.durable);
        this.postgres = new Postgres(data, ports.postgres());
        this.settings = new Components(options, file, data, broker, postgres, ports);
        settings.requireModules();
        this.components = settings.all();
        this.supervisor = new Supervisor(new Bookkeeping(events));
    }

    /** Components go by the environment first. */
    private static ProductionFile named(ProductionFile file, ProductionOptions options) {
        String variable = ComponentProcess.variable("", NAME);
        String name = options.ownPlaces ? null : options.environment.get(variable);
        return name == null ? file : file.called(name, variable);
    }

    /**
     * Takes the data directory and prepares it, but starts nothing yet: that is {@link #start}'s.
     *
     * @param events is told of every process that starts and ends
     * @throws DataDirectoryInUse if another launcher runs there
     * @throws WrongSettings if something was given that can't be
     */
    public static Production prepare(ProductionOptions options, Supervisor.Events events) throws IOException {
        DataDirectory data = DataDirectory.open(options.data);
        try {
            Leftovers.end(data);
            Production production = new Production(options, data, events);
            if (production.readsCsv()) Input.place(options, data, production.csvFolder(), production.csvPattern());
            else Input.refuse(options);
            return production;
        } catch (IOException | RuntimeException e) {
            data.close();
            throw e;
        }
    }

    /**
     * Starts everything; returns when the broker and the database serve and the components are started.
     *
     * @throws IOException if one of them can't be started; the message says what to do
     */
    public void start() throws IOException, InterruptedException {
        startServers();
        startComponents();
    }

    /** The second half of {@link #start}: those that receive before those that send. */
    public void startComponents() throws IOException {
        List<List<ComponentProcess>> receiversFirst = new ArrayList<>(components);
        Collections.reverse(receiversFirst);
        for (List<ComponentProcess> together : receiversFirst) {
            for (ComponentProcess copy : together) supervisor.start(copy);
        }
    }

    /** The first half of {@link #start}. Both at once: each leaves the processor idle for much of its start. */
    public void startServers() throws IOException, InterruptedException {
        CompletableFuture<Void> database = CompletableFuture.runAsync(() -> startAndAwait(postgres));
        try {
            startAndAwait(broker);
            database.join();
        } catch (CompletionException e) {
            if (e.getCause() instanceof IOException cause) throw cause;
            throw e;
        }
    }

    private void startAndAwait(Child child) {
        try {
            child.awaitReady(supervisor.start(child), READY_LIMIT);
        } catch (IOException e) {
            throw new CompletionException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CompletionException(e);
        }
    }

    public ProductionFile file() {
        return file;
    }

    public DataDirectory data() {
        return data;
    }

    public Broker broker() {
        return broker;
    }

    public Postgres postgres() {
        return postgres;
    }

    /** The file that file-operation writes. */
    public Path outputFile() {
        return settings.outputFile();
    }

    /** The folder of the CSV files; it may not be there. */
    public Path csvFolder() {
        return settings.csvFolder();
    }

    /** Whether an operation of operation-db works on {@link #postgres}. */
    boolean usesOwnDatabase(String operation) {
        return settings.usesOwnDatabase(operation);
    }

    /** The name of the CSV files, maybe with wildcards. */
    public String csvPattern() {
        return settings.setting(CSV, "filename", Input.SAMPLE);
    }

    /** Whether there is a copy of service-csv: without one, files stay where they are. */
    boolean readsCsv() {
        return settings.runs(CSV);
    }

    /** The outside topic that service-kafka reads, if a copy of it runs and the topic is on this run's broker. */
    Optional<OutsideInput> outsideInput() {
        String service = "service-kafka";
        boolean here = settings.runs(service)
                && settings.setting(service, "outside.bootstrap.servers", "").isEmpty();
        return here
                ? Optional.of(new OutsideInput(
                        settings.setting(service, "topic", Topics.KAFKA_DEMO),
                        settings.setting(service, "group", "demo-group")))
                : Optional.empty();
    }

    /** Why the production can't go on, once a component refused its settings. */
    public Optional<String> refusal() {
        return Optional.ofNullable(refusal.getNow(null));
    }

    /** The process ids of all component copies. */
    public Collection<Long> componentPids() {
        return components.stream()
                .flatMap(List::stream)
                .flatMap(copy -> Optional.ofNullable(processes.get(copy.name())).stream())
                .map(RunInfo.ChildInfo::pid)
                .toList();
    }

    /** Where each copy that takes HTTP requests listens. */
    Map<String, String> httpAddresses() {
        Map<String, String> addresses = new LinkedHashMap<>();
        components.stream()
                .flatMap(List::stream)
                .forEach(copy -> copy.httpAddress().ifPresent(address -> addresses.put(copy.name(), address)));
        return addresses;
    }

    /** What runs now. */
    public RunInfo info() {
        Map<String, String> jdbc = new LinkedHashMap<>();
        for (String database : Postgres.DATABASES) jdbc.put(database, postgres.url(database));
        synchronized (processes) {
            return new RunInfo(
                    ProcessHandle.current().pid(),
                    started,
                    ProcessStart.of(ProcessHandle.current().pid()),
                    broker.bootstrap(),
                    jdbc,
                    csvFolder().toString(),
                    outputFile().toString(),
                    httpAddresses(),
                    new LinkedHashMap<>(processes));
        }
    }

    /** Stops everything in order, in less than ten seconds, and gives the data directory back. May be called again. */
    @Override
    public void close() throws IOException {
        supervisor.refuseStarts();
        long end = System.nanoTime() + COMPONENTS_LIMIT.toNanos();
        for (int i = 0; i < components.size(); i++) {
            long share = (end - System.nanoTime()) / (components.size() - i);
            supervisor.stop(components.get(i), Duration.ofNanos(share));
        }
        supervisor.stop(List.of(broker, postgres), SERVERS_LIMIT);
        data.close();
    }

    /** Keeps {@code run.json} true, and hands on what it hears. */
    private final class Bookkeeping implements Supervisor.Events {
        private final Supervisor.Events next;

        Bookkeeping(Supervisor.Events next) {
            this.next = next;
        }

        @Override
        public void started(Child child, ProcessHandle process, int restarts) {
            processes.put(child.name(), RunInfo.ChildInfo.of(process, restarts));
            next.started(child, process, restarts);
            write();
        }

        @Override
        public void ended(Child child, int exitCode, Duration pause) {
            next.ended(child, exitCode, pause);
        }

        @Override
        public void notStarted(Child child, IOException reason, Duration pause) {
            next.notStarted(child, reason, pause);
        }

        @Override
        public void gaveUp(Child child, int exitCode) {
            refusal.complete(
                    child.name() + " refuses its settings: see " + child.log() + LogTail.problems(child.log()));
            next.gaveUp(child, exitCode);
        }

        private synchronized void write() {
            try {
                info().write(data.runFile());
            } catch (IOException e) {
                throw new java.io.UncheckedIOException(e);
            }
        }
    }
}
