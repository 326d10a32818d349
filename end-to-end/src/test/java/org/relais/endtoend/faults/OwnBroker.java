package org.relais.endtoend.faults;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.jspecify.annotations.Nullable;
import org.relais.endtoend.Eventually;
import org.relais.endtoend.FreePorts;
import org.relais.endtoend.Signals;

/**
 * A broker of which the test decides where it keeps its data and which way clients reach it: directly or over one of several {@link Wire}s. It ends
 * when its disk fails, as every broker does; the test starts it again. Used by one thread.
 */
final class OwnBroker implements AutoCloseable {
    private static final Duration READY = Duration.ofSeconds(90);
    private static final Duration STOPPED = Duration.ofSeconds(10);
    private static final String LOCAL = "127.0.0.1:";

    private final Path folder;
    private final Path data;
    private final int port = FreePorts.next();
    private final Map<Integer, Wire> wires = new TreeMap<>();
    private @Nullable Process process;

    /**
     * @param folder for its settings and its log
     * @param data for what it stores
     * @param count how many wires lead to it
     */
    OwnBroker(Path folder, Path data, int count) throws IOException {
        this.folder = folder;
        this.data = data;
        for (int i = 0; i < count; i++) {
            int end = FreePorts.next();
            wires.put(end, new Wire(end));
        }
    }

    void start() throws IOException {
        Path settings = Files.writeString(folder.resolve("broker.properties"), settings());
        List<String> command = List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Drelais.parent=" + ProcessHandle.current().pid(),
                "-Xmx384m",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-Dlogback.configurationFile=relais-broker-logback.xml",
                "-cp",
                System.getProperty("java.class.path"),
                "org.relais.launcher.BrokerMain",
                settings.toString());
        process = new ProcessBuilder(command)
                .directory(data.toFile())
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(
                        folder.resolve("broker.log").toFile()))
                .start();
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
        if (process != null) {
            process.destroy();
            if (!Signals.hasEnded(process, STOPPED)) {
                process.destroyForcibly().onExit().join();
            }
        }
    }

    private String settings() {
        int controller = FreePorts.next();
        return String.join(
                "\n",
                "process.roles=broker,controller",
                "node.id=1",
                "listeners=DIRECT://" + LOCAL + port + ends(Map.Entry::getKey) + ",CONTROLLER://" + LOCAL + controller,
                "advertised.listeners=DIRECT://" + LOCAL + port
                        + ends(wire -> wire.getValue().port()),
                "listener.security.protocol.map=DIRECT:PLAINTEXT,CONTROLLER:PLAINTEXT" + protocols(),
                "inter.broker.listener.name=DIRECT",
                "controller.listener.names=CONTROLLER",
                "controller.quorum.voters=1@" + LOCAL + controller,
                "log.dirs=kafka",
                "auto.create.topics.enable=false",
                "offsets.topic.replication.factor=1",
                "offsets.topic.num.partitions=4",
                "transaction.state.log.replication.factor=1",
                "transaction.state.log.num.partitions=4",
                "transaction.state.log.min.isr=1",
                "group.initial.rebalance.delay.ms=0",
                "broker.session.timeout.ms=3000",
                "broker.heartbeat.interval.ms=500",
                "transaction.abort.timed.out.transaction.cleanup.interval.ms=1000",
                "log.segment.bytes=4194304",
                "log.index.size.max.bytes=65536",
                "log.cleaner.dedupe.buffer.size=16777216",
                "");
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
