package org.relais.runtime;

import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.Uuid;
import org.jspecify.annotations.Nullable;
import org.relais.runtime.GroupMemory.Place;
import org.slf4j.Logger;

/**
 * Finds out where to begin: after an assignment, and after every failure. One way for all of them, so that there is no second state to be
 * wrong: whatever was going on, the two cursors tell.
 */
final class Takeover {

    private final Group group;
    private final Logger log;
    private final Collection<String> topics;
    private final @Nullable Sink<?> sink;
    private final GroupMemory memory;
    private Map<TopicPartition, Standing> standings = Map.of();

    Takeover(Group group, List<String> topics, @Nullable Sink<?> sink, Logger log) {
        this.log = log;
        this.group = group;
        this.topics = topics;
        this.sink = sink;
        this.memory = group.memory();
    }

    /** Reads the cursors of what is assigned and lets the intake begin at the lower ones. */
    void run(Intake intake) {
        Map<TopicPartition, OffsetAndMetadata> committed = intake.committed();
        Map<String, Uuid> ids = group.cluster().ids(topics);
        Map<TopicPartition, Uuid> assigned = new HashMap<>();
        intake.assigned()
                .forEach(partition -> assigned.put(partition, Objects.requireNonNull(ids.get(partition.topic()))));
        Map<TopicPartition, Uuid> unknown = unknown(assigned, committed, intake);
        memory.check(begins(assigned, committed), unknown);
        Map<TopicPartition, Cursor> cursors = open(assigned, committed);
        checkBeginnings(unknown.keySet(), intake);
        checkTopics(cursors, assigned);
        checkEnds(cursors, committed, intake.ends(cursors.keySet()));
        Map<TopicPartition, Standing> next = new HashMap<>();
        Map<TopicPartition, Optional<OffsetAndMetadata>> starts = new HashMap<>();
        assigned.forEach((partition, topicId) -> {
            Standing standing = new Standing(
                    topicId, committed.get(partition), cursors.get(partition), sink != null && sink.storesCursors());
            next.put(partition, standing);
            warnIfAppliedAgain(partition, standing);
            starts.put(partition, standing.start());
        });
        standings = next;
        intake.startFrom(starts);
    }

    private void warnIfAppliedAgain(TopicPartition partition, Standing standing) {
        if (standing.isNewToSink()) {
            log.warn(
                    "the outside has no cursor of {}, where all up to offset {} has been answered:"
                            + " what the topic still has of that is applied once more, as to a new outside",
                    partition,
                    standing.replied());
        }
    }

    private static Map<TopicPartition, Place> begins(
            Map<TopicPartition, Uuid> assigned, Map<TopicPartition, OffsetAndMetadata> committed) {
        Map<TopicPartition, Place> begins = new HashMap<>();
        assigned.forEach((partition, topicId) -> {
            OffsetAndMetadata offset = committed.get(partition);
            begins.put(partition, new Place(topicId, offset == null ? 0 : offset.offset()));
        });
        return begins;
    }

    /** Where there is nothing to read, nothing can be done again. */
    private static Map<TopicPartition, Uuid> unknown(
            Map<TopicPartition, Uuid> assigned, Map<TopicPartition, OffsetAndMetadata> committed, Intake intake) {
        Map<TopicPartition, Uuid> unknown = new HashMap<>(assigned);
        unknown.keySet().removeAll(committed.keySet());
        Map<TopicPartition, Long> ends = intake.ends(unknown.keySet());
        unknown.keySet().removeIf(partition -> Objects.equals(ends.get(partition), 0L));
        return unknown;
    }

    /**
     * {@return what is kept for good of a commit on these partitions: once after a takeover}
     *
     * @param atomic whether the offsets are committed with it. Else a crash in between would leave behind the memory of a commit that
     *     never was, so that it is kept only where the broker has shown an offset already
     */
    List<ProducerRecord<byte[], byte[]>> firstCommits(Collection<TopicPartition> partitions, boolean atomic) {
        return partitions.stream()
                .filter(partition -> atomic || of(partition).hadOffset())
                .filter(partition -> of(partition).remember())
                .map(partition -> memory.record(partition, of(partition).topicId()))
                .toList();
    }

    /** Takes note of what is committed. */
    void committed(Map<TopicPartition, OffsetAndMetadata> next) {
        next.forEach((partition, position) -> {
            Standing standing = of(partition);
            standing.moveTo(position.offset());
            memory.committed(partition, new Place(standing.topicId(), standing.replied()));
        });
    }

    /** {@return something else after each takeover} */
    Object assignment() {
        return standings;
    }

    Standing of(TopicPartition partition) {
        return Objects.requireNonNull(standings.get(partition), "a message of a partition that was not taken over");
    }

    /** {@return what has been done with all partitions that were taken over} */
    Tally.Counts counts() {
        return standings.values().stream()
                .map(standing -> standing.tally().counts())
                .reduce(Tally.Counts.NONE, Tally.Counts::plus);
    }

    /**
     * An outside topic is read from what is there; but what was sent to a component it is to get, and to answer, however late it begins. A cursor alone
     * tells of effects whose replies were not sent.
     */
    private void checkBeginnings(Collection<TopicPartition> neverCommitted, Intake intake) {
        if (group.isOutside() || neverCommitted.isEmpty()) {
            return;
        }
        intake.beginnings(neverCommitted).forEach((partition, begin) -> {
            if (begin > 0) {
                throw new HaltException(
                        "the messages of " + partition + " before offset " + begin
                                + " were deleted, and nobody has processed and answered them; see docs/guarantees.md on lost input");
            }
        });
    }

    private static void checkTopics(Map<TopicPartition, Cursor> cursors, Map<TopicPartition, Uuid> assigned) {
        cursors.forEach((partition, cursor) -> {
            if (!cursor.topicId().equals(assigned.get(partition))) {
                throw new HaltException("topic " + partition.topic()
                        + " was deleted and created again since its messages were applied: new ones would be taken for applied"
                        + "; remove its cursors from the sink to begin at its beginning");
            }
        });
    }

    /** Where only the sink's cursor is within the log, new messages would be applied and never answered, as if they had been. */
    private static void checkEnds(
            Map<TopicPartition, Cursor> cursors,
            Map<TopicPartition, OffsetAndMetadata> committed,
            Map<TopicPartition, Long> ends) {
        cursors.forEach((partition, cursor) -> {
            long end = Objects.requireNonNull(ends.get(partition));
            OffsetAndMetadata offset = committed.get(partition);
            long next = Math.max(cursor.nextOffset(), offset == null ? 0 : offset.offset());
            if (next > end) {
                throw new HaltException("offset " + next + " of " + partition + " is next, but its log ends at " + end
                        + ": what has been applied was lost from it; see docs/guarantees.md on lost input");
            }
        });
    }

    private Map<TopicPartition, Cursor> open(
            Map<TopicPartition, Uuid> assigned, Map<TopicPartition, OffsetAndMetadata> committed) {
        if (sink == null) {
            return Map.of();
        }
        return sink.open(new Assignment(assigned, metadata(committed)));
    }

    /** An offset of ours always carries metadata, but the sink's part only once the partition had effects. */
    static Map<TopicPartition, String> metadata(Map<TopicPartition, OffsetAndMetadata> committed) {
        Map<TopicPartition, String> metadata = new HashMap<>();
        committed.forEach((partition, offset) -> {
            String part = Tally.sinkPart(offset.metadata());
            if (!part.isEmpty() || offset.metadata().isEmpty()) {
                metadata.put(partition, part);
            }
        });
        return metadata;
    }
}
