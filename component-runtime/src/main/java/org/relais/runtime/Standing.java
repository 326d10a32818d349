package org.relais.runtime;

import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.Uuid;
import org.jspecify.annotations.Nullable;

/**
 * Where one assigned partition stands in its two cursors: the group's offset, up to which replies are sent, and the sink's, up to which
 * effects are applied. After a crash either may be ahead. Used by one thread.
 */
final class Standing {

    private final Uuid topicId;
    private final @Nullable Cursor cursor;
    private final Outcomes stored;
    private final Tally tally;
    private String sinkMetadata;
    private final Optional<Integer> repliedEpoch;
    private long replied;
    private long applied;
    private final boolean hadOffset;
    private boolean remembered;

    Standing(Uuid topicId, @Nullable OffsetAndMetadata committed, @Nullable Cursor cursor, boolean sinkHasCursors) {
        this.topicId = topicId;
        this.hadOffset = committed != null;
        this.cursor = cursor;
        this.stored = cursor == null ? Outcomes.NONE : Outcomes.decode(cursor.outcomes());
        this.tally = Tally.of(committed == null ? "" : committed.metadata());
        this.sinkMetadata = committed == null ? "" : Tally.sinkPart(committed.metadata());
        this.replied = committed == null ? 0 : committed.offset();
        this.repliedEpoch = committed == null ? Optional.empty() : committed.leaderEpoch();
        this.applied = cursor == null ? (sinkHasCursors ? 0 : replied) : cursor.nextOffset();
    }

    /** {@return where to read from: the lower of the two cursors; empty: from the beginning} */
    Optional<OffsetAndMetadata> start() {
        long start = Math.min(replied, applied);
        if (start == 0) {
            return Optional.empty();
        }
        Optional<Integer> epoch = cursor != null && start == applied ? cursor.leaderEpoch() : repliedEpoch;
        return Optional.of(new OffsetAndMetadata(start, epoch, ""));
    }

    /** {@return whether the sink, which keeps cursors, has none here although messages were processed} */
    boolean isNewToSink() {
        return applied == 0 && tally.counts().consumed() > 0;
    }

    boolean needsEffect(long offset) {
        return offset >= applied;
    }

    boolean needsReply(long offset) {
        return offset >= replied;
    }

    /**
     * Checks that a message whose effect is said to be applied is the one that was: after a power loss its offset may have been given
     * to another one, by a later leader.
     *
     * @throws HaltException if it is another one
     */
    void checkApplied(ConsumerRecord<?, ?> record) {
        boolean later = cursor != null
                && cursor.leaderEpoch().isPresent()
                && record.leaderEpoch().orElse(0) > cursor.leaderEpoch().get();
        if (later && !needsEffect(record.offset())) {
            throw new HaltException("what has been applied of " + record.topic() + '/' + record.partition()
                    + " was lost from its log and written over from offset " + record.offset() + " at the latest"
                    + ": messages would be skipped; see docs/guarantees.md on lost input");
        }
    }

    /** {@return what became of a message whose effect is applied and whose reply may be missing; null if it was answered long ago} */
    @Nullable
    Outcome stored(long offset) {
        return stored.of(offset);
    }

    /**
     * {@return what to commit to the group for a position; empty where the group is there already, or further: then only effects were
     * missing}
     *
     * @param position where to go on
     * @param sinkPart what the sink adds; empty: what it added last
     */
    Optional<OffsetAndMetadata> commit(OffsetAndMetadata position, String sinkPart) {
        sinkMetadata = sinkPart.isEmpty() ? sinkMetadata : sinkPart;
        return position.offset() <= replied
                ? Optional.empty()
                : Optional.of(tally.commit(position.offset(), position.leaderEpoch(), sinkMetadata));
    }

    /** Remembers that effects are applied and replies sent up to an offset. */
    void moveTo(long next) {
        applied = Math.max(applied, next);
        replied = Math.max(replied, next);
    }

    /** {@return whether the group had committed here when this was taken over} */
    boolean hadOffset() {
        return hadOffset;
    }

    /** Notes that the group's memory gets to know of a commit here. {@return whether it has not before, since the takeover} */
    boolean remember() {
        boolean isNew = !remembered;
        remembered = true;
        return isNew;
    }

    /** {@return up to where replies are sent and committed} */
    long replied() {
        return replied;
    }

    Uuid topicId() {
        return topicId;
    }

    Tally tally() {
        return tally;
    }
}
