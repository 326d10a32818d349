package org.relais.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.relais.launcher.RunInfo;

/** However often whatever is killed with SIGKILL, each row has each of its effects exactly once, and in order. */
final class KillsIT {
    private static final int ROWS = 20_000;
    private static final int KEYS = 500;
    private static final Duration LIMIT = Duration.ofSeconds(90);

    @RegisterExtension
    final Stage stage = new Stage();

    private final long seed = Long.getLong("relais.seed", System.nanoTime());
    private final Random random = new Random(seed);
    private final List<Row> rows = Row.many("nom", ROWS, KEYS);

    @BeforeEach
    void printSeed() {
        System.out.println("KillsIT: repeat with -Drelais.seed=" + seed);
    }

    @Test
    void eachEffectHappensOnceWhileEachProcessIsKilled() throws Exception {
        RelaisRun run = start(List.of());
        List<String> victims =
                List.of("service-csv", "process-router", "file-operation", "operation-db", "broker", "postgres");
        Kills kills = new Kills(run, random, victims, 3);
        long start = System.nanoTime();
        Feeder feeder = feeder(run);
        List<String> told = new ArrayList<>();
        for (int kill = 0; kill < kills.planned(); kill++) {
            told.add(killWhileWorking(run, feeder, ROWS / kills.planned(), kills));
        }
        feeder.finish();
        checkAll(run);
        tell(told, start);
    }

    @Test
    void eachEffectHappensOnceWhileCopiesAreKilledAndPaused() throws Exception {
        RelaisRun run = start(List.of("--copies", "process-router=2", "--copies", "operation-db=2"));
        List<String> victims = List.of("process-router-0", "process-router-1", "operation-db-0", "operation-db-1");
        Kills kills = new Kills(run, random, victims, 4);
        long start = System.nanoTime();
        Feeder feeder = feeder(run);
        List<String> told = new ArrayList<>();
        for (int kill = 0; kill < kills.planned(); kill++) {
            told.add(killWhileWorking(run, feeder, ROWS / (kills.planned() + 4), kills));
            if (kill % 8 == 3) {
                told.add("paused " + loseItsPartitions(run, "operation-db-" + kill / 8, feeder));
                told.add("paused " + loseItsPartitions(run, "process-router-" + kill / 8, feeder));
            }
        }
        feeder.finish();
        checkAll(run);
        tell(told, start);
    }

    /** Both sinks move on before each kill, so that it hits work and not a start; but for the hasty ones. */
    private static String killWhileWorking(RelaisRun run, Feeder feeder, int more, Kills kills) throws Exception {
        Tables tables = new Tables(run.info().jdbc());
        boolean isHasty = kills.isHasty();
        long lines = Files.size(run.outputFile());
        int trained = isHasty ? 0 : trained(tables);
        feeder.feed(more / 2, 300);
        if (!isHasty) {
            Eventually.eventually(LIMIT, () -> {
                assertThat(Files.size(run.outputFile())).isGreaterThan(lines);
                assertThat(tables.training()).hasSizeGreaterThan(trained);
            });
        }
        feeder.feed(more - more / 2, kills.nextPauseMillis());
        return "%d of %d in flight: %s%s"
                .formatted(inFlight(feeder, run), feeder.fed(), kills.next(), isHasty ? " in haste" : "");
    }

    /** How many rows are in the table, as soon as the database answers. */
    private static int trained(Tables tables) {
        AtomicInteger count = new AtomicInteger();
        Eventually.eventually(LIMIT, () -> count.set(tables.training().size()));
        return count.get();
    }

    /** A copy that is silent for longer than its session loses its partitions to the other one, and comes back as a zombie. */
    private String loseItsPartitions(RelaisRun run, String copy, Feeder feeder) throws Exception {
        Eventually.eventually(
                Duration.ofSeconds(30),
                () -> assertThat(run.child(copy).isAlive()).isTrue());
        feeder.feed(ROWS / 40, 1_000 + random.nextInt(1_000));
        long pid = run.child(copy).pid();
        Signals.pause(pid);
        try {
            feeder.feed(ROWS / 40, 7_500);
        } finally {
            Signals.resume(pid);
        }
        return copy;
    }

    /** Starts it on a file without rows, and has the tables number theirs. */
    private RelaisRun start(List<String> more) throws Exception {
        Path input = Files.writeString(stage.folder("formation.csv"), Row.HEADER);
        List<String> options =
                new ArrayList<>(List.of("--csv", input.toString(), "--set", "service-csv.call.interval=100 ms"));
        options.addAll(more);
        RelaisRun run = stage.run(options);
        run.awaitStarted();
        Eventually.eventually(LIMIT, () -> new Tables(run.info().jdbc()).numberRows());
        return run;
    }

    private Feeder feeder(RelaisRun run) {
        return new Feeder(run.csvFolder().resolve("formation.csv"), rows);
    }

    private void checkAll(RelaisRun run) throws Exception {
        RunInfo info = run.info();
        Tables tables = new Tables(info.jdbc());
        Evidence evidence = new Evidence("formation", rows);
        try (Settled settled = new Settled(info.bootstrap(), "formation");
                Log log = new Log(info.bootstrap())) {
            Eventually.eventually(LIMIT, () -> {
                assertThat(OutputLines.read(run.outputFile())).hasSizeGreaterThanOrEqualTo(ROWS);
                assertThat(tables.training()).hasSizeGreaterThanOrEqualTo(ROWS);
                settled.check();
            });
            evidence.checkNoDeadLetters(log);
            evidence.checkFile(run.outputFile());
            evidence.checkTraining(tables);
            evidence.checkFormation(tables, log);
            evidence.checkCalls(log);
        }
    }

    private static long inFlight(Feeder feeder, RelaisRun run) throws Exception {
        try (Stream<String> lines = Files.lines(run.outputFile())) {
            return feeder.fed() - lines.count() / 2;
        }
    }

    private static void tell(List<String> kills, long start) {
        System.out.printf(
                "KillsIT: %,d rows, %d kills or pauses, %.1f s: %s%n",
                ROWS, kills.size(), (System.nanoTime() - start) / 1e9, kills);
    }
}
