package org.relais.messages.trace;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.OffsetAndTimestamp;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;
import org.relais.messages.Patience;

/**
 * Reads partitions side by side from a point in time until all have passed another one, or ended where they ended when the scan
 * began. Used by one thread.
 */
final class Scan {

    /** Later than all messages. */
    static final Instant FOR_EVER = Instant.ofEpochMilli(Long.MAX_VALUE);

    private static final int SOME = 1_000;

    private final Consumer<byte[], byte[]> consumer;
    private final Matches matches;
    private final Function<ConsumerRecord<byte[], byte[]>, Find> reader;
    private final Map<TopicPartition, Long> ends;
    private final Map<TopicPartition, Long> reached = new HashMap<>();
    private final List<Find> found = new ArrayList<>();

    /** @param reader takes from a record of the session what is kept of it */
    Scan(
            Consumer<byte[], byte[]> consumer,
            Collection<TopicPartition> partitions,
            Matches matches,
            Function<ConsumerRecord<byte[], byte[]>, Find> reader) {
        this.consumer = consumer;
        this.matches = matches;
        this.reader = reader;
        consumer.assign(partitions);
        this.ends = consumer.endOffsets(partitions);
        ends.keySet().forEach(partition -> consumer.seek(partition, 0));
    }

    /** Skips what was sent before; never goes back. */
    void skipTo(Instant time) {
        long millis = Math.max(0, time.toEpochMilli());
        Map<TopicPartition, Long> wanted =
                ends.keySet().stream().collect(Collectors.toMap(partition -> partition, partition -> millis));
        consumer.offsetsForTimes(wanted).forEach(this::skipTo);
    }

    private void skipTo(TopicPartition partition, @Nullable OffsetAndTimestamp place) {
        long offset = place == null ? end(partition) : place.offset();
        consumer.seek(partition, Math.max(consumer.position(partition), offset));
    }

    /**
     * Reads on.
     *
     * @param limit until messages were sent after this; asked after each find, since it may grow
     * @param enough whether to stop at once
     */
    void read(Supplier<Instant> limit, BooleanSupplier enough) {
        Patience patience = new Patience(consumer);
        while (!enough.getAsBoolean() && chooseUnread(limit.get().toEpochMilli())) {
            readSome(patience);
        }
    }

    /** As long as polls are full: each is small, for the sake of large messages, and choosing costs more than that. */
    private void readSome(Patience patience) {
        ConsumerRecords<byte[], byte[]> records = patience.poll();
        records.forEach(this::take);
        for (int read = records.count();
                records.count() >= Traces.POLL_RECORDS && read < SOME;
                read += records.count()) {
            records = consumer.poll(Duration.ZERO);
            records.forEach(this::take);
        }
    }

    private void take(ConsumerRecord<byte[], byte[]> record) {
        TopicPartition partition = new TopicPartition(record.topic(), record.partition());
        reached.merge(partition, record.timestamp(), Math::max);
        if (record.offset() < end(partition) && matches.isOfSession(record)) {
            found.add(reader.apply(record));
        }
    }

    /** {@return whether there is anything left to read before the limit} */
    private boolean chooseUnread(long limit) {
        Set<TopicPartition> unread = ends.keySet().stream()
                .filter(partition -> consumer.position(partition) < end(partition))
                .filter(partition -> reached.getOrDefault(partition, Long.MIN_VALUE) <= limit)
                .collect(Collectors.toSet());
        List<TopicPartition> done = new ArrayList<>(ends.keySet());
        done.removeAll(unread);
        consumer.pause(done);
        consumer.resume(unread);
        return !unread.isEmpty();
    }

    /** {@return how many offsets have not been read} */
    long remaining() {
        return ends.entrySet().stream()
                .mapToLong(end -> end.getValue() - consumer.position(end.getKey()))
                .sum();
    }

    List<Find> found() {
        return found;
    }

    /** {@return whether there was more in these partitions when the scan began than a reader of what is committed may see} */
    boolean isBehind(Map<TopicPartition, Long> written) {
        return written.entrySet().stream().anyMatch(end -> end(end.getKey()) < end.getValue());
    }

    private long end(TopicPartition partition) {
        return ends.getOrDefault(partition, 0L);
    }
}
