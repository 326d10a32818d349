package org.relais.launcher;

import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** How far each file was read, as the topic of positions tells it. */
final class Positions {
    private final Map<String, FilePosition> positions = new HashMap<>();

    void take(ConsumerRecord<byte[], byte[]> each) {
        if (each.key() == null) return;
        String key = new String(each.key(), StandardCharsets.UTF_8);
        if (each.value() == null) positions.remove(key);
        else positions.put(key, FilePosition.of(each.value()));
    }

    /** By the file's key, which ends in its path. */
    Map<String, FilePosition> byKey() {
        return positions;
    }

    /** Rows sent from all files. */
    long rows() {
        return positions.values().stream().mapToLong(FilePosition::rows).sum();
    }

    /** Rows sent by one service. */
    long rows(String service) {
        return positions.entrySet().stream()
                .filter(position -> position.getKey().startsWith(service + "/"))
                .mapToLong(position -> position.getValue().rows())
                .sum();
    }
}
