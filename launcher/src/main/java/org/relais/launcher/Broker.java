package org.relais.launcher;

import java.io.File;
import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.DescribeClusterResult;
import org.jspecify.annotations.Nullable;

/**
 * A Kafka broker and its controller (KRaft) in one child JVM, on 127.0.0.1 only. Formats its folder at the first start.
 * The port stays the same over restarts; the controller's is a new one each time, since nobody else needs it.
 */
public final class Broker implements Child {
    private static final List<String> FLAGS = List.of(
            "-Xmx512m",
            "-Xss512k",
            "-XX:+UseSerialGC",
            "-XX:-UsePerfData",
            "-XX:+ExitOnOutOfMemoryError",
            "-Dlogback.configurationFile=relais-broker-logback.xml");

    private final Path data;
    private final Path log;
    private final int port;
    private final boolean durable;

    /**
     * Describes the broker; {@link #start} starts it.
     *
     * @param port where clients find it
     * @param durable whether every record is on the disk before it is acknowledged, which power loss asks for
     */
    public Broker(DataDirectory data, int port, boolean durable) {
        this.data = data.root();
        this.log = data.log("kafka");
        this.port = port;
        this.durable = durable;
    }

    @Override
    public String name() {
        return "broker";
    }

    @Override
    public Path log() {
        return log;
    }

    /** What clients give as {@code bootstrap.servers}. */
    public String bootstrap() {
        return "127.0.0.1:" + port;
    }

    @Override
    public Process start() throws IOException {
        Files.createDirectories(data.resolve(BrokerSettings.FOLDER));
        Path settings = data.resolve("kafka.properties");
        Files.writeString(settings, text(BrokerSettings.of(port, Ports.free(), durable)));
        return ChildProcess.start(ChildProcess.java(arguments(settings)), data, Map.of(), log);
    }

    private static List<String> arguments(Path settings) throws IOException {
        String classPath = System.getProperty("java.class.path");
        List<String> arguments = new ArrayList<>(FLAGS);
        arguments.addAll(Compilers.BOTH);
        if (classPath.endsWith(".jar") && !classPath.contains(File.pathSeparator)) {
            arguments.addAll(ClassArchive.options(Path.of(classPath)));
        }
        arguments.addAll(List.of("-cp", classPath, BrokerMain.class.getName(), settings.toString()));
        return arguments;
    }

    private static String text(Properties settings) {
        StringBuilder text = new StringBuilder();
        for (String key : settings.stringPropertyNames().stream().sorted().toList()) {
            text.append(key).append('=').append(settings.getProperty(key)).append('\n');
        }
        return text.toString();
    }

    @Override
    public void awaitReady(Process process, Duration limit) throws IOException, InterruptedException {
        try (Admin admin = Admin.create(Map.<String, Object>of(
                AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG,
                bootstrap(),
                AdminClientConfig.RECONNECT_BACKOFF_MAX_MS_CONFIG,
                100))) {
            Ready.await(this, process, limit, () -> Ports.answers(port) && isThis(admin));
        }
    }

    /** Another broker may have taken the port since it was chosen; then this one ends, as it can't have it. */
    private boolean isThis(Admin admin) throws IOException, InterruptedException {
        try {
            DescribeClusterResult cluster = admin.describeCluster();
            return !cluster.nodes().get(1, TimeUnit.SECONDS).isEmpty()
                    && cluster.clusterId().get(1, TimeUnit.SECONDS).equals(clusterId());
        } catch (ExecutionException | java.util.concurrent.TimeoutException notYet) {
            return false;
        }
    }

    /** {@return what formatting wrote; null: it has not been there yet} */
    private @Nullable String clusterId() throws IOException {
        Path file = data.resolve(BrokerSettings.FOLDER).resolve(BrokerSettings.META);
        if (!Files.exists(file)) return null;
        Properties meta = new Properties();
        try (Reader reader = Files.newBufferedReader(file)) {
            meta.load(reader);
        }
        return meta.getProperty("cluster.id");
    }
}
