package org.relais.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.relais.launcher.Look;
import org.relais.launcher.Production;
import org.relais.launcher.Progress;

/** Measures the production: fresh broker and databases, cold topics, one CSV file. */
final class ProductionRun {

    private static final long LOOK_MILLIS = 500;

    /** Without any progress for so long, there will be none. */
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final Rows rows;
    private final int refusals;
    private final Map<String, String> settings;

    /** @param settings of all components, where they are not their defaults */
    ProductionRun(Rows rows, Map<String, String> settings) {
        this.rows = rows;
        this.refusals = rows.refusals();
        this.settings = settings;
    }

    /**
     * Runs it.
     *
     * @param folder for its data; must not be there yet
     * @throws IllegalStateException if a row was lost or doubled, or a process ended: the figures would mean nothing
     */
    ProductionResult run(Path folder) throws IOException, InterruptedException {
        Path csv = Files.createDirectories(folder).resolve("rows.csv");
        rows.write(csv);
        try (Running running = Running.start(folder, settings, Map.of());
                Progress progress = new Progress(running.production())) {
            Production production = running.production();
            forbid(production);
            Meter meter = new Meter(running.processes());
            Files.move(csv, production.csvFolder().resolve(production.csvPattern()), StandardCopyOption.ATOMIC_MOVE);
            long end = follow(running, progress, meter);
            Map<String, Meter.Used> used = meter.end();
            long own = meter.ownMicros();
            Result.of(production).check(rows);
            String bootstrap = production.broker().bootstrap();
            double recordBytes = RecordSizes.of(bootstrap, FloorTopics.ALL).perRow();
            double logBytes = Sizes.logs(production.data().kafka(), FloorTopics.ALL) / (double) rows.count();
            long nanos = TimeUnit.MILLISECONDS.toNanos(end - RecordSizes.firstTime(bootstrap, FloorTopics.ROUTER));
            return new ProductionResult(rows.count(), nanos, used, own, recordBytes, logBytes);
        } catch (ExecutionException | TimeoutException e) {
            throw new IOException("the broker does not answer", e);
        }
    }

    /** {@return when the last session ended, in milliseconds since 1970; comes back when nothing is left to be done} */
    private long follow(Running running, Progress progress, Meter meter)
            throws IOException, InterruptedException, ExecutionException, TimeoutException {
        long end = 0;
        long moved = System.nanoTime();
        Look look = progress.look();
        while (!look.isQuiet() || ended(look) < rows.count()) {
            TimeUnit.MILLISECONDS.sleep(LOOK_MILLIS);
            running.checkAlive();
            meter.look();
            Look last = look;
            look = progress.look();
            if (ended(look) >= rows.count() && end == 0) {
                end = System.currentTimeMillis();
            }
            moved = look.equals(last) ? moved : System.nanoTime();
            checkMoves(look, moved);
        }
        return end;
    }

    /** A session whose call is refused is parked: it ends with its dead letter. */
    private static long ended(Look look) {
        return look.done() + look.deadLetters();
    }

    private void forbid(Production production) throws IOException {
        if (rows.refused() > 0 && rows.refusal() == Refusal.DATABASE) {
            try (Connection iris = production.postgres().connect("IRISAPP");
                    Statement statement = iris.createStatement()) {
                statement.execute("ALTER TABLE iris.training ADD CONSTRAINT refused CHECK (name NOT LIKE '"
                        + Refusal.FORBIDDEN + "%')");
            } catch (SQLException e) {
                throw new IOException("the constraint can't be made: " + e.getMessage(), e);
            }
        }
    }

    private void checkMoves(Look look, long moved) {
        if (look.deadLetters() > refusals) {
            throw new IllegalStateException(
                    look.deadLetters() + " dead letters: all rows but " + refusals + " must go through");
        }
        if (System.nanoTime() - moved > PATIENCE.toNanos()) {
            throw new IllegalStateException("no progress for " + PATIENCE.toSeconds() + " s: " + look);
        }
    }
}
