package org.relais.db;

import java.sql.Connection;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;
import org.relais.runtime.RejectedException;
import org.relais.runtime.RetryableException;

/**
 * Where handlers put their effects on a database: rows, which are collected and sent together, and, for an effect whose outcome the
 * handler needs to know, the connection itself. All of it becomes durable with the batch's cursors, or not at all.
 *
 * <p>Not thread-safe.
 */
final class Rows {

    private static final int NONE = -1;

    private final Transaction transaction;
    private final RowBuffer collected = new RowBuffer();
    private final Deferred deferred = new Deferred();
    private @Nullable RejectedException earlierRejection;

    /** The message that is being handled: 0 for the first since what was pushed last. */
    private int message = NONE;

    Rows(Transaction transaction) {
        this.transaction = transaction;
    }

    /**
     * Inserts a row.
     *
     * @param table where to
     * @param values one for each column of the table, in their order
     * @throws RejectedException if a column can't take its value
     */
    void insert(Table table, @Nullable Object... values) {
        collected.add(table, values, message);
    }

    /**
     * Has something stored by a means of its own, together with everything else of the batch that goes the same way, and after the rows.
     *
     * @param store the means
     * @param thing what to store
     */
    <T> void store(Store<T> store, T thing) {
        deferred.add(store, thing);
    }

    /**
     * {@return the connection, for a question whose answer does not depend on what this batch has put in}
     *
     * <p>Costs nothing, not even a savepoint: what fails here leaves nothing of the batch's transaction, so that it is never a rejection. What it
     * throws is turned by {@link Failures#retryable} into what a handler may throw.
     */
    Connection reading() throws SQLException {
        return transaction.use();
    }

    /**
     * {@return the connection, in the batch's transaction, with all earlier rows in the tables}
     *
     * <p>Costs a savepoint for each message. It must be neither committed, rolled back nor closed. What it throws is turned by {@link
     * Failures#of} into what a handler may throw.
     *
     * @throws RejectedException if the database refuses one of the earlier rows; whose fault it was is found out by dividing the batch
     * @throws RetryableException if the database is down
     */
    Connection connection() {
        try {
            sendEarlier();
            transaction.mark();
            if (!collected.isEmpty()) {
                collected.sendAll(transaction.use());
            }
            return transaction.use();
        } catch (SQLException e) {
            throw Failures.of(e);
        }
    }

    void mark() {
        message++;
        collected.mark();
        deferred.mark();
        transaction.nextMessage();
    }

    void undo() {
        collected.undo();
        deferred.undo();
        try {
            transaction.undo();
        } catch (SQLException e) {
            throw Failures.retryable(e);
        }
    }

    void push() {
        if (earlierRejection != null) {
            throw earlierRejection;
        }
        try {
            if (!collected.isEmpty()) {
                collected.sendAll(transaction.use());
            }
            if (!deferred.isEmpty()) {
                deferred.sendAll(transaction.use());
            }
            transaction.accept();
            message = NONE;
        } catch (SQLException e) {
            throw Failures.of(e, collected.refused(e));
        }
    }

    void rollback() {
        clear();
        try {
            transaction.rollback();
        } catch (SQLException e) {
            throw Failures.retryable(e);
        }
    }

    void clear() {
        collected.clear();
        deferred.clear();
        earlierRejection = null;
        message = NONE;
    }

    /** Rows of earlier messages that are refused now are not this message's fault: {@link #push} has to say so, too. */
    private void sendEarlier() throws SQLException {
        if (earlierRejection != null) {
            throw earlierRejection;
        }
        if (collected.hasMarked()) {
            try {
                collected.sendMarked(transaction.use());
            } catch (SQLException e) {
                RuntimeException failure = Failures.of(e, collected.refused(e));
                if (failure instanceof RejectedException rejection) {
                    earlierRejection = rejection;
                }
                throw failure;
            }
        }
    }
}
