package org.relais.launcher;

import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Properties;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Where the production is that a command is about: options that most commands share. */
final class Connection {
    private static final String BOOTSTRAP = "bootstrap.servers";

    @Option(
            names = "--bootstrap-server",
            paramLabel = "HOST:PORT",
            description = "the Kafka cluster (default: that of the production that runs in --data)")
    private @Nullable String bootstrap;

    @Option(
            names = "--data",
            paramLabel = "DIR",
            description = "where 'relais run' keeps everything, if the cluster is its own (default: ./data)")
    private Path data = Path.of("data");

    @Option(
            names = "--production",
            paramLabel = "NAME",
            description = "the production's name, which its topics begin with (default: formation)")
    private String production = "formation";

    @Option(
            names = "--command-config",
            paramLabel = "FILE",
            description = "properties of Kafka clients, such as those of TLS and SASL")
    private @Nullable Path config;

    String production() {
        return production;
    }

    /**
     * What every Kafka client of this command needs.
     *
     * @throws WrongSettings if nothing says where the cluster is; the message says what to do
     */
    Map<String, Object> client() {
        Map<String, Object> client = new HashMap<>();
        client.put("client.id", "relais-cli");
        client.put("metric.reporters", ""); // nobody reads them here
        client.put("request.timeout.ms", 5_000);
        client.put("default.api.timeout.ms", 10_000);
        client.put("socket.connection.setup.timeout.ms", 3_000);
        client.put("reconnect.backoff.max.ms", 500);
        client.putAll(given());
        if (bootstrap != null) client.put(BOOTSTRAP, bootstrap);
        if (!client.containsKey(BOOTSTRAP)) client.put(BOOTSTRAP, running());
        return client;
    }

    private Map<String, String> given() {
        if (config == null) return Map.of();
        Properties properties = new Properties();
        try (Reader reader = Files.newBufferedReader(config)) {
            properties.load(reader);
        } catch (IOException | IllegalArgumentException e) {
            throw new WrongSettings(config + " can't be read: give a file of Kafka client properties", e);
        }
        Map<String, String> given = new HashMap<>();
        properties.stringPropertyNames().forEach(name -> given.put(name, properties.getProperty(name)));
        return given;
    }

    private String running() {
        Path file = data.resolve("run.json");
        if (!Files.exists(file)) throw nothingRuns("no production has run in " + Shown.path(data.toAbsolutePath()));
        try {
            RunInfo info = RunInfo.read(file);
            if (!isAlive(info))
                throw nothingRuns("the production in " + Shown.path(data.toAbsolutePath()) + " has ended");
            return info.bootstrap();
        } catch (IOException e) {
            throw new WrongSettings(file + " can't be read: give --bootstrap-server", e);
        }
    }

    /** The broker itself counts: it outlives a launcher that was killed, and is what is needed. */
    private static boolean isAlive(RunInfo info) {
        return info.processes().values().stream().anyMatch(RunInfo.ChildInfo::isAlive);
    }

    private static WrongSettings nothingRuns(String what) {
        return new WrongSettings(what + ": start it with 'relais run', or give --bootstrap-server or --data");
    }
}
