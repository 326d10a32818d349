package org.relais.csv;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.relais.messages.Formation;
import org.relais.messages.FormationRequest;
import org.relais.messages.Topic;
import org.relais.messages.Topics;
import org.relais.runtime.Outbox;
import org.relais.runtime.RejectedException;

/** Keeps what it gets, transaction by transaction, and can lose the last one, as a crash does. */
final class RecordingOutbox implements Outbox {

    final List<Formation> rows = new ArrayList<>();
    final List<Dead> dead = new ArrayList<>();
    final List<String> events = new ArrayList<>();
    final Map<String, byte[]> positions = new TreeMap<>();

    private final List<Formation> newRows = new ArrayList<>();
    private final List<Dead> newDead = new ArrayList<>();
    private final List<String> newEvents = new ArrayList<>();
    private final Map<String, byte @Nullable []> newPositions = new HashMap<>();

    /** How many messages make a transaction full. */
    int capacity = 5_000;

    /** What is refused as too large for the broker. */
    @Nullable
    String refused;

    /** Happens once, when the next row is sent: what others do to the files while they are read. */
    @Nullable
    Runnable meanwhile;

    /** A dead letter: origin, reason and what was read. */
    record Dead(String origin, String reason, String text) {}

    @Override
    public boolean isFull() {
        return newRows.size() + newDead.size() >= capacity;
    }

    @Override
    public <Q> void send(Topic<Q, ?> target, Q body) {
        if (!target.equals(Topics.ROUTER)) {
            throw new AssertionError("sent to " + target);
        }
        Formation formation = ((FormationRequest) body).formation();
        if (refused != null && refused.equals(formation.nom())) {
            throw new RejectedException("too large");
        }
        newRows.add(formation);
        Runnable now = meanwhile;
        meanwhile = null;
        if (now != null) {
            now.run();
        }
    }

    @Override
    public void position(String key, byte @Nullable [] value) {
        newPositions.put(key, value);
    }

    @Override
    public void deadLetter(String origin, String reason, byte[] bytes) {
        newDead.add(new Dead(origin, reason, new String(bytes, StandardCharsets.UTF_8)));
    }

    @Override
    public void event(String text) {
        newEvents.add(text);
    }

    void commit() {
        rows.addAll(newRows);
        dead.addAll(newDead);
        events.addAll(newEvents);
        newPositions.forEach((key, value) -> {
            if (value == null) {
                positions.remove(key);
            } else {
                positions.put(key, value);
            }
        });
        abort();
    }

    void abort() {
        newRows.clear();
        newDead.clear();
        newEvents.clear();
        newPositions.clear();
    }
}
