package org.relais.db;

import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;
import org.relais.runtime.RetryableException;

/**
 * The numbers of products, from the table's own sequence. One for each question while there is little to do, so that there are no gaps;
 * twice as many when the next question follows soon, so that a large batch asks ten times and not a thousand. Not thread-safe.
 */
final class ProductIds {

    private static final String NEXT =
            "SELECT nextval(pg_get_serial_sequence('public.product', 'id')) FROM generate_series(1, ?)";
    private static final int MOST = 512;
    private static final long SOON_NANOS = 500_000_000;

    private final Deque<Long> drawn = new ArrayDeque<>();
    private @Nullable Rows source;
    private int count = 1;
    private long last = System.nanoTime();

    /**
     * {@return a number that no other product has}
     *
     * @param rows the present connection's: a server that crashed has forgotten what it gave to a transaction that did not commit, and
     *     gives it to the next one
     */
    long next(Rows rows) {
        if (rows != source) {
            drawn.clear();
            source = rows;
        }
        if (drawn.isEmpty()) {
            draw(rows);
        }
        return drawn.remove();
    }

    private void draw(Rows rows) {
        long now = System.nanoTime();
        count = now - last < SOON_NANOS ? Math.min(MOST, 2 * count) : 1;
        last = now;
        try (PreparedStatement question = rows.reading().prepareStatement(NEXT)) {
            question.setInt(1, count);
            try (ResultSet answer = question.executeQuery()) {
                while (answer.next()) {
                    long id = answer.getLong(1);
                    if (answer.wasNull()) {
                        throw new RetryableException("the column id of public.product has no sequence of its own:"
                                + " say ALTER SEQUENCE ... OWNED BY public.product.id");
                    }
                    drawn.add(id);
                }
            }
        } catch (SQLException e) {
            throw Failures.retryable(e); // also where the sequence is exhausted: any other message would fare no better
        }
    }
}
