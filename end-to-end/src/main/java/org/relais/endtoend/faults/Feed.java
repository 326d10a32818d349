package org.relais.endtoend.faults;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Locale;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongSupplier;
import org.relais.endtoend.Row;

/**
 * Feeds a production with rows, sometimes few, sometimes many, so that work is in flight whenever something is hurt: appends them to a CSV
 * file, and injects some. Holds back while too much is in flight. Threads may share it.
 */
final class Feed {
    private static final long TICK_NANOS = 50_000_000;
    private static final int TICKS_PER_SECOND = 20;
    private static final int MOST_IN_FLIGHT = 30_000;
    private static final int MOST_AT_ONCE = 2_000;
    private static final double[] RATES = {0.2, 0.5, 1, 1.5, 4};

    private final Path folder;
    private final Path file;
    private final Rows rows;
    private final Injections injections;
    private final Random random;
    private final int rate;
    private final LongSupplier done;
    private final CompletableFuture<Void> end = new CompletableFuture<>();
    private volatile int fed;
    private volatile int target = Integer.MAX_VALUE;
    private volatile boolean hurried;
    private int rotations;

    /**
     * @param folder of the CSV files; {@link #FILE} is there, with its header
     * @param rate rows a second on average
     * @param done tells how many rows are through
     */
    Feed(Path folder, Rows rows, Injections injections, Random random, int rate, LongSupplier done) {
        this.folder = folder;
        this.file = folder.resolve(FILE);
        this.rows = rows;
        this.injections = injections;
        this.random = random;
        this.rate = rate;
        this.done = done;
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
            long room = MOST_IN_FLIGHT - (fed - done.getAsLong());
            int wanted = hurried ? MOST_AT_ONCE : (int) Math.ceil(share * rate / TICKS_PER_SECOND);
            feed((int) Math.max(0, Math.min(room, Math.min(wanted, target - fed))));
            injections.check();
            LockSupport.parkNanos(begin + TICK_NANOS - System.nanoTime());
        }
    }

    private synchronized void feed(int count) throws IOException {
        StringBuilder text = new StringBuilder();
        for (int number = fed; number < fed + count; number++) {
            if (rows.sort(number).isInFile()) {
                text.append(rows.csv(number));
            } else {
                injections.send(number);
            }
        }
        Files.write(file, text.toString().getBytes(StandardCharsets.UTF_8), StandardOpenOption.APPEND);
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

    /** Feeds what is left, as fast as it gets through. {@return how many rows there are in all} */
    int finish(int atLeast) {
        hurried = true;
        target = Math.max(atLeast, fed + MOST_AT_ONCE);
        end.join();
        injections.flush();
        return fed;
    }
}
