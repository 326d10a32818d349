package org.relais.endtoend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.relais.messages.Topics.FILE_OPERATION;
import static org.relais.messages.Topics.ROUTER;
import static org.relais.messages.Topics.SERVICE_CSV;
import static org.relais.messages.Topics.TRAINING_OPERATION;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.relais.messages.HeaderName;
import org.relais.messages.Topic;

/**
 * With one copy of each component: one that was killed works again within five seconds of its restart, and whatever is killed, each row has each
 * effect once. What happens with two copies, and with all other faults, FaultsIT shows.
 */
final class RecoveryIT {
    private static final int ROWS = 200_000;
    private static final int ROWS_UNDER_KILLS = 20_000;
    private static final int ROUNDS_OF_KILLS = 3;
    private static final int LONGEST_PAUSE_MILLIS = 3_000;
    private static final long SEED_OF_REPLIES = 42;
    private static final int ROWS_AT_ONCE = 10;
    private static final int TICK_MILLIS = 50;
    private static final Duration LIMIT = Duration.ofSeconds(5);
    private static final Duration PATIENCE = Duration.ofSeconds(90);
    private static final String PRODUCTION = "formation";

    private static final List<Component> COMPONENTS = List.of(
            new Component("service-csv", SERVICE_CSV, ROUTER.in(PRODUCTION)),
            new Component("process-router", ROUTER, FILE_OPERATION.in(PRODUCTION)),
            new Component("file-operation", FILE_OPERATION, ROUTER.repliesIn(PRODUCTION)),
            new Component("operation-db", TRAINING_OPERATION, ROUTER.repliesIn(PRODUCTION)));

    private static final List<String> PROCESSES =
            List.of("service-csv", "process-router", "file-operation", "operation-db", "broker", "postgres");

    @RegisterExtension
    final Stage stage = new Stage();

    private final long seed = Long.getLong("relais.seed", System.nanoTime() & Integer.MAX_VALUE);

    @Test
    void eachComponentWorksAgainSoonAndEachEffectIsThereOnce() throws Exception {
        System.out.println("RecoveryIT: repeat with -Drelais.seed=" + seed);
        Path input = Files.writeString(stage.folder("formation.csv"), Row.HEADER);
        RelaisRun run = stage.run(List.of(
                "--csv",
                input.toString(),
                "--set",
                "service-csv.call.interval=500 ms",
                "--set",
                "operation-db.seed=" + SEED_OF_REPLIES));
        run.awaitStarted();
        Feeder feeder = new Feeder(run.csvFolder().resolve("formation.csv"), Row.many("row", ROWS, 100));
        SoftAssertions soft = new SoftAssertions();
        for (Component component : COMPONENTS) {
            try (Log log = new Log(run.info().bootstrap())) {
                Eventually.eventually(PATIENCE, () -> log.follow(component.output()));
                awaitMessage(log, feeder, component, 0);
                Recovery recovery = recovery(run, component, log, feeder);
                long millis = recovery.millis();
                long limit = recovery.limit();
                System.out.printf(
                        "RecoveryIT: %s works again %,d ms after its restart; on this machine as it was meanwhile it may take %,d ms%n",
                        component.name(), millis, limit);
                soft.assertThat(millis)
                        .as("ms from the restart of " + component.name() + " to its first message")
                        .isLessThan(limit);
            }
        }
        soft.assertAll();
        kill(run, feeder);
        checkEffects(run, feeder.fed());
    }

    private void kill(RelaisRun run, Feeder feeder) throws IOException {
        Random random = new Random(seed);
        Kills kills = new Kills(run, random, PROCESSES, ROUNDS_OF_KILLS);
        int target = feeder.fed().size() + ROWS_UNDER_KILLS;
        for (int left = kills.planned(); left > 0; left--) {
            feeder.feed((target - feeder.fed().size()) / left, random.nextInt(LONGEST_PAUSE_MILLIS));
            System.out.println("RecoveryIT: killed " + kills.next());
        }
    }

    private static void checkEffects(RelaisRun run, List<Row> rows) throws Exception {
        Tables tables = new Tables(run.info().jdbc());
        try (Settled settled = new Settled(run.info().bootstrap(), PRODUCTION);
                Log log = new Log(run.info().bootstrap())) {
            Eventually.eventually(PATIENCE, () -> {
                assertThat(tables.training()).hasSizeGreaterThanOrEqualTo(rows.size());
                settled.check();
            });
            Evidence evidence = new Evidence(PRODUCTION, rows);
            evidence.checkFile(run.outputFile());
            evidence.checkCalls(log);
            evidence.checkNoDeadLetters(log);
        }
        assertThat(tables.training().stream().sorted())
                .isEqualTo(rows.stream().map(Row::training).sorted().toList());
        assertThat(tables.formation().stream().sorted())
                .isEqualTo(rows.stream()
                        .filter(row -> row.isAgreed(SEED_OF_REPLIES))
                        .map(Row::csv)
                        .sorted()
                        .toList());
    }

    private static Recovery recovery(RelaisRun run, Component component, Log log, Feeder feeder) throws Exception {
        long before = run.child(component.name()).pid();
        Signals.kill(before);
        long killed = System.currentTimeMillis();
        Eventually.eventually(
                PATIENCE, () -> assertThat(run.child(component.name()).pid()).isNotEqualTo(before));
        long restarted = System.currentTimeMillis();
        try (Slowness.Watch slowness = new Slowness.Watch()) {
            awaitMessage(log, feeder, component, killed);
            long millis = System.currentTimeMillis() - restarted;
            return new Recovery(millis, slowness.scale(LIMIT).toMillis());
        }
    }

    /** Feeds on until a message of this component appears that was made after this instant. */
    private static void awaitMessage(Log log, Feeder feeder, Component component, long after) {
        Eventually.eventually(PATIENCE, () -> {
            feeder.feed(ROWS_AT_ONCE, 1);
            assertThat(log.next(Duration.ofMillis(TICK_MILLIS)))
                    .anyMatch(message -> component.sent(message) && message.timestamp() > after);
        });
    }

    /**
     * A component, and what shows that it works: a message that it sends.
     *
     * @param name as the launcher knows it
     * @param part how it calls itself in its messages
     * @param output where it sends them
     */
    private record Component(String name, Topic<?, ?> part, String output) {
        boolean sent(ConsumerRecord<String, String> message) {
            return part.name().equals(Log.header(message, HeaderName.SOURCE));
        }
    }

    /**
     * How long it took a component to work again after its restart.
     *
     * @param millis milliseconds
     * @param limit and how many it may take, on this machine as it was meanwhile
     */
    private record Recovery(long millis, long limit) {}
}
