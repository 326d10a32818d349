package org.relais.launcher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BrokerTest {
    private static final Duration LIMIT = Duration.ofSeconds(60);

    private final RecordedEvents events = new RecordedEvents();
    private final Supervisor supervisor = new Supervisor(events);

    @TempDir
    Path folder;

    @Test
    void keepsItsTopicsAndItsPortOverKillAndOrderlyStop() throws Exception {
        try (DataDirectory data = DataDirectory.open(folder.resolve("spaces, and a comma"))) {
            Broker broker = new Broker(data, FreePorts.next(), false);
            broker.awaitReady(supervisor.start(broker), LIMIT);
            try (Admin admin = Admin.create(Map.of("bootstrap.servers", broker.bootstrap()))) {
                admin.createTopics(List.of(new NewTopic("kept", 4, (short) 1)))
                        .all()
                        .get(30, TimeUnit.SECONDS);

                events.last().destroyForcibly();
                Eventually.eventually("a second process", () -> events.started().size() == 2);
                assertThat(topics(admin)).containsExactly("kept");
            }
            supervisor.stop(List.of(broker), Duration.ofSeconds(10));
            broker.awaitReady(supervisor.start(broker), LIMIT);
            try (Admin admin = Admin.create(Map.of("bootstrap.servers", broker.bootstrap()))) {
                assertThat(topics(admin)).containsExactly("kept");
            }
            supervisor.stop(List.of(broker), Duration.ofSeconds(10));
        }
    }

    /** Chosen while it was free, and taken before it was bound: as by two runs that begin at the same time. */
    @Test
    void doesNotTakeAnotherBrokerOnItsPortForItself() throws Exception {
        int port = FreePorts.next();
        try (DataDirectory first = DataDirectory.open(folder.resolve("first"));
                DataDirectory second = DataDirectory.open(folder.resolve("second"))) {
            Broker other = new Broker(first, port, false);
            other.awaitReady(supervisor.start(other), LIMIT);
            Broker broker = new Broker(second, port, false);
            Process process = broker.start();
            assertThatThrownBy(() -> broker.awaitReady(process, LIMIT))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("broker ended at its start")
                    .hasMessageContaining("the broker can't start");
            supervisor.stop(List.of(other), Duration.ofSeconds(10));
        }
    }

    private static Set<String> topics(Admin admin) throws Exception {
        return admin.listTopics().names().get(30, TimeUnit.SECONDS);
    }
}
