package org.relais.endtoend.faults;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.Uuid;
import org.jspecify.annotations.Nullable;
import org.relais.endtoend.Eventually;
import org.relais.endtoend.FreePorts;
import org.relais.endtoend.Signals;

/**
 * A broker, alone or one of several, of which the test decides where it keeps its data and which way clients reach it: directly or over one of several {@link Wire}s. It ends
 * when its disk fails, as every broker does; the test starts it again. Used by one thread.
 */
final class OwnBroker implements AutoCloseable {
    private static final Duration READY = Duration.ofSeconds(90);
    private static final Duration STOPPED = Duration.ofSeconds(10);
    private static final String LOCAL = "127.0.0.1:";
    private static final String DATA = "kafka";

    /** The system property that tells the process with whom to end. */
    static final String PARENT = "relais.parent";

    private final Path folder;
    private final Path data;
    private final int port = FreePorts.next();
    private final int id;
    private final Map<Integer, Integer> controllers;
    private final String cluster;
    private final Map<Integer, Wire> wires = new TreeMap<>();
    private @Nullable Process process;

    /**
     * @param folder for its settings and its log
     * @param data for what it stores
     * @param count how many wires lead to it
     */
    OwnBroker(Path folder, Path data, int count) throws IOException {
        this(
                folder,
                data,
                count,
                1,
                Map.of(1, FreePorts.next()),
                Uuid.randomUuid().toString());
    }

    private OwnBroker(Path folder, Path data, int count, int id, Map<Integer, Integer> controllers, String cluster)
            throws IOException {
        this.folder = folder;
        this.data = data;
        this.id = id;
        this.controllers = controllers;
        this.cluster = cluster;
        for (int i = 0; i < count; i++) {
            int end = FreePorts.next();
            wires.put(end, new Wire(end));
        }
    }

    /** {@return so many that keep a copy of everything each, not started yet} */
    static List<OwnBroker> cluster(Path folder, int count) throws IOException {
        Map<Integer, Integer> controllers = new TreeMap<>();
        for (int id = 1; id <= count; id++) {
            controllers.put(id, FreePorts.next());
        }
        String cluster = Uuid.randomUuid().toString();
        List<OwnBroker> brokers = new ArrayList<>();
        for (int id = 1; id <= count; id++) {
            Path data = Files.createDirectory(folder.resolve("broker-" + id));
            brokers.add(new OwnBroker(folder, data, 0, id, controllers, cluster));
        }
        return brokers;
    }

    void start() throws IOException {
        launch();
        awaitReady();
    }

    /** Begins to start it: a cluster is ready only when most of its brokers are there. */
    void launch() throws IOException {
        Path settings = Files.writeString(folder.resolve("broker-" + id + ".properties"), settings());
        format(settings);
        // Clusters are Kafka's own, as users have them. Alone Kafka's own would break transactions.
        String main = controllers.size() > 1 ? KafkasBroker.class.getName() : "org.relais.launcher.BrokerMain";
        process = java(main, settings.toString());
    }

    /** All brokers of a cluster are of the same one, which each would otherwise make up for itself. */
    private void format(Path settings) throws IOException {
        if (!Files.exists(data.resolve(DATA).resolve("meta.properties"))) {
            Process format =
                    java("kafka.tools.StorageTool", "format", "--cluster-id", cluster, "--config", settings.toString());
            if (format.onExit().join().exitValue() != 0) {
                throw new IOException("the broker's folder can't be formatted: its log tells why");
            }
        }
    }

    private Process java(String... arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-D" + PARENT + "=" + ProcessHandle.current().pid(),
                "-Xmx384m",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-Dlogback.configurationFile=relais-broker-logback.xml",
                "-cp",
                System.getProperty("java.class.path")));
        command.addAll(List.of(arguments));
        return new ProcessBuilder(command)
                .directory(data.toFile())
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(
                        folder.resolve("broker-" + id + ".log").toFile()))
                .start();
    }

    void awaitReady() {
        Eventually.eventually(READY, this::check);
    }

    private void check() throws Exception {
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", bootstrap()))) {
            admin.describeCluster().controller().get(1, TimeUnit.SECONDS);
        }
    }

    String bootstrap() {
        return LOCAL + port;
    }

    List<Wire> wires() {
        return List.copyOf(wires.values());
    }

    boolean isAlive() {
        return process != null && process.isAlive();
    }

    @Override
    public void close() throws IOException {
        for (Wire wire : wires.values()) {
            wire.close();
        }
        stop();
    }

    /** Lets it end in order, and if it does not, at once. */
    void stop() {
        if (process != null) {
            process.destroy();
            if (!Signals.hasEnded(process, STOPPED)) {
                kill();
            }
        }
    }

    void kill() {
        if (process != null) {
            process.destroyForcibly().onExit().join();
        }
    }

    private String settings() {
        int copies = controllers.size();
        int inSync = Math.min(2, copies);
        return String.join(
                "\n",
                "process.roles=broker,controller",
                "node.id=" + id,
                "listeners=DIRECT://" + LOCAL + port + ends(Map.Entry::getKey) + ",CONTROLLER://" + LOCAL
                        + controllers.get(id),
                "advertised.listeners=DIRECT://" + LOCAL + port
                        + ends(wire -> wire.getValue().port()),
                "listener.security.protocol.map=DIRECT:PLAINTEXT,CONTROLLER:PLAINTEXT" + protocols(),
                "inter.broker.listener.name=DIRECT",
                "controller.listener.names=CONTROLLER",
                "controller.quorum.voters=" + voters(),
                "log.dirs=" + data.resolve(DATA),
                "auto.create.topics.enable=false",
                "default.replication.factor=" + copies,
                "min.insync.replicas=" + inSync,
                "offsets.topic.replication.factor=" + copies,
                "offsets.topic.num.partitions=4",
                "transaction.state.log.replication.factor=" + copies,
                "transaction.state.log.num.partitions=4",
                "transaction.state.log.min.isr=" + inSync,
                "group.initial.rebalance.delay.ms=0",
                "broker.session.timeout.ms=3000",
                "broker.heartbeat.interval.ms=500",
                "transaction.abort.timed.out.transaction.cleanup.interval.ms=1000",
                "log.segment.bytes=4194304",
                "log.index.size.max.bytes=65536",
                "log.cleaner.dedupe.buffer.size=16777216",
                "");
    }

    private String voters() {
        return controllers.entrySet().stream()
                .map(voter -> voter.getKey() + "@" + LOCAL + voter.getValue())
                .collect(Collectors.joining(","));
    }

    private String ends(Function<Map.Entry<Integer, Wire>, Integer> port) {
        return wires.entrySet().stream()
                .map(wire -> ",WIRE" + wire.getKey() + "://" + LOCAL + port.apply(wire))
                .collect(Collectors.joining());
    }

    private String protocols() {
        return wires.keySet().stream()
                .map(wire -> ",WIRE" + wire + ":PLAINTEXT")
                .collect(Collectors.joining());
    }
}
