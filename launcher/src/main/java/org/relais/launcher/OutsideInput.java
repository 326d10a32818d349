package org.relais.launcher;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListOffsetsOptions;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;

/**
 * The topic outside the production that one of its services reads, on the same broker.
 *
 * @param topic its full name
 * @param group the service's consumer group
 */
record OutsideInput(String topic, String group) {
    private static final long LIMIT_SECONDS = 10;

    /**
     * How many offsets of it the service has still to read; all of them before its first commit.
     *
     * @throws ExecutionException or TimeoutException if the broker is away: look again later
     */
    long lag(Admin admin) throws ExecutionException, TimeoutException, InterruptedException {
        Map<TopicPartition, OffsetSpec> latest = partitions(admin);
        Map<TopicPartition, OffsetAndMetadata> committed =
                new HashMap<>(get(admin.listConsumerGroupOffsets(group).partitionsToOffsetAndMetadata()));
        return get(admin.listOffsets(latest, new ListOffsetsOptions(IsolationLevel.READ_COMMITTED))
                        .all())
                .entrySet()
                .stream()
                .mapToLong(end -> Math.max(
                        0,
                        end.getValue().offset()
                                - (committed.containsKey(end.getKey())
                                        ? committed.get(end.getKey()).offset()
                                        : 0)))
                .sum();
    }

    private Map<TopicPartition, OffsetSpec> partitions(Admin admin)
            throws ExecutionException, TimeoutException, InterruptedException {
        try {
            TopicDescription found = get(admin.describeTopics(List.of(topic)).allTopicNames())
                    .getOrDefault(topic, new TopicDescription(topic, false, List.of()));
            return found.partitions().stream()
                    .collect(Collectors.toMap(
                            each -> new TopicPartition(topic, each.partition()), each -> OffsetSpec.latest()));
        } catch (ExecutionException e) {
            if (e.getCause() instanceof UnknownTopicOrPartitionException) return Map.of();
            throw e;
        }
    }

    private static <T> T get(KafkaFuture<T> future) throws ExecutionException, TimeoutException, InterruptedException {
        return future.get(LIMIT_SECONDS, TimeUnit.SECONDS);
    }
}
