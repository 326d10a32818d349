package org.relais.launcher;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.errors.WakeupException;
import org.jspecify.annotations.Nullable;
import org.relais.messages.Topic;
import org.relais.messages.trace.Steps;

/** Follows the messages of a production as they are committed, also in topics that are made meanwhile. Used by one thread, but for {@link #stop}. */
final class Follower implements AutoCloseable {
    private static final Duration POLL = Duration.ofMillis(500);
    private static final long LOOK_NANOS = Duration.ofSeconds(5).toNanos();

    private final Kafka kafka;
    private final @Nullable Set<String> jobs;
    private final KafkaConsumer<byte[], byte[]> consumer;
    private final CountDownLatch ended = new CountDownLatch(1);
    private Map<String, TopicDescription> topics = Map.of();
    private Steps steps;
    private volatile boolean stopped;

    Follower(Kafka kafka, @Nullable String component, boolean fromBeginning) {
        this.kafka = kafka;
        this.jobs = component == null ? null : Recipient.jobs(component);
        this.steps = new Steps(kafka.production(), Map.of());
        this.consumer = kafka.reader();
        List<TopicPartition> first = look();
        if (first.isEmpty())
            throw new CommandFailed("'" + component + "' has no topics in production '" + kafka.production() + "'");
        if (fromBeginning) consumer.seekToBeginning(first);
        else consumer.seekToEnd(first);
        first.forEach(consumer::position); // which is looked up only now
    }

    /** Finds the topics. {@return the partitions that are new} */
    private List<TopicPartition> look() {
        topics = kafka.messageTopics();
        Map<String, Uuid> ids = new HashMap<>();
        topics.forEach((name, topic) -> ids.put(name, topic.topicId()));
        steps = new Steps(kafka.production(), ids);
        List<TopicPartition> added = new ArrayList<>(partitions());
        added.removeAll(consumer.assignment());
        Collection<TopicPartition> all = new ArrayList<>(consumer.assignment());
        all.addAll(added);
        consumer.assign(all);
        return added;
    }

    private List<TopicPartition> partitions() {
        return topics.values().stream()
                .filter(topic -> jobs == null || jobs.contains(Topic.component(kafka.production(), topic.name())))
                .flatMap(topic -> topic.partitions().stream()
                        .map(partition -> new TopicPartition(topic.name(), partition.partition())))
                .toList();
    }

    Steps steps() {
        return steps;
    }

    /** Goes on until the reader has enough, or {@link #stop}. */
    void follow(Predicate<ConsumerRecord<byte[], byte[]>> reader) {
        long looked = System.nanoTime();
        try {
            while (!stopped) {
                for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
                    if (!reader.test(record)) return;
                }
                if (System.nanoTime() - looked > LOOK_NANOS) {
                    List<TopicPartition> added = look();
                    if (!added.isEmpty()) consumer.seekToBeginning(added); // of none would be of all
                    looked = System.nanoTime();
                }
            }
        } catch (WakeupException e) {
            if (!stopped) throw e;
        } finally {
            ended.countDown();
        }
    }

    /** Called by another thread: has it end, and waits until it has. */
    void stop() {
        stopped = true;
        consumer.wakeup();
        try {
            var unused = ended.await(1, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    boolean isStopped() {
        return stopped;
    }

    @Override
    public void close() {
        consumer.close(CloseOptions.timeout(Duration.ZERO));
    }
}
