package org.relais.runtime;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.TopicPartition;

/** One process's way to the {@link Outside}, which refuses rows that begin with {@code bad}. */
final class MemorySink implements Sink<List<String>> {

    private final Outside outside;
    private final List<String> rows = new ArrayList<>();
    private final Map<TopicPartition, Cursor> expected = new HashMap<>();
    private int pushed;
    private int marked;
    private int pushes;

    MemorySink(Outside outside) {
        this.outside = outside;
    }

    int pushes() {
        return pushes;
    }

    @Override
    public Map<TopicPartition, Cursor> open(Assignment partitions) {
        Map<TopicPartition, Cursor> cursors = outside.open(partitions);
        expected.clear();
        expected.putAll(cursors);
        return cursors;
    }

    @Override
    public List<String> begin() {
        rows.clear();
        pushed = 0;
        return rows;
    }

    @Override
    public void mark() {
        marked = rows.size();
    }

    @Override
    public void undo() {
        cutTo(marked);
    }

    @Override
    public void push() {
        pushes++;
        if (rows.subList(pushed, rows.size()).stream().anyMatch(row -> row.startsWith("bad"))) {
            throw new RejectedException("the outside refuses it");
        }
        pushed = rows.size();
    }

    @Override
    public void rollback() {
        cutTo(pushed);
    }

    @Override
    public String commit(Map<TopicPartition, Cursor> cursors) {
        outside.commit(rows.subList(0, pushed), expected, cursors);
        expected.putAll(cursors);
        return "";
    }

    @Override
    public void close() {}

    private void cutTo(int size) {
        rows.subList(size, rows.size()).clear();
    }
}
