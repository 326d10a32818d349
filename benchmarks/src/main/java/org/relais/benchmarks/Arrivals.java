package org.relais.benchmarks;

import java.io.IOException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;
import org.relais.launcher.Postgres;

/**
 * Sees rows in the formation table as soon as they are there: asks 200 times a second for those behind the last one it knows
 * (a range of {@code ctid}, so that only the table's last page is read). Each row's id is its number, from 0.
 */
final class Arrivals {

    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final long PAUSE_NANOS = 4_000_000;
    private static final String NEW_ROWS =
            "SELECT id, ctid::text FROM public.formation WHERE ctid > ?::tid ORDER BY ctid";

    private final Postgres postgres;
    private final long[] seen;
    private final CompletableFuture<long[]> all = new CompletableFuture<>();
    private String last = "(0,0)";
    private int missing;

    /** @param count how many rows will come */
    Arrivals(Postgres postgres, int count) {
        this.postgres = postgres;
        this.seen = new long[count];
        this.missing = count;
    }

    /** Begins to look. */
    void start() {
        Thread thread = new Thread(this::look, "arrivals");
        thread.setDaemon(true);
        thread.start();
    }

    /** {@return when each row was seen, as {@link System#nanoTime}} */
    long[] await() throws IOException, InterruptedException {
        try {
            return all.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        } catch (ExecutionException e) {
            throw new IOException("rows can't be looked for", e.getCause());
        } catch (TimeoutException e) {
            throw new IllegalStateException("not every injected message became a row", e);
        }
    }

    private void look() {
        try (Connection connection = postgres.connect("DemoData");
                PreparedStatement query = connection.prepareStatement(NEW_ROWS)) {
            while (missing > 0) {
                look(query);
                LockSupport.parkNanos(PAUSE_NANOS);
            }
            all.complete(seen);
        } catch (SQLException e) {
            all.completeExceptionally(e);
        }
    }

    private void look(PreparedStatement query) throws SQLException {
        query.setString(1, last);
        try (ResultSet rows = query.executeQuery()) {
            long now = System.nanoTime();
            while (rows.next()) {
                int id = rows.getInt(1);
                missing -= seen[id] == 0 ? 1 : 0;
                seen[id] = now;
                last = rows.getString(2);
            }
        }
    }
}
