package org.relais.endtoend;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListOffsetsOptions;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.TopicPartition;

/** Whether everything that was sent to a group's topics is consumed, commit markers included. Used by one thread. */
public final class Settled implements AutoCloseable {
    private final Admin admin;
    private final String production;

    public Settled(String bootstrap, String production) {
        this.admin = Admin.create(Map.of("bootstrap.servers", bootstrap));
        this.production = production;
    }

    /**
     * Checks that no group of the production lags behind its topics.
     *
     * @throws AssertionError if one does, with the partitions
     */
    public void check() throws Exception {
        Map<TopicPartition, Long> committed = committed();
        Map<TopicPartition, Long> waiting = waiting(committed);
        if (committed.isEmpty() || !waiting.isEmpty()) {
            throw new AssertionError("not consumed from here on: " + waiting);
        }
    }

    /** {@return the partitions that are not consumed to their ends, with the offsets from which on they are not} */
    public Map<TopicPartition, Long> waiting() {
        try {
            return waiting(committed());
        } catch (Exception e) {
            throw new IllegalStateException("the broker does not tell", e);
        }
    }

    private Map<TopicPartition, Long> waiting(Map<TopicPartition, Long> committed) throws Exception {
        Map<TopicPartition, OffsetSpec> latest = new HashMap<>();
        committed.keySet().forEach(partition -> latest.put(partition, OffsetSpec.latest()));
        Map<TopicPartition, Long> waiting = new HashMap<>();
        admin.listOffsets(latest, new ListOffsetsOptions(IsolationLevel.READ_UNCOMMITTED))
                .all()
                .get(10, TimeUnit.SECONDS)
                .forEach((partition, end) -> {
                    long offset = committed.getOrDefault(partition, 0L);
                    if (end.offset() > offset) {
                        waiting.put(partition, offset);
                    }
                });
        return waiting;
    }

    private Map<TopicPartition, Long> committed() throws Exception {
        Set<String> groups = admin.listGroups().all().get(10, TimeUnit.SECONDS).stream()
                .map(group -> group.groupId())
                .filter(group -> group.startsWith(production + "."))
                .collect(Collectors.toSet());
        Map<TopicPartition, Long> committed = new HashMap<>();
        for (String group : List.copyOf(groups)) {
            for (Map.Entry<TopicPartition, OffsetAndMetadata> offset : admin.listConsumerGroupOffsets(group)
                    .partitionsToOffsetAndMetadata()
                    .get(10, TimeUnit.SECONDS)
                    .entrySet()) {
                committed.put(offset.getKey(), offset.getValue().offset());
            }
        }
        return committed;
    }

    @Override
    public void close() {
        admin.close(java.time.Duration.ofSeconds(2));
    }
}
