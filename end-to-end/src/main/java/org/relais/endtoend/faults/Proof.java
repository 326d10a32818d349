package org.relais.endtoend.faults;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.locks.LockSupport;
import org.relais.endtoend.Eventually;
import org.relais.endtoend.FreePorts;
import org.relais.endtoend.Log;
import org.relais.endtoend.RelaisRun;
import org.relais.endtoend.Row;
import org.relais.endtoend.Settled;
import org.relais.endtoend.Slowness;
import org.relais.endtoend.Tables;

/**
 * One run: starts a production of real processes, feeds it, hurts it all the time, and then holds what it has left behind against
 * every guarantee. Used by one thread.
 */
public final class Proof implements AutoCloseable {
    private static final Duration RECOVERY_LIMIT = Duration.ofSeconds(60);
    private static final Duration STANDSTILL = Duration.ofSeconds(90);
    private static final long TELL_NANOS = 10_000_000_000L;
    private static final long LOOK_NANOS = 500_000_000;
    private static final int PAUSE_MILLIS = 600;

    private final Plan plan;
    private final Path data;
    private final PrintStream progress;
    private final Rows rows;
    private final Random random;
    private final RecoversWithin recoversWithin;
    private final Path productionFile;
    private final List<String> options;
    private final RelaisRun run;
    private final long begin = System.nanoTime();
    private final Map<String, Integer> faults = new TreeMap<>();
    private final List<String> differences = new ArrayList<>();
    private int kills;
    private long told;

    private Proof(Plan plan, Path home, Path data, PrintStream progress) throws IOException {
        this.plan = plan;
        this.data = Files.createDirectories(data).toAbsolutePath();
        this.progress = progress;
        this.rows = new Rows(plan.seed());
        this.random = new Random(plan.seed());
        this.recoversWithin = new RecoversWithin(Slowness.scale(RECOVERY_LIMIT));
        this.productionFile = ProductionUnderFire.write(this.data.resolve("production.yml"));
        Path csv = Files.writeString(this.data.resolve(Feed.FILE), Row.HEADER);
        this.options = List.of(
                "--production",
                productionFile.toString(),
                "--kafka-port",
                Integer.toString(FreePorts.next()),
                "--postgres-port",
                Integer.toString(FreePorts.next()));
        List<String> first = new ArrayList<>(options);
        first.addAll(List.of("--csv", csv.toString()));
        this.run = RelaisRun.start(home, this.data.resolve("data"), first);
    }

    /**
     * Starts the production.
     *
     * @param home the clone whose jars are proved
     * @param data an empty folder, where everything goes
     * @param progress where to tell how far it is
     */
    public static Proof begin(Plan plan, Path home, Path data, PrintStream progress) throws IOException {
        progress.println("prove: seed " + plan.seed());
        return new Proof(plan, home, data, progress);
    }

    /** Runs to the end. */
    public Report run() throws IOException, SQLException {
        run.awaitStarted();
        Eventually.eventually(Scene.limit(), () -> new Tables(run.info().jdbc()).numberRows());
        String bootstrap = run.info().bootstrap();
        try (Injections injections = new Injections(rows, bootstrap, Work.PRODUCTION);
                Recoveries recoveries = new Recoveries(bootstrap, recoversWithin, Slowness.scale(STANDSTILL))) {
            Feed feed = new Feed(
                    run.csvFolder(),
                    rows,
                    injections,
                    new Random(plan.seed() + 1),
                    plan.rate(),
                    () -> Scene.size(run.outputFile()));
            Eventually.eventually(Scene.limit(), recoveries::start);
            feed.start();
            hurt(new Scene(run, options, productionFile, feed, recoveries, random));
            feed.finish(plan.rows(), Slowness.scale(STANDSTILL));
            return check(feed, bootstrap);
        }
    }

    /** What can't go on is as bad as a broken promise, but what has happened until then is checked nevertheless. */
    private void hurt(Scene scene) {
        Deck deck = new Deck(random, plan.othersInRound(), plan.isLong());
        try {
            scene.awaitProgress();
            while (!isEnough()) {
                strike(deck.next(), scene);
            }
            scene.recoveries().awaitAll();
        } catch (Exception | AssertionError e) {
            differences.add("the run could not go on: " + e);
        }
    }

    private boolean isEnough() {
        Duration time = plan.time();
        return kills >= plan.kills() || (time != null && System.nanoTime() - begin > time.toNanos());
    }

    /** Some faults hit work; the others come while the victims of those before may not work yet. */
    private void strike(Fault fault, Scene scene) throws Exception {
        if (random.nextInt(plan.haste()) == 0) {
            scene.recoveries().awaitAll();
            scene.awaitProgress();
        }
        Scene.pass(random.nextInt(PAUSE_MILLIS));
        note(fault.kind());
        if (fault.strike(scene)) {
            fault.kinds().forEach(kind -> faults.merge(kind, 1, Integer::sum));
            kills += fault.kills();
        }
        tell(scene.feed());
    }

    private void note(String what) throws IOException {
        String line = String.format(Locale.ROOT, "%s %s%n", java.time.Instant.now(), what);
        Files.writeString(data.resolve("faults.log"), line, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    }

    private void tell(Feed feed) {
        if (System.nanoTime() - told > TELL_NANOS) {
            told = System.nanoTime();
            progress.printf(
                    Locale.ROOT,
                    "prove: %,d s, %,d faults, %,d of them SIGKILL, %,d rows fed%n",
                    (told - begin) / 1_000_000_000,
                    faults.values().stream().mapToInt(Integer::intValue).sum(),
                    kills,
                    feed.fed());
        }
    }

    private Report check(Feed feed, String bootstrap) throws IOException, SQLException {
        int count = feed.fed();
        progress.printf(Locale.ROOT, "prove: %,d rows fed; waits until they are through, then checks%n", count);
        Findings findings = new Findings(rows, count);
        try (Settled settled = new Settled(bootstrap, Work.PRODUCTION);
                Log log = new Log(bootstrap)) {
            settle(settled, feed.toBeWritten());
            findings.read(run.outputFile(), new Tables(run.info().jdbc()), log, settled.waiting());
        }
        differences.addAll(findings.differences());
        differences.addAll(recoversWithin.differences());
        long seconds = (System.nanoTime() - begin) / 1_000_000_000;
        return new Report(
                plan.seed(), seconds, faults, kills, findings.counts(), recoversWithin, List.copyOf(differences));
    }

    /** Until all is through, or nothing has moved for long: the findings tell then what is missing. */
    private void settle(Settled settled, long size) throws IOException {
        long standstill = Slowness.scale(STANDSTILL).toNanos();
        long moved = System.nanoTime();
        long last = 0;
        while (System.nanoTime() - moved < standstill) {
            long now = Scene.size(run.outputFile());
            if (now >= size && isSettled(settled)) {
                return;
            }
            moved = now == last ? moved : System.nanoTime();
            last = now;
            LockSupport.parkNanos(LOOK_NANOS);
        }
    }

    private static boolean isSettled(Settled settled) {
        try {
            settled.check();
            return true;
        } catch (Exception | AssertionError notYet) {
            return false;
        }
    }

    /** Where logs and data are. */
    public Path data() {
        return data;
    }

    /** Stops the production. */
    @Override
    public void close() throws IOException {
        run.close();
    }
}
