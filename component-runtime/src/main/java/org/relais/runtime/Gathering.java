package org.relais.runtime;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerGroupMetadata;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;

/** What several polls return, on its way to become one batch. Used by one thread. */
final class Gathering {

    private static final long MOST_BYTES = 4 << 20;

    private final Map<TopicPartition, List<ConsumerRecord<byte[], byte[]>>> records = new LinkedHashMap<>();
    private final Map<TopicPartition, OffsetAndMetadata> next = new HashMap<>();
    private int count;
    private long bytes;

    Gathering(ConsumerRecords<byte[], byte[]> first) {
        add(first);
    }

    void add(ConsumerRecords<byte[], byte[]> polled) {
        for (TopicPartition partition : polled.partitions()) {
            records.computeIfAbsent(partition, none -> new ArrayList<>()).addAll(polled.records(partition));
        }
        next.putAll(polled.nextOffsets());
        count += polled.count();
        polled.forEach(record -> bytes += Batch.size(record));
    }

    /** {@return whether no more than so many messages are here, and few enough bytes} */
    boolean hasRoom(int most) {
        return count <= most && bytes < MOST_BYTES;
    }

    Batch batch(ConsumerGroupMetadata group) {
        return new Batch(new ConsumerRecords<>(records, next), group, bytes);
    }
}
