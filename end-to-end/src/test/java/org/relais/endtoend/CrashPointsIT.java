package org.relais.endtoend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Named.named;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.relais.endtoend.faults.EveryCallAnswered;
import org.relais.endtoend.faults.EveryCallAnswered.Answer;
import org.relais.endtoend.faults.ExactlyOnceEffect;
import org.relais.endtoend.faults.OrderPerKey;
import org.relais.launcher.Postgres;
import org.relais.messages.HeaderName;
import org.relais.messages.Topic;
import org.relais.messages.Topics;

/**
 * A process that dies at one exact step of its protocol goes on after its restart as if nothing had happened. All tests share one broker
 * and one database, but each is a production of its own.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class CrashPointsIT {
    private static final int ROWS = 200;
    private static final int KEYS = 10;
    private static final Duration LIMIT = Duration.ofSeconds(60);

    private static final String OUTLET = "org.relais.runtime.Outlet";
    private static final String COMMIT_TRANSACTION = "commitTransaction";
    private static final CrashPoint BEFORE_KAFKA_COMMIT =
            new CrashPoint(OUTLET, "end", "AT INVOKE " + COMMIT_TRANSACTION, 3);
    private static final CrashPoint AFTER_KAFKA_COMMIT = new CrashPoint(OUTLET, "end", "AT EXIT", 3);

    @RegisterExtension
    final Stage stage = new Stage();

    private final AtomicInteger productions = new AtomicInteger();
    private Path folder = Path.of("");
    private @Nullable Servers servers;
    private String production = "";
    private List<Row> rows = List.of();

    @BeforeAll
    void startServers() throws Exception {
        folder = Files.createTempDirectory("relais-");
        servers = Servers.start(folder);
    }

    @AfterAll
    void stopServers() throws Exception {
        try {
            servers().close();
        } finally {
            Stage.delete(folder);
        }
    }

    static Stream<Named<CrashPoint>> operationDb() {
        String sink = "org.relais.db.JdbcSink";
        String commit = "AT INVOKE java.sql.Connection.commit";
        return Stream.of(
                named("before the rows are sent", new CrashPoint(sink, "push", "AT ENTRY", 3)),
                named("before COMMIT", new CrashPoint(sink, "commit", commit, 3)),
                named("after COMMIT, before the Kafka transaction", new CrashPoint(sink, "commit", "AT EXIT", 3)),
                named("after COMMIT of the first batch ever", new CrashPoint(sink, "commit", "AT EXIT", 1)),
                named("between the replies and their commit", BEFORE_KAFKA_COMMIT),
                named("after the replies' commit, before the next poll", AFTER_KAFKA_COMMIT));
    }

    @ParameterizedTest
    @MethodSource
    void operationDb(CrashPoint point) throws Exception {
        begin();
        callsTo(
                Topics.TRAINING_OPERATION,
                "TrainingRequest",
                row -> "{\"training\":{\"name\":\"%s\",\"room\":\"%s\"}}".formatted(row.nom(), row.salle()));
        crashThenRun("operation-db", database(), point);
        checkAnswers();
        checkTraining();
    }

    static Stream<Named<CrashPoint>> operationFile() {
        String target = "org.relais.file.TargetFile";
        return Stream.of(
                named(
                        "before the journal is written",
                        new CrashPoint("org.relais.file.Journal", "write", "AT ENTRY", 3)),
                named("after the journal is written", new CrashPoint("org.relais.file.Journal", "write", "AT EXIT", 3)),
                named(
                        "after the lines are appended, before fsync",
                        new CrashPoint(target, "append", "AT INVOKE java.nio.channels.FileChannel.force", 3)),
                named("after fsync, before the Kafka transaction", new CrashPoint(target, "append", "AT EXIT", 3)),
                named("after fsync of the first batch ever", new CrashPoint(target, "append", "AT EXIT", 1)),
                named("between the replies and their commit", BEFORE_KAFKA_COMMIT),
                named("after the replies' commit, before the next poll", AFTER_KAFKA_COMMIT));
    }

    @ParameterizedTest
    @MethodSource
    void operationFile(CrashPoint point) throws Exception {
        begin();
        callsTo(Topics.FILE_OPERATION, "FormationRequest", Row::requestJson);
        crashThenRun("operation-file", Map.of("path", stage.folder().toString()), point);
        checkAnswers();
        new Evidence(production, rows).checkFile(stage.folder("toto.csv"));
    }

    static Stream<Named<CrashPoint>> transaction() {
        return Stream.of(
                named("between the messages and their commit", BEFORE_KAFKA_COMMIT),
                named("after the commit", AFTER_KAFKA_COMMIT));
    }

    @ParameterizedTest
    @MethodSource("transaction")
    void processRouter(CrashPoint point) throws Exception {
        begin();
        try (Injector injector = new Injector(servers().bootstrap())) {
            injector.createTopics(production, Topics.ROUTER);
            for (Row row : rows) {
                injector.send(Topics.ROUTER.in(production), row, row.json());
            }
        }
        stage.closing(LoneComponent.start(
                "operation-file", settings(Map.of("path", stage.folder().toString())), List.of(), stage.folder()));
        stage.closing(LoneComponent.start("operation-db", settings(database()), List.of(), stage.folder()));
        crashThenRun("process-router", Map.of(), point);
        Evidence evidence = new Evidence(production, rows);
        try (Settled settled = new Settled(servers().bootstrap(), production);
                Log log = new Log(servers().bootstrap())) {
            Eventually.eventually(LIMIT, () -> {
                assertThat(OutputLines.read(stage.folder("toto.csv"))).hasSizeGreaterThanOrEqualTo(ROWS);
                settled.check(); // which knows nothing of a group that has not begun
                evidence.checkCalls(log);
            });
            evidence.checkNoDeadLetters(log);
        }
        evidence.checkFile(stage.folder("toto.csv"));
        checkTraining();
    }

    @ParameterizedTest
    @MethodSource("transaction")
    void serviceCsv(CrashPoint point) throws Exception {
        begin();
        Path input = Files.createDirectory(stage.folder("in"));
        Feeder.writeAll(input.resolve("formation.csv"), rows);
        crashThenRun("service-csv", Map.of("path", input.toString(), "call.interval", "100 ms"), point);
        List<String> expected = rows.stream().map(Row::requestJson).toList();
        try (Log log = new Log(servers().bootstrap())) {
            Eventually.eventually(LIMIT, () -> assertThat(routed(log)).hasSizeGreaterThanOrEqualTo(expected.size()));
            new ExactlyOnceEffect(expected).check(Topics.ROUTER.in(production), routed(log));
            new OrderPerKey(expected, json -> json.substring(0, json.indexOf(',')))
                    .check("the router's topic", routed(log));
        }
    }

    private List<String> routed(Log log) {
        return log.all(Topics.ROUTER.in(production)).stream()
                .map(ConsumerRecord::value)
                .toList();
    }

    private void begin() {
        production = "crash" + productions.incrementAndGet();
        rows = Row.many(production + "-", ROWS, KEYS);
    }

    /** Starts it twice: until it dies at this point, then as it is. */
    private void crashThenRun(String module, Map<String, String> own, CrashPoint point) throws Exception {
        try (LoneComponent crashing =
                LoneComponent.start(module, settings(own), point.options(stage.folder()), stage.folder())) {
            assertThat(crashing.awaitExit(LIMIT))
                    .as("how it ended: at this point")
                    .isEqualTo(CrashPoint.EXIT_CODE);
        }
        stage.closing(LoneComponent.start(module, settings(own), List.of(), stage.folder()));
    }

    /** So few messages in each transaction that there are several on each partition. */
    private Map<String, String> settings(Map<String, String> own) {
        Map<String, String> settings = new LinkedHashMap<>(own);
        settings.put("bootstrap.servers", servers().bootstrap());
        settings.put("production", production);
        settings.put("slot", "0");
        settings.put("max.poll.records", "20");
        return settings;
    }

    private Map<String, String> database() {
        return Map.of(
                "training.url",
                String.valueOf(servers().jdbc().get("IRISAPP")),
                "postgres.url",
                String.valueOf(servers().jdbc().get("DemoData")),
                "training.password",
                Postgres.PASSWORD,
                "postgres.password",
                Postgres.PASSWORD);
    }

    /** Calls an operation as the router would, once for each row. */
    private void callsTo(Topic<?, ?> operation, String type, Function<Row, String> body)
            throws IOException, InterruptedException {
        try (Injector injector = new Injector(servers().bootstrap())) {
            injector.createTopics(production, operation);
            injector.createReplies(production, Topics.ROUTER);
            for (Row row : rows) {
                injector.call(production, operation, type, row, body.apply(row));
            }
        }
    }

    /** All productions write to the same table. */
    private void checkTraining() throws SQLException {
        List<String> ours = new Tables(servers().jdbc())
                .training().stream()
                        .filter(row -> row.startsWith(production + '-'))
                        .toList();
        new ExactlyOnceEffect(rows.stream().map(Row::training).toList()).check("iris.training", ours);
    }

    private void checkAnswers() {
        try (Settled settled = new Settled(servers().bootstrap(), production);
                Log log = new Log(servers().bootstrap())) {
            Eventually.eventually(LIMIT, () -> {
                assertThat(answers(log)).hasSizeGreaterThanOrEqualTo(ROWS);
                settled.check();
            });
            new EveryCallAnswered(rows.stream().map(Row::nom).toList()).check("replies", answers(log));
        }
    }

    private List<Answer> answers(Log log) {
        return log.all(Topics.ROUTER.repliesIn(production)).stream()
                .map(reply -> new Answer(
                        String.valueOf(Log.header(reply, HeaderName.IN_REPLY_TO)),
                        "ok".equals(Log.header(reply, HeaderName.STATUS))))
                .toList();
    }

    private Servers servers() {
        return Objects.requireNonNull(servers);
    }
}
