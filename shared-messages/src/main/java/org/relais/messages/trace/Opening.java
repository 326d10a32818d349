package org.relais.messages.trace;

import java.time.Instant;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/**
 * Looks for the request that opened a session. Partitions come in any order, and replies may be met before it: then the search goes on for as
 * long as it may have been sent. Used by one thread.
 */
final class Opening {

    private final Consumer<byte[], byte[]> consumer;
    private final Matches matches;
    private final Steps steps;
    private @Nullable Scan last;

    Opening(Consumer<byte[], byte[]> consumer, Matches matches, Steps steps) {
        this.consumer = consumer;
        this.matches = matches;
        this.steps = steps;
    }

    Optional<Start> find(Collection<TopicPartition> partitions, Instant from, Instant limit) {
        Scan scan = new Scan(consumer, partitions, matches, this::take);
        last = scan;
        scan.skipTo(from);
        scan.read(() -> limit(scan, limit), () -> scan.found().stream().anyMatch(Find::isOpening));
        return Start.of(scan.found());
    }

    private static Instant limit(Scan scan, Instant limit) {
        return Start.of(scan.found())
                .map(Start::limit)
                .filter(soon -> soon.isBefore(limit))
                .orElse(limit);
    }

    private Find take(ConsumerRecord<byte[], byte[]> record) {
        return Find.of(record, steps.withoutBody(record), steps);
    }

    /**
     * {@return whether what was not found may stand behind the end of what is committed}
     *
     * @param written how far the partitions were written before the last search began
     */
    boolean mayBeHidden(Map<TopicPartition, Long> written) {
        return last != null && last.isBehind(written);
    }
}
