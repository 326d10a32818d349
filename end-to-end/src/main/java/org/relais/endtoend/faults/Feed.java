package org.relais.endtoend.faults;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.Locale;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongSupplier;
import org.relais.endtoend.OutputLines;
import org.relais.endtoend.Row;

/**
 * Feeds a production with rows, sometimes few, sometimes many, so that work is in flight whenever something is hurt: appends them to a CSV
 * file, and injects some. Holds back while too much is in flight. Threads may share it.
 */
final class Feed {
    private static final long TICK_NANOS = 50_000_000;
    private static final int TICKS_PER_SECOND = 20;
    private static final int MOST_BYTES_IN_FLIGHT = 3_000_000;
    private static final int MOST_AT_ONCE = 2_000;
    private static final double[] RATES = {0.2, 0.5, 1, 1.5, 4};

    private final Path folder;
    private final Path file;
    private final Rows rows;
    private final Injections injections;
    private final Random random;
    private final int rate;
    private final LongSupplier written;
    private final CompletableFuture<Void> end = new CompletableFuture<>();
    private volatile int fed;
    private volatile long toBeWritten;
    private volatile int target = Integer.MAX_VALUE;
    private volatile boolean hurried;
    private int rotations;

    /**
     * @param folder of the CSV files; {@link #FILE} is there, with its header
     * @param rate rows a second on average
     * @param written tells how many bytes the file operation has written
     */
    Feed(Path folder, Rows rows, Injections injections, Random random, int rate, LongSupplier written) {
        this.folder = folder;
        this.file = folder.resolve(FILE);
        this.rows = rows;
        this.injections = injections;
        this.random = random;
        this.rate = rate;
        this.written = written;
    }

    /** The file that grows. */
    static final String FILE = "formation.csv";

    /** Which files are read: those that were rotated have names before the one that grows. */
    static final String PATTERN = "formation*.csv";

    void start() {
        Thread thread = new Thread(this::run, "feed");
        thread.setDaemon(true);
        thread.start();
    }

    private void run() {
        try {
            while (fed < target) {
                phase(RATES[random.nextInt(RATES.length)], 10 + random.nextInt(60));
            }
            end.complete(null);
        } catch (IOException | RuntimeException e) {
            end.completeExceptionally(e);
        }
    }

    private void phase(double share, int ticks) throws IOException {
        for (int tick = 0; tick < ticks && fed < target; tick++) {
            long begin = System.nanoTime();
            int wanted = hurried ? MOST_AT_ONCE : (int) Math.ceil(share * rate / TICKS_PER_SECOND);
            if (toBeWritten - written.getAsLong() < MOST_BYTES_IN_FLIGHT) {
                feed(Math.min(wanted, target - fed));
            }
            injections.check();
            LockSupport.parkNanos(begin + TICK_NANOS - System.nanoTime());
        }
    }

    private synchronized void feed(int count) throws IOException {
        StringBuilder text = new StringBuilder();
        long bytes = 0;
        for (int number = fed; number < fed + count; number++) {
            if (rows.sort(number).isInFile()) {
                text.append(rows.csv(number));
            } else {
                injections.send(number);
            }
            bytes += rows.sort(number).isWritten() ? OutputLines.length(rows.row(number)) : 0;
        }
        Files.write(file, text.toString().getBytes(StandardCharsets.UTF_8), StandardOpenOption.APPEND);
        toBeWritten += bytes;
        fed += count;
    }

    /** As logrotate does: the file gets another name, and a new one begins. */
    synchronized void rotate() throws IOException {
        rotations++;
        Files.move(file, folder.resolve(String.format(Locale.ROOT, "formation-%05d.csv", rotations)));
        Files.writeString(file, Row.HEADER, StandardOpenOption.CREATE_NEW);
    }

    /** As an editor saves: another file takes the place, which begins with the same bytes. */
    synchronized void replace() throws IOException {
        Path next = folder.resolve(".next");
        Files.copy(file, next);
        Files.move(next, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    /** How many rows are fed, those in flight among them. */
    int fed() {
        return fed;
    }

    /** Throws if it can't feed any more. */
    void check() {
        if (end.isCompletedExceptionally()) {
            end.join();
        }
    }

    /** How long the file is when all rows that are fed are written. */
    long toBeWritten() {
        return toBeWritten;
    }

    /**
     * Feeds what is left, as fast as it gets through.
     *
     * @param atLeast how many rows there are to be in all
     * @param standstill when nothing more gets through for so long, this is the end
     */
    void finish(int atLeast, Duration standstill) {
        hurried = true;
        target = Math.max(atLeast, fed + MOST_AT_ONCE);
        long before = 0;
        long moved = System.nanoTime();
        while (!end.isDone()) {
            long now = written.getAsLong();
            moved = now == before ? moved : System.nanoTime();
            target = System.nanoTime() - moved > standstill.toNanos() ? fed : target;
            before = now;
            LockSupport.parkNanos(TICK_NANOS);
        }
        end.join();
        injections.flush();
    }
}
