package org.relais.launcher;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The real broker that the tests of the commands share; each test has a production of its own. Ends with the JVM. */
final class TestBroker {
    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static @Nullable TestBroker instance;

    private final Broker broker;

    private TestBroker() throws IOException, InterruptedException {
        Path folder = Files.createTempDirectory(Files.createDirectories(Path.of("target", "brokers")), "broker");
        broker = new Broker(DataDirectory.open(folder), FreePorts.next(), false);
        Supervisor supervisor = new Supervisor(new RecordedEvents());
        broker.awaitReady(supervisor.start(broker), LIMIT);
        Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(supervisor, folder), "stop-broker"));
    }

    static synchronized String bootstrap() {
        try {
            if (instance == null) instance = new TestBroker();
            return instance.broker.bootstrap();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    static Map<String, Object> client() {
        return Map.of("bootstrap.servers", bootstrap());
    }

    private void stop(Supervisor supervisor, Path folder) {
        try {
            supervisor.stop(List.of(broker), Duration.ofSeconds(5));
            Folders.delete(folder);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
