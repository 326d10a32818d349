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
 */
record Batch(ConsumerRecords<byte[], byte[]> records, ConsumerGroupMetadata group) {

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

    /** {@return whether any of its messages stands before these offsets} */
    boolean beginsBefore(Map<TopicPartition, OffsetAndMetadata> offsets) {
        return records.partitions().stream().anyMatch(partition -> {
            OffsetAndMetadata offset = offsets.get(partition);
            return offset != null && records.records(partition).get(0).offset() < offset.offset();
        });
    }

    /** {@return how many of the first messages have so many bytes together, and at least one} */
    int within(long most) {
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
        if (count == records.count()) {
            return this;
        }
        Map<TopicPartition, List<ConsumerRecord<byte[], byte[]>>> first = new LinkedHashMap<>();
        Map<TopicPartition, OffsetAndMetadata> next = new HashMap<>();
        int left = count;
        for (TopicPartition partition : records.partitions()) {
            List<ConsumerRecord<byte[], byte[]>> all = records.records(partition);
            int taken = Math.min(left, all.size());
            if (taken > 0) {
                first.put(partition, all.subList(0, taken));
                next.put(partition, taken == all.size() ? next().get(partition) : between(all, taken));
            }
            left -= taken;
        }
        return new Batch(new ConsumerRecords<>(first, next), group);
    }

    /** {@return the batch with all messages but the first so many} */
    Batch behind(int count) {
        Map<TopicPartition, List<ConsumerRecord<byte[], byte[]>>> rest = new LinkedHashMap<>();
        Map<TopicPartition, OffsetAndMetadata> next = new HashMap<>(next());
        int left = count;
        for (TopicPartition partition : records.partitions()) {
            List<ConsumerRecord<byte[], byte[]>> all = records.records(partition);
            int taken = Math.min(left, all.size());
            if (taken < all.size()) {
                rest.put(partition, all.subList(taken, all.size()));
            } else {
                next.remove(partition);
            }
            left -= taken;
        }
        return new Batch(new ConsumerRecords<>(rest, next), group);
    }

    private static OffsetAndMetadata between(List<ConsumerRecord<byte[], byte[]>> records, int place) {
        return new OffsetAndMetadata(
                records.get(place).offset(), records.get(place - 1).leaderEpoch(), "");
    }
}
