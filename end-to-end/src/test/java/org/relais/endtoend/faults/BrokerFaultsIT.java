package org.relais.endtoend.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.relais.endtoend.Eventually.eventually;
import static org.relais.endtoend.faults.LoneProduction.LIMIT;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListTopicsOptions;
import org.apache.kafka.clients.admin.NewPartitions;
import org.apache.kafka.clients.admin.TopicDescription;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.relais.endtoend.LoneComponent;
import org.relais.endtoend.Signals;
import org.relais.endtoend.Stage;

/** What happens to the broker and its topics while operations work. */
final class BrokerFaultsIT {
    private static final long PAUSE_SECONDS = Long.getLong("relais.pause", 8);

    @RegisterExtension
    static final SharedServers SERVERS = new SharedServers();

    @RegisterExtension
    final Stage stage = new Stage();

    @Test
    void aBrokerThatStandsStillGoesOn() throws Exception {
        LoneProduction production = production(Called.FILE);
        stage.closing(file(production, stage.folder()));
        production.call(Called.FILE, 20);
        production.awaitAnswers(20);
        production.call(Called.FILE, 3_000);
        production.awaitAnswers(100);
        long pid = SERVERS.servers().brokerPid();
        Signals.pause(pid);
        try {
            long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(PAUSE_SECONDS);
            eventually(LIMIT, () -> assertThat(System.nanoTime()).isGreaterThan(end));
        } finally {
            Signals.resume(pid);
        }
        production.call(Called.FILE, 100);
        production.checkAnswers();
        production.checkFile(stage.folder("toto.csv"));
    }

    @Test
    void aBrokerWhoseDiskWasFullGoesOn() throws Exception {
        Requirement.mounts(stage.folder());
        Path disk = stage.folder("disk");
        Mount mount = stage.closing(Mount.memory(disk, "64m"));
        OwnBroker broker = stage.closing(new OwnBroker(stage.folder(), disk, 0));
        broker.start();
        LoneProduction production =
                stage.closing(new LoneProduction(broker.bootstrap(), Map.of(), "full", stage.folder()));
        production.with("max.poll.records", "20");
        production.createTopics(Called.FILE);
        stage.closing(file(production, stage.folder()));
        production.call(Called.FILE, 5_000);
        production.awaitAnswers(100);
        fill(disk.resolve("ballast"));
        eventually(LIMIT, () -> assertThat(broker.isAlive()).isFalse());
        mount.resize("200m");
        broker.start();
        production.call(Called.FILE, 100);
        production.checkAnswers();
        production.checkFile(stage.folder("toto.csv"));
    }

    /** One broker after the other, as for a new version or by a fault: two of three are always there. */
    @Test
    void aClusterGoesOnWhoseBrokersAreRestartedAndKilledOneByOne() throws Exception {
        List<OwnBroker> brokers = OwnBroker.cluster(stage.folder(), 3);
        brokers.forEach(stage::closing);
        for (OwnBroker broker : brokers) {
            broker.launch();
        }
        brokers.forEach(OwnBroker::awaitReady);
        String all = brokers.stream().map(OwnBroker::bootstrap).collect(Collectors.joining(","));
        LoneProduction production = stage.closing(new LoneProduction(all, Map.of(), "rolling", stage.folder()))
                .with("max.poll.records", "20");
        production.createTopics(Called.FILE);
        stage.closing(file(production, stage.folder()));
        int answers = 0;
        for (OwnBroker broker : brokers) {
            production.call(Called.FILE, 2_000);
            answers += 200;
            production.awaitAnswers(answers);
            if (broker.equals(brokers.get(0))) {
                broker.stop();
            } else {
                broker.kill();
            }
            production.call(Called.FILE, 50);
            broker.start();
            eventually(LIMIT, () -> assertAllCopiesAreInSync(all, brokers.size()));
        }
        production.checkAnswers();
        production.checkFile(stage.folder("toto.csv"));
    }

    private static void assertAllCopiesAreInSync(String bootstrap, int copies) throws Exception {
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", bootstrap))) {
            ListTopicsOptions internalToo = new ListTopicsOptions().listInternal(true);
            Set<String> topics = admin.listTopics(internalToo).names().get(10, TimeUnit.SECONDS);
            assertThat(admin.describeTopics(topics)
                            .allTopicNames()
                            .get(10, TimeUnit.SECONDS)
                            .values())
                    .flatExtracting(TopicDescription::partitions)
                    .isNotEmpty()
                    .allSatisfy(partition -> assertThat(partition.isr()).hasSize(copies));
        }
    }

    @Test
    void aDatabaseOperationHaltsAtATopicThatWasCreatedAgain() throws Exception {
        LoneProduction production = production(Called.TRAINING);
        LoneComponent first = stage.closing(production.start("operation-db", production.database()));
        production.call(Called.TRAINING, 50);
        production.checkAnswers();
        first.close();
        String topic = Called.TRAINING.topic().in(production.name());
        try (Admin admin = admin()) {
            admin.deleteTopics(List.of(topic)).all().get(30, TimeUnit.SECONDS);
            eventually(LIMIT, () -> assertThat(admin.listTopics().names().get()).doesNotContain(topic));
        }
        production.createRequests(Called.TRAINING);
        LoneComponent second = stage.closing(production.start("operation-db", production.database()));
        assertThat(second.awaitExit(LIMIT)).isEqualTo(1);
        assertThat(second.output()).contains("it was deleted and made again", "DELETE FROM relais.cursor");
        production.checkTraining();
    }

    /** At once, where a message comes on a partition that the topics of the replies don't have; at the latest at the next start. */
    @Test
    void anOperationHaltsAtATopicWithMorePartitionsThanTheOthers() throws Exception {
        LoneProduction production = production(Called.FILE).with("kafka.metadata.max.age.ms", "500");
        LoneComponent component = stage.closing(file(production, stage.folder()));
        production.call(Called.FILE, 50);
        production.checkAnswers();
        String topic = Called.FILE.topic().in(production.name());
        try (Admin admin = admin()) {
            admin.createPartitions(Map.of(topic, NewPartitions.increaseTo(6)))
                    .all()
                    .get(30, TimeUnit.SECONDS);
        }
        assertThat(component.awaitExit(LIMIT)).isEqualTo(1);
        assertThat(component.output()).contains(topic + " has 6 partitions, but the production has 4");
        production.checkFile(stage.folder("toto.csv"));
    }

    private LoneProduction production(Called operation) {
        LoneProduction production = SERVERS.production(stage).with("max.poll.records", "20");
        production.createTopics(operation);
        return production;
    }

    private static LoneComponent file(LoneProduction production, Path folder) throws Exception {
        return production.start("operation-file", Map.of("path", folder.toString()));
    }

    /** Takes all the room that is left. */
    private static void fill(Path ballast) throws IOException {
        byte[] block = new byte[4 << 10];
        try (OutputStream file = Files.newOutputStream(ballast)) {
            while (true) {
                file.write(block);
            }
        } catch (IOException full) {
            assertThat(full).hasMessageContaining("No space left");
        }
    }

    private static Admin admin() {
        return Admin.create(Map.of("bootstrap.servers", SERVERS.servers().bootstrap()));
    }
}
