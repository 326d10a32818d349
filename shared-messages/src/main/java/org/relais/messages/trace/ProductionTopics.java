package org.relais.messages.trace;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListConsumerGroupOffsetsSpec;
import org.apache.kafka.clients.admin.ListOffsetsOptions;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.Uuid;
import org.jspecify.annotations.Nullable;
import org.relais.messages.Answer;
import org.relais.messages.Topic;
import org.relais.messages.Topics;

/** The topics of a production that carry messages, and how far their readers are. Used by one thread. */
final class ProductionTopics implements AutoCloseable {

    private final String production;
    private final Admin admin;
    private Map<String, TopicDescription> topics = Map.of();
    private Collection<TopicPartition> kept = List.of();

    ProductionTopics(String production, Map<String, Object> client) {
        this.production = production;
        this.admin = Admin.create(client);
    }

    void refresh() {
        List<String> names = Answer.of(admin.listTopics().names()).stream()
                .filter(topic -> topic.startsWith(production + '.'))
                .toList();
        topics = new HashMap<>(Answer.of(admin.describeTopics(names).allTopicNames()));
        kept = partitions().stream()
                .filter(partition -> Topic.isForSeen(partition.topic()))
                .toList();
        topics.keySet().removeIf(topic -> !Topics.carriesMessages(production, topic));
    }

    /** {@return where requests with a key come in} */
    Collection<TopicPartition> keyed() {
        Set<String> seen = kept.stream().map(TopicPartition::topic).collect(Collectors.toSet());
        return partitions().stream()
                .filter(partition -> seen.contains(Topic.seenOf(partition.topic())))
                .toList();
    }

    /** {@return where requests with a key are kept} */
    Collection<TopicPartition> keptKeys() {
        return kept;
    }

    String production() {
        return production;
    }

    /** {@return the name of the topic with this id, if it is one of these} */
    @Nullable
    String name(Uuid id) {
        return topics.values().stream()
                .filter(topic -> topic.topicId().equals(id))
                .map(TopicDescription::name)
                .findAny()
                .orElse(null);
    }

    Map<String, Uuid> ids() {
        Map<String, Uuid> ids = new HashMap<>();
        topics.forEach((name, topic) -> ids.put(name, topic.topicId()));
        return ids;
    }

    boolean has(TopicPartition partition) {
        TopicDescription topic = topics.get(partition.topic());
        return topic != null && partition.partition() < topic.partitions().size();
    }

    Collection<TopicPartition> partitions() {
        Collection<TopicPartition> all = new ArrayList<>();
        topics.values()
                .forEach(topic -> topic.partitions()
                        .forEach(partition -> all.add(new TopicPartition(topic.name(), partition.partition()))));
        return all;
    }

    Collection<TopicPartition> partitions(int number) {
        return partitions().stream()
                .filter(partition -> partition.partition() == number)
                .toList();
    }

    /** {@return how far these are written, also by transactions that are still open} */
    Map<TopicPartition, Long> written(Collection<TopicPartition> partitions) {
        Map<TopicPartition, OffsetSpec> latest = new HashMap<>();
        partitions.forEach(partition -> latest.put(partition, OffsetSpec.latest()));
        ListOffsetsOptions anything = new ListOffsetsOptions(IsolationLevel.READ_UNCOMMITTED);
        Map<TopicPartition, Long> written = new HashMap<>();
        Answer.of(admin.listOffsets(latest, anything).all())
                .forEach((partition, end) -> written.put(partition, end.offset()));
        return written;
    }

    /** {@return whether a topic is still the one that had this id} */
    boolean isSame(String topic, String id) {
        TopicDescription description = topics.get(topic);
        return description != null && description.topicId().toString().equals(id);
    }

    /** {@return the messages that a component has still to take in} */
    Set<Step> unread(Collection<Step> steps) {
        List<TopicPartition> partitions = steps.stream()
                .filter(step -> step.kind() != Step.Kind.DEAD_LETTER)
                .map(ProductionTopics::partition)
                .distinct()
                .toList();
        Map<TopicPartition, OffsetAndMetadata> committed = committed(partitions);
        return steps.stream()
                .filter(step -> step.kind() != Step.Kind.DEAD_LETTER && isUnread(step, committed))
                .collect(Collectors.toSet());
    }

    /** A reply to somebody without a group, such as the command line, counts as taken in. */
    private boolean isUnread(Step step, Map<TopicPartition, OffsetAndMetadata> committed) {
        OffsetAndMetadata position = committed.get(partition(step));
        if (position != null) {
            return position.offset() <= step.offset();
        }
        return step.kind() == Step.Kind.REQUEST
                || committed.keySet().stream().anyMatch(each -> group(each).equals(group(partition(step))));
    }

    private static TopicPartition partition(Step step) {
        return new TopicPartition(step.topic(), step.partition());
    }

    /** {@return how far the readers of these partitions are; none where nobody reads for a group} */
    private Map<TopicPartition, OffsetAndMetadata> committed(Collection<TopicPartition> partitions) {
        Map<String, ListConsumerGroupOffsetsSpec> groups = new HashMap<>();
        partitions.forEach(partition -> groups.put(group(partition), new ListConsumerGroupOffsetsSpec()));
        Map<TopicPartition, OffsetAndMetadata> committed = new HashMap<>();
        if (!groups.isEmpty()) {
            Answer.of(admin.listConsumerGroupOffsets(groups).all()).values().forEach(committed::putAll);
        }
        committed.values().removeIf(Objects::isNull);
        return committed;
    }

    /** A component reads requests and replies as the group that has the name of its requests' topic. */
    private String group(TopicPartition partition) {
        return production + '.' + Topic.component(production, partition.topic());
    }

    /** What it has asked is not waited for: with the cluster away that would take as long as its time-out. */
    @Override
    public void close() {
        admin.close(Duration.ZERO);
    }
}
