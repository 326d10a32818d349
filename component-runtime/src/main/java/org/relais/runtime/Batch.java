package org.relais.runtime;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerGroupMetadata;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.Header;

/**
 * What one poll returned, or a part of it, with the group's state at that moment. Its order is that of the partitions, one after the other.
 *
 * @param records the messages
 * @param group what offsets are committed with: taken at the poll, since later state could belong to another owner of the partitions
 * @param bound so many bytes the messages have at most, as far as that is known
 */
record Batch(ConsumerRecords<byte[], byte[]> records, ConsumerGroupMetadata group, long bound) {

    private static final long UNKNOWN = Long.MAX_VALUE;

    Batch(ConsumerRecords<byte[], byte[]> records, ConsumerGroupMetadata group) {
        this(records, group, UNKNOWN);
    }

    boolean isEmpty() {
        return records.isEmpty();
    }

    /** {@return the time stamp of the oldest message, as milliseconds since 1970} */
    long oldest() {
        return records.partitions().stream()
                .mapToLong(partition -> records.records(partition).get(0).timestamp())
                .min()
                .orElseThrow();
    }

    /** {@return where to go on; not the last offset plus one, since commit markers take offsets too} */
    Map<TopicPartition, OffsetAndMetadata> next() {
        return records.nextOffsets();
    }

    /** {@return how many of the first messages have so many bytes together, and at least one} */
    int within(long most) {
        if (bound <= most) {
            return records.count();
        }
        int count = 0;
        long bytes = 0;
        for (ConsumerRecord<byte[], byte[]> record : records) {
            bytes += size(record);
            if (bytes > most && count > 0) {
                return count;
            }
            count++;
        }
        return count;
    }

    /** {@return how many bytes a message has} */
    static long size(ConsumerRecord<byte[], byte[]> record) {
        long size = Math.max(0, record.serializedKeySize()) + (long) Math.max(0, record.serializedValueSize());
        for (Header header : record.headers()) {
            size += header.key().length() + Sender.length(header.value());
        }
        return size;
    }

    /** {@return the batch with its first so many messages, as if the poll had returned no more} */
    Batch first(int count) {
        return count == records.count() ? this : head(counts(count));
    }

    /** {@return the batch with all messages but the first so many} */
    Batch behind(int count) {
        return tail(counts(count));
    }

    /** {@return the batch with those messages that stand before these offsets; none of a partition that has no such offset} */
    Batch before(Map<TopicPartition, OffsetAndMetadata> offsets) {
        return head(counts(offsets));
    }

    /** {@return the batch with all other messages than {@link #before}} */
    Batch notBefore(Map<TopicPartition, OffsetAndMetadata> offsets) {
        return tail(counts(offsets));
    }

    /** {@return how many of the first so many messages each partition has} */
    private Map<TopicPartition, Integer> counts(int count) {
        Map<TopicPartition, Integer> counts = new HashMap<>();
        int left = count;
        for (TopicPartition partition : records.partitions()) {
            int taken = Math.min(left, records.records(partition).size());
            counts.put(partition, taken);
            left -= taken;
        }
        return counts;
    }

    private Map<TopicPartition, Integer> counts(Map<TopicPartition, OffsetAndMetadata> offsets) {
        Map<TopicPartition, Integer> counts = new HashMap<>();
        for (TopicPartition partition : records.partitions()) {
            OffsetAndMetadata end = offsets.get(partition);
            long taken = end == null
                    ? 0
                    : records.records(partition).stream()
                            .takeWhile(record -> record.offset() < end.offset())
                            .count();
            counts.put(partition, (int) taken);
        }
        return counts;
    }

    private Batch head(Map<TopicPartition, Integer> counts) {
        Map<TopicPartition, List<ConsumerRecord<byte[], byte[]>>> head = new LinkedHashMap<>();
        Map<TopicPartition, OffsetAndMetadata> next = new HashMap<>();
        for (TopicPartition partition : records.partitions()) {
            List<ConsumerRecord<byte[], byte[]>> all = records.records(partition);
            int taken = counts.getOrDefault(partition, 0);
            if (taken > 0) {
                head.put(partition, all.subList(0, taken));
                next.put(partition, taken == all.size() ? next().get(partition) : between(all, taken));
            }
        }
        return new Batch(new ConsumerRecords<>(head, next), group, bound);
    }

    private Batch tail(Map<TopicPartition, Integer> counts) {
        Map<TopicPartition, List<ConsumerRecord<byte[], byte[]>>> tail = new LinkedHashMap<>();
        Map<TopicPartition, OffsetAndMetadata> next = new HashMap<>(next());
        for (TopicPartition partition : records.partitions()) {
            List<ConsumerRecord<byte[], byte[]>> all = records.records(partition);
            int taken = counts.getOrDefault(partition, 0);
            if (taken < all.size()) {
                tail.put(partition, all.subList(taken, all.size()));
            } else {
                next.remove(partition);
            }
        }
        return new Batch(new ConsumerRecords<>(tail, next), group, bound);
    }

    private static OffsetAndMetadata between(List<ConsumerRecord<byte[], byte[]>> records, int place) {
        return new OffsetAndMetadata(
                records.get(place).offset(), records.get(place - 1).leaderEpoch(), "");
    }
}
