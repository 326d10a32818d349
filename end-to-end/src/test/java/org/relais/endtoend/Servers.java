package org.relais.endtoend;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.relais.launcher.Broker;
import org.relais.launcher.Child;
import org.relais.launcher.DataDirectory;
import org.relais.launcher.Postgres;
import org.relais.launcher.Supervisor;

/** A broker and a database without any components: those are started by hand. */
final class Servers implements AutoCloseable {
    private static final Duration READY = Duration.ofSeconds(90);
    private static final Duration STOPPED = Duration.ofSeconds(5);

    private final DataDirectory data;
    private final Supervisor supervisor = new Supervisor(new NoEvents());
    private final Broker broker;
    private final Postgres postgres;

    private Servers(Path folder) throws IOException {
        this.data = DataDirectory.open(folder);
        this.broker = new Broker(data, FreePorts.next(), false);
        this.postgres = new Postgres(data, FreePorts.next());
    }

    static Servers start(Path folder) throws IOException, InterruptedException {
        Servers servers = new Servers(folder);
        try {
            Process broker = servers.supervisor.start(servers.broker);
            servers.postgres.awaitReady(servers.supervisor.start(servers.postgres), READY);
            servers.broker.awaitReady(broker, READY);
            return servers;
        } catch (IOException | InterruptedException | RuntimeException e) {
            servers.close();
            throw e;
        }
    }

    String bootstrap() {
        return broker.bootstrap();
    }

    Map<String, String> jdbc() {
        return Postgres.DATABASES.stream().collect(Collectors.toMap(name -> name, postgres::url));
    }

    @Override
    public void close() throws IOException {
        supervisor.refuseStarts();
        supervisor.stop(List.of(broker, postgres), STOPPED);
        data.close();
    }

    /** Nobody listens. */
    private static final class NoEvents implements Supervisor.Events {
        @Override
        public void started(Child child, ProcessHandle process, int restarts) {}

        @Override
        public void ended(Child child, int exitCode, Duration pause) {}

        @Override
        public void notStarted(Child child, IOException reason, Duration pause) {}

        @Override
        public void gaveUp(Child child, int exitCode) {}
    }
}
