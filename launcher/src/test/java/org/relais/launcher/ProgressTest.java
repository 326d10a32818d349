package org.relais.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.relais.messages.Topics;

/** Plays the components by hand: what they send and commit must be what is seen. */
class ProgressTest {
    private static final String PRODUCTION = "formation";
    private static final String REQUESTS = Topics.FILE_OPERATION.in(PRODUCTION);
    private static final String DEAD_LETTERS = Topics.FILE_OPERATION.deadLettersIn(PRODUCTION);
    private static final String POSITIONS = Topics.positions(PRODUCTION);

    private static final Duration LIMIT = Duration.ofSeconds(60);

    private final Supervisor supervisor = new Supervisor(new RecordedEvents());

    @TempDir
    Path folder;

    @Test
    void seesWhatComponentsCommit() throws Exception {
        RecordedEvents events = new RecordedEvents();
        ProductionOptions options = options()
                .csv(Files.writeString(folder.resolve("my.csv"), "id;nom;salle\n1;a;b\n2;a;b\n"))
                .set("service-csv", "path", "rows");
        try (Production production = Production.prepare(options, events)) {
            production.startServers();
            try (Progress progress = new Progress(production);
                    Admin admin = Admin.create(bootstrap(production));
                    KafkaProducer<String, String> producer = producer(production)) {
                assertThat(progress.look()).isEqualTo(new Look(0, 0, 0, 0, 0, false, true, ""));

                createTopics(admin);
                producer.initTransactions();
                Path file = production.data().root().resolve("rows").resolve("formation.csv");
                sendRows(producer, file.toRealPath().toString(), Files.size(file));
                awaitLook(progress, new Look(2, 0, 0, 0, 3, true, true, ""));

                sendDeadLetter(producer);
                commit(admin, 2);
                awaitLook(progress, new Look(2, 0, 1, 1, 1, true, true, ""));

                commit(admin, 3);
                assertThat(progress.look().isQuiet()).isTrue();

                admin.createTopics(List.of(new NewTopic(Topics.KAFKA_DEMO, 1, (short) 1)))
                        .all()
                        .get();
                assertThat(progress.look().isQuiet()).isTrue();
                sendOutside(producer);
                Eventually.eventually(
                        "service-kafka has two more to read, with the commit marker",
                        () -> progress.look().lag() == 2);
                TopicPartition outside = new TopicPartition(Topics.KAFKA_DEMO, 0);
                admin.alterConsumerGroupOffsets("demo-group", Map.of(outside, new OffsetAndMetadata(2)))
                        .all()
                        .get();
                assertThat(progress.look().isQuiet()).isTrue();
            }
        }
        assertThat(events.started()).noneMatch(ProcessHandle::isAlive);
    }

    @Test
    void waitsForNoFileWhereNothingReadsAny() throws Exception {
        try (Production production = Production.prepare(options().copies("service-csv", 0), new RecordedEvents())) {
            assertThat(production.data().in()).isEmptyDirectory();
            Files.writeString(production.data().in().resolve("formation.csv"), "id;nom;salle\n1;a;b\n");
            startBroker(production);
            try (Progress progress = new Progress(production)) {
                assertThat(progress.look()).isEqualTo(new Look(0, 0, 0, 0, 0, true, true, ""));
            } finally {
                supervisor.stop(List.of(production.broker()), LIMIT);
            }
        }
    }

    @Test
    void countsEverythingThatWasThereBeforeTheStart() throws Exception {
        int letters = 2_000;
        try (Production production = Production.prepare(options(), new RecordedEvents())) {
            startBroker(production);
            try (Admin admin = Admin.create(bootstrap(production));
                    KafkaProducer<String, String> producer = producer(production);
                    Progress progress = new Progress(production, Duration.ofMillis(1))) {
                createTopics(admin);
                producer.initTransactions();
                producer.beginTransaction();
                for (int i = 0; i < letters; i++) {
                    var unused = producer.send(new ProducerRecord<>(DEAD_LETTERS, "k", "{}"));
                }
                producer.commitTransaction();
                Eventually.eventually(
                        "all are committed",
                        () -> Run.firstLook(production, progress).deadLetters() == letters);
                try (Progress next = new Progress(production, Duration.ofMillis(1))) {
                    assertThat(Run.firstLook(production, next).deadLetters()).isEqualTo(letters);
                }
            } finally {
                supervisor.stop(List.of(production.broker()), LIMIT);
            }
        }
    }

    /** Alone: no database is needed here. */
    private void startBroker(Production production) throws Exception {
        production.broker().awaitReady(supervisor.start(production.broker()), LIMIT);
    }

    private ProductionOptions options() throws IOException {
        return new ProductionOptions(Home.find(), folder.resolve("data"))
                .kafkaPort(FreePorts.next())
                .postgresPort(FreePorts.next());
    }

    /** A transaction has ended for its producer before its marker is in the log, and only then it is seen. */
    private static void awaitLook(Progress progress, Look expected) throws Exception {
        Eventually.eventually(expected.toString(), () -> progress.look().equals(expected));
    }

    private static KafkaProducer<String, String> producer(Production production) {
        Map<String, Object> config = new HashMap<>(bootstrap(production));
        config.put("transactional.id", "component");
        return new KafkaProducer<>(config, new StringSerializer(), new StringSerializer());
    }

    private static Map<String, Object> bootstrap(Production production) {
        return Map.of("bootstrap.servers", production.broker().bootstrap());
    }

    private static void createTopics(Admin admin) throws Exception {
        List<NewTopic> topics = List.of(REQUESTS, DEAD_LETTERS, POSITIONS).stream()
                .map(name -> new NewTopic(name, Optional.of(1), Optional.empty()))
                .toList();
        admin.createTopics(topics).all().get(30, TimeUnit.SECONDS);
    }

    /** Two requests, and the commit marker behind them. */
    private static void sendRows(KafkaProducer<String, String> producer, String file, long size) throws Exception {
        producer.beginTransaction();
        send(producer, REQUESTS, "1", "{}");
        send(producer, REQUESTS, "2", "{}");
        send(producer, POSITIONS, "service-csv/" + file, "{\"rows\":2,\"done\":true,\"size\":" + size + ",\"line\":3}");
        producer.commitTransaction();
    }

    private static void sendOutside(KafkaProducer<String, String> producer) {
        producer.beginTransaction();
        var unused = producer.send(new ProducerRecord<>(Topics.KAFKA_DEMO, 0, null, "{}"));
        producer.commitTransaction();
    }

    private static void sendDeadLetter(KafkaProducer<String, String> producer) throws Exception {
        producer.beginTransaction();
        send(producer, DEAD_LETTERS, "2", "{}");
        producer.commitTransaction();
    }

    private static void send(KafkaProducer<String, String> producer, String topic, String key, String value)
            throws Exception {
        producer.send(new ProducerRecord<>(topic, key, value)).get(30, TimeUnit.SECONDS);
    }

    private static void commit(Admin admin, long offset) throws Exception {
        OffsetAndMetadata committed = new OffsetAndMetadata(offset, "c=2,d=1,a=1,x=1;sink=7");
        admin.alterConsumerGroupOffsets(REQUESTS, Map.of(new TopicPartition(REQUESTS, 0), committed))
                .all()
                .get(30, TimeUnit.SECONDS);
    }
}
