package org.relais.launcher;

import java.util.Map;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;
import org.relais.messages.Topic;

/**
 * What a component has done ever since. It commits that for each partition, together with the offset, as
 * {@code c=<consumed>,d=<done>,a=<answered>,x=<dead letters>}, and behind a semicolon what concerns its sink.
 *
 * @param done sessions that a process has finished
 * @param answered calls that an operation has answered
 */
record Tally(long done, long answered) {
    static final Tally ZERO = new Tally(0, 0);

    /** Of a whole group: one that reads replies is a process and finishes sessions, another one answers calls. */
    static Tally of(Map<TopicPartition, OffsetAndMetadata> committed) {
        boolean isProcess = committed.keySet().stream().anyMatch(partition -> Topic.isForReplies(partition.topic()));
        String key = isProcess ? "d=" : "a=";
        long count = committed.values().stream()
                .mapToLong(offset -> count(offset, key))
                .sum();
        return isProcess ? new Tally(count, 0) : new Tally(0, count);
    }

    Tally plus(Tally other) {
        return new Tally(done + other.done, answered + other.answered);
    }

    /** A partition that nobody has committed yet has no offset. */
    private static long count(@Nullable OffsetAndMetadata offset, String key) {
        return offset == null ? 0 : count(offset.metadata(), key);
    }

    static long count(String metadata, String key) {
        for (String pair : metadata.replaceFirst("(?s);.*", "").split(",", -1)) {
            if (pair.startsWith(key)) return number(pair.substring(key.length()));
        }
        return 0;
    }

    /** A group of someone else may have any metadata. */
    private static long number(String text) {
        return text.matches("\\d{1,18}") ? Long.parseLong(text) : 0;
    }
}
