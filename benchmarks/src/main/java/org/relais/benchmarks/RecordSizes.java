package org.relais.benchmarks;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndTimestamp;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.Header;
import org.relais.runtime.FloorClients;

/**
 * How large the records of each topic are before compression, so that the floor and the production can be compared. Looks at the
 * beginning of each topic only.
 *
 * @param bytesByTopic bytes of an average record: key, value and headers
 */
record RecordSizes(Map<String, Double> bytesByTopic) {

    private static final Duration POLL = Duration.ofMillis(500);
    private static final int ENOUGH = 50_000;

    static RecordSizes of(String bootstrap, List<String> topics) {
        Map<String, Double> sizes = new LinkedHashMap<>();
        try (KafkaConsumer<byte[], byte[]> consumer = new FloorClients(bootstrap).reader("sizes")) {
            for (String topic : topics) {
                sizes.put(topic, average(consumer, topic));
            }
        }
        return new RecordSizes(sizes);
    }

    /** {@return when a topic's first record was made, in milliseconds since 1970} */
    static long firstTime(String bootstrap, String topic) {
        try (KafkaConsumer<byte[], byte[]> consumer = new FloorClients(bootstrap).reader("first")) {
            Map<TopicPartition, Long> fromTheBeginning =
                    partitions(consumer, topic).stream().collect(Collectors.toMap(partition -> partition, any -> 0L));
            return consumer.offsetsForTimes(fromTheBeginning).values().stream()
                    .filter(Objects::nonNull)
                    .mapToLong(OffsetAndTimestamp::timestamp)
                    .min()
                    .orElseThrow();
        }
    }

    private static double average(KafkaConsumer<byte[], byte[]> consumer, String topic) {
        List<TopicPartition> partitions = partitions(consumer, topic);
        consumer.assign(partitions);
        consumer.seekToBeginning(partitions);
        long bytes = 0;
        int count = 0;
        Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
        while (count < ENOUGH && !isAtEnd(consumer, ends)) {
            for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
                bytes += bytes(record);
                count++;
            }
        }
        return count == 0 ? 0 : bytes / (double) count;
    }

    private static boolean isAtEnd(KafkaConsumer<byte[], byte[]> consumer, Map<TopicPartition, Long> ends) {
        return ends.entrySet().stream().allMatch(end -> consumer.position(end.getKey()) >= end.getValue());
    }

    private static List<TopicPartition> partitions(KafkaConsumer<byte[], byte[]> consumer, String topic) {
        return consumer.partitionsFor(topic).stream()
                .map(partition -> new TopicPartition(topic, partition.partition()))
                .toList();
    }

    private static long bytes(ConsumerRecord<byte[], byte[]> record) {
        long bytes = length(record.key()) + length(record.value());
        for (Header header : record.headers()) {
            bytes += header.key().getBytes(StandardCharsets.UTF_8).length + length(header.value());
        }
        return bytes;
    }

    private static long length(byte[] bytes) {
        return bytes == null ? 0 : bytes.length;
    }

    /** {@return bytes of all records of a row: two and a half replies, half a call of the postgres operation, one of all others} */
    double perRow() {
        return size(FloorTopics.ROUTER)
                + size(FloorTopics.FILE)
                + size(FloorTopics.TRAINING)
                + 2.5 * size(FloorTopics.REPLIES)
                + 0.5 * size(FloorTopics.POSTGRES);
    }

    private double size(String topic) {
        return bytesByTopic.getOrDefault(topic, 0.0);
    }
}
