package org.relais.db;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What waits for its store, so that each store gets all of a batch at once. Not thread-safe. */
final class Deferred {

    private final List<Waiting<?>> waiting = new ArrayList<>();
    private int marked;

    <T> void add(Store<T> store, T thing) {
        waiting.add(new Waiting<>(store, thing));
    }

    boolean isEmpty() {
        return waiting.isEmpty();
    }

    void mark() {
        marked = waiting.size();
    }

    void undo() {
        waiting.subList(marked, waiting.size()).clear();
    }

    void clear() {
        waiting.clear();
        mark();
    }

    void sendAll(Connection connection) throws SQLException {
        Map<Store<?>, List<Object>> byStore = new LinkedHashMap<>();
        waiting.forEach(each -> byStore.computeIfAbsent(each.store(), unused -> new ArrayList<>())
                .add(each.thing()));
        clear();
        for (Map.Entry<Store<?>, List<Object>> each : byStore.entrySet()) {
            store(each.getKey(), connection, each.getValue());
        }
    }

    @SuppressWarnings("unchecked") // add() takes only what fits
    private static <T> void store(Store<T> store, Connection connection, List<Object> things) throws SQLException {
        store.store(connection, (List<T>) things);
    }

    private record Waiting<T>(Store<T> store, T thing) {}
}
