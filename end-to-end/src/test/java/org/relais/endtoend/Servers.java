package org.relais.endtoend;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import org.relais.launcher.Broker;
import org.relais.launcher.Child;
import org.relais.launcher.DataDirectory;
import org.relais.launcher.Postgres;
import org.relais.launcher.Supervisor;

/** A broker and a database without any components: those are started by hand. */
public final class Servers implements AutoCloseable {
    private static final Duration READY = Duration.ofSeconds(90);
    private static final Duration STOPPED = Duration.ofSeconds(5);

    private final DataDirectory data;
    private final Started started = new Started();
    private final Supervisor supervisor = new Supervisor(started);
    private final Broker broker;
    private final Postgres postgres;

    private Servers(Path folder) throws IOException {
        this.data = DataDirectory.open(folder);
        this.broker = new Broker(data, FreePorts.next(), false);
        this.postgres = new Postgres(data, FreePorts.next());
    }

    public static Servers start(Path folder) throws IOException, InterruptedException {
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

    public String bootstrap() {
        return broker.bootstrap();
    }

    /** {@return the process of the broker; another one takes its place whenever it ends} */
    public long brokerPid() {
        return started.pid(broker);
    }

    /** {@return the first process of the database; another one takes its place whenever it ends} */
    public long postgresPid() {
        return started.pid(postgres);
    }

    /** {@return one of its databases' port} */
    public int postgresPort() {
        return Integer.parseInt(postgres.address().substring(postgres.address().indexOf(':') + 1));
    }

    public Map<String, String> jdbc() {
        return Postgres.DATABASES.stream().collect(Collectors.toMap(name -> name, postgres::url));
    }

    @Override
    public void close() throws IOException {
        supervisor.refuseStarts();
        supervisor.stop(List.of(broker, postgres), STOPPED);
        data.close();
    }

    /** Remembers the processes. */
    private static final class Started implements Supervisor.Events {
        private final Map<Child, Long> pids = new ConcurrentHashMap<>();

        long pid(Child child) {
            return Objects.requireNonNull(pids.get(child));
        }

        @Override
        public void started(Child child, ProcessHandle process, int restarts) {
            pids.put(child, process.pid());
        }

        @Override
        public void ended(Child child, int exitCode, Duration pause) {}

        @Override
        public void notStarted(Child child, IOException reason, Duration pause) {}

        @Override
        public void gaveUp(Child child, int exitCode) {}
    }
}
