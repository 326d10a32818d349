package org.relais.benchmarks;

import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.postgresql.PGConnection;
import org.postgresql.PGNotification;
import org.relais.launcher.Postgres;

/**
 * Sees rows in the formation table as soon as they are there: a trigger notifies this connection of each, which the database does when
 * the row's transaction is committed. To ask again and again would take processor time from what is measured. Each row's id is
 * its number, from 0.
 */
final class Arrivals {

    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final int LOOK_MILLIS = 1_000;
    private static final String[] LISTEN = {
        "TRUNCATE public.formation",
        "CREATE OR REPLACE FUNCTION public.arrived() RETURNS trigger LANGUAGE plpgsql AS"
                + " $$ BEGIN PERFORM pg_notify('arrivals', NEW.id::text); RETURN NULL; END $$",
        "CREATE OR REPLACE TRIGGER arrived AFTER INSERT ON public.formation FOR EACH ROW EXECUTE FUNCTION public.arrived()",
        "LISTEN arrivals"
    };

    private final Postgres postgres;
    private final long[] seen;
    private final CompletableFuture<long[]> all = new CompletableFuture<>();
    private int missing;

    /** @param count how many rows will come */
    Arrivals(Postgres postgres, int count) {
        this.postgres = postgres;
        this.seen = new long[count];
        this.missing = count;
    }

    /** Empties the table and begins to look. */
    void start() throws IOException {
        try {
            Connection connection = postgres.connect("DemoData");
            try (Statement statement = connection.createStatement()) {
                for (String each : LISTEN) {
                    statement.execute(each);
                }
            }
            Thread thread = new Thread(() -> look(connection), "arrivals");
            thread.setDaemon(true);
            thread.start();
        } catch (SQLException e) {
            throw new IOException("rows can't be looked for: " + e.getMessage(), e);
        }
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

    private void look(Connection connection) {
        try (connection) {
            PGConnection notified = connection.unwrap(PGConnection.class);
            while (missing > 0) {
                take(notified.getNotifications(LOOK_MILLIS));
            }
            all.complete(seen);
        } catch (SQLException e) {
            all.completeExceptionally(e);
        }
    }

    private void take(PGNotification[] arrivals) {
        long now = System.nanoTime();
        for (PGNotification arrival : arrivals) {
            int id = Integer.parseInt(arrival.getParameter());
            missing -= seen[id] == 0 ? 1 : 0;
            seen[id] = now;
        }
    }
}
