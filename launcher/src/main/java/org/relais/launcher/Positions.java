package org.relais.launcher;

import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;

/**
 * How far each file was read, as the topic of positions tells it. What was sent stays sent when the service forgets its file, since that moved to
 * the archive, was deleted or replaced; a file that appears under another name is the one that it was. Not thread-safe.
 */
final class Positions {
    private final Map<String, FilePosition> positions = new HashMap<>();

    /** Where each file was seen last. */
    private final Map<String, String> keys = new HashMap<>();

    /** Files that are not at their place any more, as they were there. They may appear elsewhere: in the same transaction, or much later. */
    private final Map<String, FilePosition> gone = new HashMap<>();

    /** By service: the rows of files that are gone. */
    private final Map<String, Long> goneRows = new HashMap<>();

    void take(ConsumerRecord<byte[], byte[]> each) {
        if (each.key() == null) return;
        String key = new String(each.key(), StandardCharsets.UTF_8);
        @Nullable FilePosition now = each.value() == null ? null : FilePosition.of(each.value());
        @Nullable FilePosition before = now == null ? positions.remove(key) : positions.put(key, now);
        if (before != null && now != null && now.continues(before)) return;
        if (before != null) leave(key, before);
        if (now != null) appear(key, now);
    }

    private void leave(String key, FilePosition position) {
        String file = file(key, position);
        if (keys.remove(file, key)) {
            gone.put(file, position);
            goneRows.merge(service(key), position.rows(), Long::sum);
        }
    }

    private void appear(String key, FilePosition position) {
        String file = file(key, position);
        keys.put(file, key);
        @Nullable FilePosition earlier = gone.remove(file);
        if (earlier != null && position.continues(earlier)) {
            goneRows.merge(service(key), -earlier.rows(), Long::sum);
        }
    }

    /** Each service has its own rows of a file. */
    private static String file(String key, FilePosition position) {
        return position.file() == null ? key : service(key) + '/' + position.file();
    }

    private static String service(String key) {
        return key.substring(0, Math.max(0, key.indexOf('/')));
    }

    /** By the file's key, which begins with the service and ends in its path. */
    Map<String, FilePosition> byKey() {
        return positions;
    }

    /** Rows sent from all files. */
    long rows() {
        return positions.values().stream().mapToLong(FilePosition::rows).sum()
                + goneRows.values().stream().mapToLong(Long::longValue).sum();
    }

    /** Rows sent by one service. */
    long rows(String service) {
        return positions.entrySet().stream()
                        .filter(position -> position.getKey().startsWith(service + "/"))
                        .mapToLong(position -> position.getValue().rows())
                        .sum()
                + goneRows.getOrDefault(service, 0L);
    }
}
