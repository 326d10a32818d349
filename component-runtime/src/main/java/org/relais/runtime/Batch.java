package org.relais.runtime;

import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerGroupMetadata;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;

/**
 * What one poll returned, with the group's state at that moment.
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
}
