package org.relais.runtime;

import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.LogTruncationException;
import org.apache.kafka.clients.consumer.NoOffsetForPartitionException;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.consumer.OffsetOutOfRangeException;
import org.apache.kafka.common.TopicPartition;

/**
 * The input of one part: polls its topics as a member of its group. Nothing is read from partitions that were assigned, or after a
 * failure, until {@link #startFrom} has said where: until then all are paused, while polling keeps the membership alive. Used by one
 * thread. When partitions are revoked nothing is in flight but a commit: the group refuses it once it has gone on without this member, and
 * whoever takes over waits for one that came before.
 */
final class Intake implements AutoCloseable {

    private static final long IDLE_NANOS = 500_000_000;

    /** For what is nice to know. */
    private static final Duration SOON = Duration.ofSeconds(2);

    private final KafkaConsumer<byte[], byte[]> consumer;
    private final Collection<String> topics;
    private final int most;
    private boolean positioned;
    private boolean held;
    private long lastRecords = System.nanoTime();
    private boolean settled = true;

    /** @param most how many messages a batch may have */
    Intake(KafkaConsumer<byte[], byte[]> consumer, Collection<String> topics, int most) {
        this.consumer = consumer;
        this.topics = topics;
        this.most = most;
        consumer.subscribe(topics, new Rebalances());
    }

    /** {@return whether {@link #startFrom} is due} */
    boolean needsPositions() {
        return !positioned && !consumer.assignment().isEmpty();
    }

    Set<TopicPartition> assigned() {
        return consumer.assignment();
    }

    /** {@return what the group has committed on all partitions of the topics, assigned to this process or not} */
    Map<TopicPartition, OffsetAndMetadata> committed() {
        Set<TopicPartition> all = new HashSet<>();
        topics.forEach(topic -> consumer.partitionsFor(topic)
                .forEach(info -> all.add(new TopicPartition(info.topic(), info.partition()))));
        Map<TopicPartition, OffsetAndMetadata> committed = new HashMap<>(consumer.committed(all));
        committed.values().removeIf(Objects::isNull);
        return committed;
    }

    /** Begins to read each partition at an offset, or at its beginning. */
    void startFrom(Map<TopicPartition, Optional<OffsetAndMetadata>> starts) {
        starts.forEach((partition, start) -> start.ifPresentOrElse(
                offset -> consumer.seek(partition, offset), () -> consumer.seekToBeginning(List.of(partition))));
        consumer.resume(consumer.assignment());
        positioned = true;
        held = false;
        settled = false; // a predecessor may have died before it passed the last commit markers
        lastRecords = System.nanoTime();
    }

    /** {@return the end of each of these partitions, as far as transactions have ended} */
    Map<TopicPartition, Long> ends(Collection<TopicPartition> partitions) {
        return consumer.endOffsets(partitions);
    }

    /** {@return the first offset that is still there of each of these partitions} */
    Map<TopicPartition, Long> beginnings(Collection<TopicPartition> partitions) {
        return consumer.beginningOffsets(partitions);
    }

    /** {@return how many messages are known to wait, commit markers included} */
    long lag() {
        return consumer.assignment().stream()
                .mapToLong(partition -> consumer.currentLag(partition).orElse(0))
                .sum();
    }

    /**
     * {@return how many offsets lie behind what the group has committed, also of what is not being read: the broker is asked}
     *
     * @throws org.apache.kafka.common.errors.TimeoutException if it does not answer soon
     */
    long behind() {
        Set<TopicPartition> assigned = consumer.assignment();
        Map<TopicPartition, Long> begins = new HashMap<>();
        consumer.committed(assigned, SOON).forEach((partition, offset) -> {
            if (offset != null) {
                begins.put(partition, offset.offset());
            }
        });
        Set<TopicPartition> never = new HashSet<>(assigned);
        never.removeAll(begins.keySet());
        begins.putAll(consumer.beginningOffsets(never, SOON));
        return consumer.endOffsets(assigned, SOON).entrySet().stream()
                .mapToLong(end -> Math.max(0, end.getValue() - begins.getOrDefault(end.getKey(), 0L)))
                .sum();
    }

    /** Stops reading until {@link #startFrom}. */
    void suspend() {
        positioned = false;
        consumer.pause(consumer.assignment());
    }

    /** Reads nothing for a while, or goes on; polling keeps the membership alive. */
    void hold(boolean wanted) {
        if (positioned && wanted != held) {
            held = wanted;
            if (held) {
                consumer.pause(consumer.assignment());
            } else {
                consumer.resume(consumer.assignment());
                lastRecords = System.nanoTime(); // for so long it can't have run dry
            }
        }
    }

    boolean isHeld() {
        return held;
    }

    /** {@return whether this member of the group has got no partition: others have them all} */
    boolean isLeftOut(Batch batch) {
        return consumer.assignment().isEmpty() && batch.group().generationId() >= 0;
    }

    Batch poll(Duration timeout) {
        try {
            ConsumerRecords<byte[], byte[]> records = consumer.poll(timeout);
            // What was aborted, and markers, are passed without a record: they must not look like a backlog either.
            if (!records.nextOffsets().isEmpty()) {
                lastRecords = System.nanoTime();
                settled = false;
            }
            return records.count() < KafkaClients.POLL_RECORDS
                    ? new Batch(records, consumer.groupMetadata())
                    : gather(records);
        } catch (LogTruncationException e) {
            throw halt("the log of " + e.partitions() + " was truncated below what has been processed", e);
        } catch (OffsetOutOfRangeException e) {
            throw halt(
                    "the next message of " + e.offsetOutOfRangePartitions().keySet()
                            + " is not there any more, or not yet again",
                    e);
        } catch (NoOffsetForPartitionException e) {
            throw halt("no position for " + e.partitions(), e);
        }
    }

    /** Goes on as long as polls are full: each is small, for the sake of large messages. */
    private Batch gather(ConsumerRecords<byte[], byte[]> first) {
        Gathering gathering = new Gathering(first);
        int polled = first.count();
        while (positioned && polled >= KafkaClients.POLL_RECORDS && gathering.hasRoom(most - polled)) {
            ConsumerRecords<byte[], byte[]> records = consumer.poll(Duration.ZERO);
            polled = records.count();
            gathering.add(records);
        }
        // After a rebalance all that is assigned now is read from where the group is:
        // what was gathered would come twice.
        return positioned
                ? gathering.batch(consumer.groupMetadata())
                : new Batch(ConsumerRecords.empty(), consumer.groupMetadata());
    }

    /** {@return where the input stands, once after it has run dry: commit markers behind the last message are passed then} */
    Map<TopicPartition, OffsetAndMetadata> runDry() {
        boolean dry = !settled && positioned && !held && System.nanoTime() - lastRecords > IDLE_NANOS;
        Map<TopicPartition, OffsetAndMetadata> positions = new HashMap<>();
        if (dry) {
            settled = true;
            consumer.assignment()
                    .forEach(
                            partition -> positions.put(partition, new OffsetAndMetadata(consumer.position(partition))));
        }
        return positions;
    }

    void commit(Map<TopicPartition, OffsetAndMetadata> offsets) {
        consumer.commitSync(offsets);
    }

    @Override
    public void close() {
        consumer.close(CloseOptions.timeout(Duration.ofSeconds(2)));
    }

    private static HaltException halt(String what, Exception cause) {
        return new HaltException(what + ": messages would be skipped; see docs/guarantees.md on lost input", cause);
    }

    private final class Rebalances implements ConsumerRebalanceListener {

        @Override
        public void onPartitionsAssigned(Collection<TopicPartition> partitions) {
            partitions.forEach(partition -> consumer.seek(partition, 0)); // any position will do while it is paused
            suspend();
        }

        @Override
        public void onPartitionsRevoked(Collection<TopicPartition> partitions) {
            positioned = false;
        }

        @Override
        public void onPartitionsLost(Collection<TopicPartition> partitions) {
            positioned = false;
        }
    }
}
