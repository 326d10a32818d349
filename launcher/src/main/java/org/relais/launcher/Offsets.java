package org.relais.launcher;

import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.GroupListing;
import org.apache.kafka.clients.admin.ListConsumerGroupOffsetsSpec;
import org.apache.kafka.clients.admin.ListOffsetsOptions;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.clients.admin.TopicListing;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.Uuid;

/** Looks up how far the topics and the components of a production are. Not thread-safe. */
final class Offsets {
    private static final long LIMIT_SECONDS = 10;

    private final Admin admin;
    private final String production;
    private final Set<TopicPartition> partitions = new HashSet<>();
    private final Consumer<Map<String, Uuid>> topicReader;
    private Map<String, Uuid> topics = Map.of();

    /** @param topicReader takes the ids of all topics, first and whenever there are others */
    Offsets(Admin admin, String production, Consumer<Map<String, Uuid>> topicReader) {
        this.admin = admin;
        this.production = production;
        this.topicReader = topicReader;
    }

    /**
     * Looks once, with four requests.
     *
     * @throws ExecutionException or TimeoutException if the broker is away: look again later
     */
    Reading read() throws ExecutionException, TimeoutException, InterruptedException {
        findPartitions();
        Map<String, Map<TopicPartition, OffsetAndMetadata>> groups = groups();
        return new Reading(production, ends(), groups);
    }

    private void findPartitions() throws ExecutionException, TimeoutException, InterruptedException {
        Map<String, Uuid> found = new HashMap<>();
        for (TopicListing topic : get(admin.listTopics().listings())) {
            if (topic.name().startsWith(production + ".") && !isMadeAnew(topic))
                found.put(topic.name(), topic.topicId());
        }
        if (found.equals(topics)) return;
        Collection<TopicDescription> descriptions =
                get(admin.describeTopics(found.keySet()).allTopicNames()).values();
        partitions.clear();
        for (TopicDescription topic : descriptions) {
            topic.partitions().forEach(each -> partitions.add(new TopicPartition(topic.name(), each.partition())));
        }
        topics = found;
        topicReader.accept(found);
    }

    /** Such a topic is left out once: who follows the others leaves it then, and does not go on in it where the old one ended. */
    private boolean isMadeAnew(TopicListing topic) {
        Uuid before = topics.get(topic.name());
        return before != null && !before.equals(topic.topicId());
    }

    /** What each group of the production has committed. */
    private Map<String, Map<TopicPartition, OffsetAndMetadata>> groups()
            throws ExecutionException, TimeoutException, InterruptedException {
        Map<String, ListConsumerGroupOffsetsSpec> groups = get(
                        admin.listGroups().all())
                .stream()
                .map(GroupListing::groupId)
                .filter(group -> group.startsWith(production + "."))
                .collect(Collectors.toMap(group -> group, group -> new ListConsumerGroupOffsetsSpec()));
        return groups.isEmpty()
                ? Map.of()
                : get(admin.listConsumerGroupOffsets(groups).all());
    }

    /** Up to where records are committed; what lies behind belongs to a transaction that is still open. */
    private Map<TopicPartition, Long> ends() throws ExecutionException, TimeoutException, InterruptedException {
        Map<TopicPartition, OffsetSpec> latest =
                partitions.stream().collect(Collectors.toMap(partition -> partition, partition -> OffsetSpec.latest()));
        Map<TopicPartition, Long> ends = new HashMap<>();
        get(admin.listOffsets(latest, new ListOffsetsOptions(IsolationLevel.READ_COMMITTED))
                        .all())
                .forEach((partition, end) -> ends.put(partition, end.offset()));
        return ends;
    }

    private static <T> T get(KafkaFuture<T> future) throws ExecutionException, TimeoutException, InterruptedException {
        return future.get(LIMIT_SECONDS, TimeUnit.SECONDS);
    }
}
