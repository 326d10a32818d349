package org.relais.runtime;

import java.util.List;
import java.util.Map;
import java.util.concurrent.Semaphore;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/**
 * A sink whose cursor is the group's offset, as that of a file is.
 *
 * @param turn whoever has it may write; null: anybody may
 */
record CursorlessSink(MemorySink sink, @Nullable Semaphore turn) implements Sink<List<String>> {

    CursorlessSink(MemorySink sink) {
        this(sink, null);
    }

    @Override
    public boolean exclusive() {
        return turn != null;
    }

    @Override
    public boolean acquire() {
        return turn == null || turn.tryAcquire();
    }

    @Override
    public boolean storesCursors() {
        return false;
    }

    @Override
    public Map<TopicPartition, Cursor> open(Assignment partitions) {
        return sink.open(partitions);
    }

    @Override
    public List<String> begin() {
        return sink.begin();
    }

    @Override
    public void mark() {
        sink.mark();
    }

    @Override
    public void undo() {
        sink.undo();
    }

    @Override
    public void push() {
        sink.push();
    }

    @Override
    public void rollback() {
        sink.rollback();
    }

    @Override
    public String commit(Map<TopicPartition, Cursor> cursors) {
        return sink.commit(cursors);
    }

    @Override
    public void close() {
        sink.close();
    }
}
