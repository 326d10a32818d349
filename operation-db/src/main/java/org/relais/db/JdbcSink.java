package org.relais.db;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.Map;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;
import org.relais.runtime.Assignment;
import org.relais.runtime.Cursor;
import org.relais.runtime.FencedException;
import org.relais.runtime.RetryableException;
import org.relais.runtime.Sink;

/**
 * Stores rows and cursors in one transaction of a PostgreSQL database, over one connection that is held from {@link #open} to the next
 * {@code open}.
 *
 * <p>Not thread-safe.
 */
final class JdbcSink implements Sink<Rows> {

    private final Database database;
    private final Cursors cursors = new Cursors();
    private @Nullable Connection connection;
    private @Nullable Transaction transaction;
    private @Nullable Rows rows;

    /** A constraint has spoken at COMMIT, where no message can be told from another: from then on it is asked before. */
    private boolean asksEarly;

    JdbcSink(DatabaseSettings settings) {
        this.database = new Database(settings);
    }

    @Override
    public Map<TopicPartition, Cursor> open(Assignment partitions) {
        try {
            disconnect();
            Connection fresh = database.connect();
            connection = fresh;
            Map<TopicPartition, Cursor> stored = cursors.read(fresh, partitions.topicIds());
            fresh.commit();
            transaction = new Transaction(fresh, asksEarly);
            rows = new Rows(transaction);
            return stored;
        } catch (SQLException e) {
            throw Failures.retryable(e);
        }
    }

    @Override
    public Rows begin() {
        return rows();
    }

    @Override
    public void mark() {
        rows().mark();
    }

    @Override
    public void undo() {
        rows().undo();
    }

    @Override
    public void push() {
        rows().push();
    }

    @Override
    public void rollback() {
        rows().rollback();
    }

    @Override
    public String commit(Map<TopicPartition, Cursor> moved) {
        rows().clear();
        try {
            Connection ending = opened(transaction).end();
            if (!cursors.advance(ending, moved)) {
                ending.rollback();
                throw new FencedException("another process has moved one of the cursors of " + moved.keySet());
            }
            ending.commit();
            cursors.advanced(moved);
            return "";
        } catch (SQLException e) {
            asksEarly |= Failures.isRejection(e);
            throw uncertain(e);
        }
    }

    @Override
    public void close() {
        try {
            disconnect();
        } catch (SQLException e) {
            throw Failures.retryable(e);
        } finally {
            database.close();
        }
    }

    private Rows rows() {
        return opened(rows);
    }

    private static <T> T opened(@Nullable T resource) {
        if (resource == null) {
            throw new IllegalStateException("open() comes first, also after a failure");
        }
        return resource;
    }

    private void disconnect() throws SQLException {
        Connection old = connection;
        connection = null;
        transaction = null;
        rows = null;
        if (old != null) {
            database.discard(old);
        }
    }

    /** Whether it was committed shows when {@link #open} reads the cursors. */
    private static RetryableException uncertain(SQLException failure) {
        return new RetryableException("the batch may or may not be committed: " + Failures.describe(failure), failure);
    }
}
