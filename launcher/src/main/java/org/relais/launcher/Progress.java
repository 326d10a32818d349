package org.relais.launcher;

import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.GroupListing;
import org.apache.kafka.clients.admin.ListConsumerGroupOffsetsSpec;
import org.apache.kafka.clients.admin.ListOffsetsOptions;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;
import org.relais.messages.Topic;
import org.relais.messages.Topics;

/**
 * Looks from outside at how far a production is: offsets and what components commit with them, positions of files, what
 * processes say of themselves, and dead letters. A look takes five requests and reads only records that are new. Not thread-safe.
 */
public final class Progress implements AutoCloseable {
    private static final long LIMIT_SECONDS = 10;

    private final Production production;
    private final String name;
    private final Admin admin;
    private final Tail tail;
    private final InputFiles files;
    private final Positions positions = new Positions();
    private final Statuses statuses = new Statuses();
    private final DeadLetters deadLetters = new DeadLetters();
    private final Set<TopicPartition> partitions = new HashSet<>();
    private Set<String> topics = Set.of();

    /** Looks at this production from now on; connects with the first {@link #look}. */
    public Progress(Production production) {
        this.production = production;
        this.name = production.file().name();
        this.admin =
                Admin.create(Map.of("bootstrap.servers", production.broker().bootstrap()));
        this.tail = new Tail(production.broker().bootstrap(), this::take);
        this.files = new InputFiles(production.data().in(), production.csvPattern());
    }

    /**
     * Looks once.
     *
     * @throws ExecutionException or TimeoutException if the broker is away: look again later
     */
    public Look look() throws ExecutionException, TimeoutException, InterruptedException {
        findPartitions();
        Map<String, Map<TopicPartition, OffsetAndMetadata>> groups = groups();
        Map<TopicPartition, Long> ends = ends(partitions);
        tail.catchUp(ends.entrySet().stream()
                .filter(end -> isTailed(end.getKey().topic()))
                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue)));
        Tally tally = groups.values().stream().map(Tally::of).reduce(Tally.ZERO, Tally::plus);
        Collection<Long> processes = production.componentPids();
        return new Look(
                positions.rows(),
                tally.done(),
                tally.answered(),
                deadLetters.count(),
                lag(ends, groups),
                files.areDone(positions.byKey()),
                statuses.areUp(processes),
                statuses.trouble(processes).orElse(""));
    }

    /** The dead letters seen up to the last look. */
    DeadLetters deadLetters() {
        return deadLetters;
    }

    private void take(ConsumerRecord<byte[], byte[]> each) {
        if (each.topic().equals(Topics.positions(name))) positions.take(each);
        else if (each.topic().equals(Topics.status(name))) statuses.take(each);
        else deadLetters.take(each);
    }

    private void findPartitions() throws ExecutionException, TimeoutException, InterruptedException {
        Set<String> found = get(admin.listTopics().names()).stream()
                .filter(topic -> topic.startsWith(name + "."))
                .collect(Collectors.toSet());
        if (found.equals(topics)) return;
        Collection<TopicDescription> descriptions =
                get(admin.describeTopics(found).allTopicNames()).values();
        partitions.clear();
        for (TopicDescription topic : descriptions) {
            topic.partitions().forEach(each -> partitions.add(new TopicPartition(topic.name(), each.partition())));
        }
        topics = found;
    }

    /** What each group of the production has committed. */
    private Map<String, Map<TopicPartition, OffsetAndMetadata>> groups()
            throws ExecutionException, TimeoutException, InterruptedException {
        Map<String, ListConsumerGroupOffsetsSpec> groups = get(
                        admin.listGroups().all())
                .stream()
                .map(GroupListing::groupId)
                .filter(group -> group.startsWith(name + "."))
                .collect(Collectors.toMap(group -> group, group -> new ListConsumerGroupOffsetsSpec()));
        return groups.isEmpty()
                ? Map.of()
                : get(admin.listConsumerGroupOffsets(groups).all());
    }

    /** Up to where records are committed; what lies behind belongs to a transaction that is still open. */
    private Map<TopicPartition, Long> ends(Collection<TopicPartition> all)
            throws ExecutionException, TimeoutException, InterruptedException {
        Map<TopicPartition, OffsetSpec> latest =
                all.stream().collect(Collectors.toMap(partition -> partition, partition -> OffsetSpec.latest()));
        Map<TopicPartition, Long> ends = new HashMap<>();
        get(admin.listOffsets(latest, new ListOffsetsOptions(IsolationLevel.READ_COMMITTED))
                        .all())
                .forEach((partition, end) -> ends.put(partition, end.offset()));
        return ends;
    }

    /**
     * How many offsets of the topics that carry messages lie behind what their readers have committed; all of them where nobody
     * has committed anything yet. Commit markers take offsets too, so this is no count of messages; but components commit the
     * position behind the last marker, so at rest it is zero.
     */
    private long lag(Map<TopicPartition, Long> ends, Map<String, Map<TopicPartition, OffsetAndMetadata>> groups) {
        Map<TopicPartition, OffsetAndMetadata> committed = new HashMap<>();
        groups.values().forEach(committed::putAll);
        return ends.entrySet().stream()
                .filter(end -> carriesMessages(end.getKey().topic()))
                .mapToLong(end -> lag(end.getValue(), committed.get(end.getKey())))
                .sum();
    }

    private static long lag(long end, @Nullable OffsetAndMetadata committed) {
        return Math.max(0, end - (committed == null ? 0 : committed.offset()));
    }

    private boolean carriesMessages(String topic) {
        return !isTailed(topic) && !topic.equals(Topics.events(name));
    }

    private boolean isTailed(String topic) {
        return Topic.isForDeadLetters(topic)
                || topic.equals(Topics.positions(name))
                || topic.equals(Topics.status(name));
    }

    private static <T> T get(KafkaFuture<T> future) throws ExecutionException, TimeoutException, InterruptedException {
        return future.get(LIMIT_SECONDS, TimeUnit.SECONDS);
    }

    @Override
    public void close() {
        tail.close();
        admin.close(java.time.Duration.ofSeconds(1));
    }
}
