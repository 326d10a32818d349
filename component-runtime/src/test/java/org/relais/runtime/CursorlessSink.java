package org.relais.runtime;

import java.util.List;
import java.util.Map;
import org.apache.kafka.common.TopicPartition;

/** A sink whose cursor is the group's offset, as that of a file is. */
record CursorlessSink(MemorySink sink) implements Sink<List<String>> {

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
