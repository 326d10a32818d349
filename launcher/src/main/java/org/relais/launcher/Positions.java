package org.relais.launcher;

import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;

/**
 * How far each file was read, as the topic of positions tells it. What was sent stays sent when the service forgets its file, since that moved to
 * the archive or was deleted; a file that appears under another name brings its rows along. What is replaced under its name goes on counting.
 * Not thread-safe.
 */
final class Positions {
    /** Rotated files change their names in one transaction, whatever the order in which it tells of them. */
    private static final long TRANSACTION_MILLIS = 10_000;

    private final Map<String, FilePosition> positions = new HashMap<>();

    /** Where each file was seen last. */
    private final Map<String, String> keys = new HashMap<>();

    /** Files that are not at their place any more, oldest first. */
    private final Map<String, Gone> gone = new LinkedHashMap<>();

    /** By service: the rows of files that are gone. */
    private final Map<String, Long> goneRows = new HashMap<>();

    void take(ConsumerRecord<byte[], byte[]> each) {
        if (each.key() == null) return;
        forgetGone(each.timestamp());
        String key = new String(each.key(), StandardCharsets.UTF_8);
        @Nullable FilePosition now = each.value() == null ? null : FilePosition.of(each.value());
        @Nullable FilePosition before = now == null ? positions.remove(key) : positions.put(key, now);
        boolean goesOn = before != null && now != null && now.rows() >= before.rows() && !isFromElsewhere(key, now);
        if (before != null && !goesOn) leave(key, before, each.timestamp());
        if (before != null && goesOn) keys.remove(file(key, before), key);
        if (now != null) appear(key, now);
    }

    /** What is gone for longer moved to the archive; the next file may be given the number by which the system knew it. */
    private void forgetGone(long now) {
        gone.values().removeIf(each -> each.when() + TRANSACTION_MILLIS < now);
    }

    private boolean isFromElsewhere(String key, FilePosition position) {
        String file = file(key, position);
        return gone.containsKey(file) || !keys.getOrDefault(file, key).equals(key);
    }

    private void leave(String key, FilePosition position, long now) {
        String file = file(key, position);
        if (keys.remove(file, key)) {
            gone.put(file, new Gone(position.rows(), now));
            goneRows.merge(service(key), position.rows(), Long::sum);
        }
    }

    private void appear(String key, FilePosition position) {
        String file = file(key, position);
        keys.put(file, key);
        @Nullable Gone earlier = gone.remove(file);
        if (earlier != null && position.rows() >= earlier.rows()) {
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

    private record Gone(long rows, long when) {}
}
