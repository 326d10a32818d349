package org.relais.endtoend.faults;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.MemberDescription;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.relais.endtoend.Log;
import org.relais.messages.HeaderName;

/**
 * Watches, in a thread of its own, when work goes on after a fault: it counts when somebody who reads committed messages sees the first
 * one that was made after the restart. Threads may share it.
 */
final class Recoveries implements AutoCloseable {
    /** Until then nothing is known yet. */
    static final long NOT_YET = -1;

    private static final Duration POLL = Duration.ofMillis(50);
    private static final Duration REQUEST = Duration.ofSeconds(1);
    private static final long LOOK_NANOS = 200_000_000;
    private static final long PAUSE_NANOS = 20_000_000;

    private final RecoversWithin guarantee;
    private final Duration patience;
    private final KafkaConsumer<byte[], byte[]> consumer;
    private final Admin admin;
    private final Map<String, Map<String, Set<Integer>>> assigned = new HashMap<>();
    private final List<Awaited> awaited = new ArrayList<>();
    private final Thread thread = new Thread(this::run, "recoveries");
    private long looked = System.nanoTime();
    private volatile boolean closed;

    /** When what was hurt was able to work again. */
    @FunctionalInterface
    interface Since {
        /** {@return milliseconds since 1970, or {@link #NOT_YET}} */
        long millis() throws Exception;
    }

    /**
     * @param guarantee is told of each recovery
     * @param patience after so long nobody looks any more
     */
    Recoveries(String bootstrap, RecoversWithin guarantee, Duration patience) {
        this.guarantee = guarantee;
        this.patience = patience;
        this.admin = Admin.create(Map.of(
                AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG,
                bootstrap,
                AdminClientConfig.RECONNECT_BACKOFF_MAX_MS_CONFIG,
                100));
        this.consumer = new KafkaConsumer<>(
                Map.of(
                        ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG,
                        bootstrap,
                        ConsumerConfig.ISOLATION_LEVEL_CONFIG,
                        "read_committed",
                        ConsumerConfig.RECONNECT_BACKOFF_MAX_MS_CONFIG,
                        100,
                        ConsumerConfig.MAX_POLL_RECORDS_CONFIG,
                        5_000),
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer());
    }

    /**
     * Begins to look.
     *
     * @throws IllegalStateException if a topic is not there yet
     */
    void start() {
        List<TopicPartition> partitions = Work.TOPICS.stream()
                .flatMap(topic -> partitionsOf(topic).stream())
                .toList();
        consumer.assign(partitions);
        consumer.seekToEnd(partitions);
        partitions.forEach(consumer::position);
        thread.setDaemon(true);
        thread.start();
    }

    private List<TopicPartition> partitionsOf(String topic) {
        List<TopicPartition> partitions = consumer.partitionsFor(topic).stream()
                .map(info -> new TopicPartition(info.topic(), info.partition()))
                .toList();
        if (partitions.isEmpty()) {
            throw new IllegalStateException(topic + " is not there yet");
        }
        return partitions;
    }

    /** From now on looks for work. */
    void expect(String fault, Work work, Since since) {
        synchronized (awaited) {
            awaited.add(new Awaited(fault, work, since));
        }
    }

    /** Waits until all that was hurt works again, or was given up. */
    void awaitAll() {
        while (!isEmpty()) {
            if (!thread.isAlive()) {
                throw new IllegalStateException("nobody looks at recoveries any more");
            }
            LockSupport.parkNanos(PAUSE_NANOS);
        }
    }

    private boolean isEmpty() {
        synchronized (awaited) {
            return awaited.isEmpty();
        }
    }

    /** The partitions that a copy had when somebody last looked. */
    Set<Integer> partitions(Work copy) {
        synchronized (awaited) {
            look(copy);
            return assigned(copy);
        }
    }

    private void run() {
        while (!closed) {
            Iterable<ConsumerRecord<byte[], byte[]>> records = consumer.poll(POLL);
            synchronized (awaited) {
                awaited.forEach(Awaited::look);
                lookNowAndThen();
                records.forEach(this::seen);
                awaited.removeIf(this::isOver);
            }
        }
        consumer.close();
    }

    /** A copy's partitions are asked for a few times a second only. */
    private void lookNowAndThen() {
        if (System.nanoTime() - looked > LOOK_NANOS) {
            awaited.forEach(this::look);
            looked = System.nanoTime();
        }
    }

    private void look(Awaited each) {
        Set<Integer> before = assigned(each.work);
        look(each.work);
        if (!assigned(each.work).equals(before)) {
            each.assigned = System.currentTimeMillis(); // what came before that was another copy's
        }
    }

    private void look(Work work) {
        String group = work.group();
        if (group == null) {
            return;
        }
        try {
            assigned.put(group, members(group));
        } catch (ExecutionException | TimeoutException | KafkaException brokerIsAway) {
            assigned.remove(group);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private Map<String, Set<Integer>> members(String group)
            throws ExecutionException, TimeoutException, InterruptedException {
        return admin
                .describeConsumerGroups(List.of(group))
                .all()
                .get(REQUEST.toMillis(), TimeUnit.MILLISECONDS)
                .values()
                .stream()
                .flatMap(description -> description.members().stream())
                .collect(Collectors.toMap(
                        member -> member.groupInstanceId().orElse(member.consumerId()),
                        Recoveries::numbers,
                        (one, other) -> one));
    }

    private static Set<Integer> numbers(MemberDescription member) {
        return member.assignment().topicPartitions().stream()
                .map(TopicPartition::partition)
                .collect(Collectors.toCollection(HashSet::new));
    }

    private Set<Integer> assigned(Work work) {
        return work.group() == null
                ? Set.of()
                : assigned.getOrDefault(work.group(), Map.of()).getOrDefault(work.member(), Set.of());
    }

    private void seen(ConsumerRecord<byte[], byte[]> message) {
        String source = String.valueOf(Log.header(message, HeaderName.SOURCE));
        for (Awaited each : awaited) {
            if (each.isLaterThan(message)
                    && each.work.isShownBy(message.topic(), source, message.partition(), assigned(each.work))) {
                each.recovered = true;
            }
        }
    }

    private boolean isOver(Awaited each) {
        if (each.recovered) {
            guarantee.recovered(each.fault, Duration.ofMillis(System.currentTimeMillis() - each.since));
            return true;
        }
        boolean givenUp = System.nanoTime() - each.begin > patience.toNanos();
        if (givenUp) {
            guarantee.notRecovered(each.fault);
        }
        return givenUp;
    }

    @Override
    public void close() {
        closed = true;
        try {
            thread.join(TimeUnit.SECONDS.toMillis(5));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        admin.close(Duration.ofSeconds(2));
    }

    /** One fault whose victim does not work yet. */
    private static final class Awaited {
        private final String fault;
        private final Work work;
        private final Since source;
        private final long begin = System.nanoTime();
        private long since = NOT_YET;
        private long assigned;
        private boolean recovered;

        Awaited(String fault, Work work, Since source) {
            this.fault = fault;
            this.work = work;
            this.source = source;
        }

        private void look() {
            try {
                since = since == NOT_YET ? source.millis() : since;
            } catch (Exception notYet) {
                since = NOT_YET;
            }
        }

        private boolean isLaterThan(ConsumerRecord<?, ?> message) {
            return since != NOT_YET && message.timestamp() >= Math.max(since, assigned);
        }
    }
}
