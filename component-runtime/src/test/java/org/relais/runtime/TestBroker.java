package org.relais.runtime;

import static org.relais.runtime.Eventually.eventually;

import java.io.IOException;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Properties;
import org.jspecify.annotations.Nullable;
import org.relais.launcher.Broker;
import org.relais.launcher.Child;
import org.relais.launcher.DataDirectory;
import org.relais.launcher.Ports;
import org.relais.launcher.Supervisor;

/** A real broker. All tests of this JVM share one, in which each has a production of its own. Ends with the JVM at the latest. */
final class TestBroker implements AutoCloseable {

    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static @Nullable TestBroker instance;
    private static @Nullable TestBroker another;

    private final Recent recent = new Recent();
    private final Path meta;
    private final Broker broker;
    private final Supervisor supervisor = new Supervisor(recent);

    private TestBroker() throws IOException, InterruptedException {
        Path folder = Files.createTempDirectory(Files.createDirectories(Path.of("target", "brokers")), "broker");
        meta = folder.resolve("kafka").resolve("meta.properties");
        broker = new Broker(DataDirectory.open(folder), Ports.free(), false);
        broker.awaitReady(supervisor.start(broker), LIMIT);
        Runtime.getRuntime().addShutdownHook(new Thread(this::close, "stop-broker"));
    }

    static synchronized TestBroker shared() {
        instance = instance == null ? start() : instance;
        return instance;
    }

    /** {@return the broker of another cluster, which has the same id, as those have that are made by the same recipe} */
    static synchronized TestBroker other() {
        if (another == null) {
            TestBroker made = start();
            made.takeIdOf(shared());
            another = made;
        }
        return another;
    }

    private void takeIdOf(TestBroker other) {
        try {
            String id = clusterId(other.meta);
            supervisor.stop(List.of(broker), LIMIT);
            Files.writeString(meta, Files.readString(meta).replace(clusterId(meta), id));
            broker.awaitReady(supervisor.start(broker), LIMIT);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String clusterId(Path meta) throws IOException {
        Properties properties = new Properties();
        try (Reader reader = Files.newBufferedReader(meta)) {
            properties.load(reader);
        }
        return properties.getProperty("cluster.id");
    }

    /** {@return a broker for a test that kills it: after others' tests it would have a thousand logs to recover first} */
    static TestBroker start() {
        try {
            return new TestBroker();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    String bootstrap() {
        return broker.bootstrap();
    }

    /** Kills the broker as SIGKILL does. It is started again at once, on its data and its port. */
    void kill() {
        Objects.requireNonNull(recent.process).destroyForcibly();
    }

    /** Has the broker stand still, until it is told to go on. On a busy machine a while passes between the signal and that. */
    void pause() throws Exception {
        signal("STOP");
        eventually("a broker that stands still", () -> state().startsWith("T"));
    }

    private String state() throws IOException {
        java.lang.Process ps = new ProcessBuilder("ps", "-o", "stat=", "-p", pid()).start();
        return new String(ps.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
    }

    void resume() throws IOException, InterruptedException {
        signal("CONT");
    }

    private void signal(String name) throws IOException, InterruptedException {
        int exit = new ProcessBuilder("kill", "-" + name, pid())
                .inheritIO()
                .start()
                .waitFor();
        if (exit != 0) {
            throw new IOException("kill -" + name + " ended with " + exit);
        }
    }

    private String pid() {
        return Long.toString(Objects.requireNonNull(recent.process).pid());
    }

    @Override
    public void close() {
        try {
            supervisor.stop(List.of(broker), Duration.ofSeconds(5));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static final class Recent implements Supervisor.Events {

        private volatile @Nullable ProcessHandle process;

        @Override
        public void started(Child child, ProcessHandle started, int restarts) {
            process = started;
        }

        @Override
        public void ended(Child child, int exitCode, Duration pause) {}

        @Override
        public void notStarted(Child child, IOException reason, Duration pause) {}

        @Override
        public void gaveUp(Child child, int exitCode) {}
    }
}
