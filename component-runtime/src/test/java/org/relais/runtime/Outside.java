package org.relais.runtime;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.apache.kafka.common.TopicPartition;

/**
 * An outside system in memory that keeps rows and cursors together, as a database does, and can be made to fail. Safe for use by several
 * threads: the sinks of several processes write to it.
 */
final class Outside {

    private final List<String> rows = new ArrayList<>();
    private final Map<TopicPartition, Cursor> cursors = new HashMap<>();
    private boolean down;
    private int crashes;
    private int losses;
    private int mostRowsAtOnce;

    synchronized List<String> rows() {
        return List.copyOf(rows);
    }

    /** {@return how many rows were in the largest commit} */
    synchronized int mostRowsAtOnce() {
        return mostRowsAtOnce;
    }

    synchronized Cursor cursor(TopicPartition partition) {
        return Objects.requireNonNull(cursors.get(partition));
    }

    synchronized boolean hasCursors() {
        return !cursors.isEmpty();
    }

    /** From now on nothing can be read or written, or again it can. */
    synchronized void setDown(boolean isDown) {
        down = isDown;
    }

    /** The next commits succeed, but whoever commits dies before it can know. */
    synchronized void crashAfterCommits(int times) {
        crashes = times;
    }

    /** The next commits succeed, but whoever commits is told that the connection was lost. */
    synchronized void loseConnectionAfterCommits(int times) {
        losses = times;
    }

    /** Copies the present state, for {@link #restore}. */
    synchronized Outside backup() {
        Outside copy = new Outside();
        copy.rows.addAll(rows);
        copy.cursors.putAll(cursors);
        return copy;
    }

    synchronized void restore(Outside backup) {
        rows.clear();
        rows.addAll(backup.rows);
        cursors.clear();
        cursors.putAll(backup.cursors);
    }

    synchronized void put(TopicPartition partition, Cursor cursor) {
        cursors.put(partition, cursor);
    }

    MemorySink sink() {
        return new MemorySink(this);
    }

    synchronized Map<TopicPartition, Cursor> open(Assignment partitions) {
        check();
        Map<TopicPartition, Cursor> found = new HashMap<>(cursors);
        found.keySet().retainAll(partitions.topicIds().keySet());
        return found;
    }

    /** All or nothing, and only if nobody else has moved a cursor meanwhile. */
    synchronized void commit(
            List<String> newRows, Map<TopicPartition, Cursor> expected, Map<TopicPartition, Cursor> next) {
        check();
        for (TopicPartition partition : next.keySet()) {
            if (!Objects.equals(cursors.get(partition), expected.get(partition))) {
                throw new FencedException("the cursor of " + partition + " was moved by another process");
            }
        }
        rows.addAll(newRows);
        mostRowsAtOnce = Math.max(mostRowsAtOnce, newRows.size());
        cursors.putAll(next);
        if (crashes > 0) {
            crashes--;
            throw new Crash();
        } else if (losses > 0) {
            losses--;
            throw new RetryableException("the connection was lost");
        }
    }

    private void check() {
        if (down) {
            throw new RetryableException("the outside is down");
        }
    }

    /** What no part of the runtime expects or catches, but for a worker that ends. */
    static final class Crash extends Error {

        private static final long serialVersionUID = 1L;

        Crash() {
            super("died right after the commit");
        }
    }
}
