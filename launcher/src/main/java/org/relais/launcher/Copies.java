package org.relais.launcher;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;
import org.relais.messages.Bodies;
import org.relais.messages.ComponentStatus;
import org.relais.messages.InvalidMessageException;

/** What each copy of each component last said of itself, the present ones and those of the past. */
final class Copies {
    /** A copy gives a sign of life every ten seconds. */
    private static final Duration SILENCE = Duration.ofSeconds(25);

    private static final Bodies<ComponentStatus> BODIES = Bodies.of(ComponentStatus.class);

    private final Map<String, ComponentStatus> copies = new TreeMap<>();
    private final Map<String, ComponentStatus> former = new HashMap<>();

    void take(ConsumerRecord<byte[], byte[]> each) {
        if (each.key() == null) return;
        String key = new String(each.key(), StandardCharsets.UTF_8);
        ComponentStatus before = copies.remove(key);
        if (before == null) former.remove(key);
        else former.put(key, before);
        if (each.value() != null) put(key, each.value());
    }

    private void put(String key, byte[] value) {
        try {
            copies.put(key, BODIES.read(value));
        } catch (InvalidMessageException laterVersion) {
            return;
        }
    }

    Collection<ComponentStatus> all() {
        return copies.values();
    }

    /** Those of a component that are alive. */
    List<ComponentStatus> alive(String component) {
        return copies.values().stream()
                .filter(copy -> copy.component().equals(component) && isAlive(copy))
                .toList();
    }

    /** What the same copy said before that; null if nothing is known. */
    @Nullable
    ComponentStatus before(ComponentStatus copy) {
        return former.get(copy.key());
    }

    /** Whether it has given a sign of life lately, and has not said that it ends. */
    static boolean isAlive(ComponentStatus copy) {
        return !hasStopped(copy) && Instant.parse(copy.time()).plus(SILENCE).isAfter(Instant.now());
    }

    static boolean hasStopped(ComponentStatus copy) {
        return copy.parts().stream().allMatch(part -> part.state().equals("STOPPED"));
    }
}
