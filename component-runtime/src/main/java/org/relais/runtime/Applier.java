package org.relais.runtime;

import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.IntFunction;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.Uuid;
import org.jspecify.annotations.Nullable;

/**
 * Puts a batch into the sink. A message that the handler rejects is left out; when the outside rejects something, the batch is divided
 * until the culprit stands alone, so that the others go through. When the replies have become many bytes, which are all kept until they are
 * sent, the rest of the batch is left for the next one. Used by one thread.
 */
final class Applier<Q, R, S> {

    private static final long MANY_BYTES = 8 << 20;

    private final Sink<S> sink;
    private final Operation<Q, R, S> operation;
    private final Sender sender;
    private final MessageLog log;
    private String metadata = "";

    Applier(Sink<S> sink, Operation<Q, R, S> operation, Sender sender, MessageLog log) {
        this.sender = sender;
        this.sink = sink;
        this.operation = operation;
        this.log = log;
    }

    /**
     * Applies the messages whose effect is missing, or the first ones of them, and commits them with the cursors.
     *
     * @param next where to go on behind so many of the items
     * @return how many of the items are done, and the metadata for the offsets
     */
    Handled apply(List<OperationItem<Q>> items, IntFunction<Map<TopicPartition, OffsetAndMetadata>> next) {
        int count = items.size();
        if (items.stream().anyMatch(OperationItem::needsEffect)) {
            S effects = sink.begin();
            List<OperationItem<Q>> open =
                    items.stream().filter(OperationItem::isOpen).toList();
            int done = attempt(open, effects, Math.max(1, MANY_BYTES - bytes(items)));
            count = done == open.size() ? count : items.indexOf(open.get(done));
            metadata = sink.commit(cursors(items.subList(0, count), next.apply(count)));
        }
        return new Handled(count, metadata);
    }

    private static long bytes(List<? extends OperationItem<?>> items) {
        return items.stream().mapToLong(OperationItem::replySize).sum();
    }

    /**
     * Has messages accepted or refused, one after the other.
     *
     * @param room so many bytes the replies may have; with the one that has more it ends
     * @return how many messages
     */
    private int attempt(List<OperationItem<Q>> items, S effects, long room) {
        Division division = new Division(items.size());
        long left = room;
        while (division.hasNext()) {
            RejectedException rejection = rejection(division, items, effects, left);
            List<OperationItem<Q>> part = items.subList(division.from(), division.to());
            if (rejection == null) {
                left -= bytes(part);
                division.accepted();
            } else if (division.isOne()) {
                part.get(0).fail(Outcome.Failed.REJECTED, rejection.getMessage());
                division.refused();
            } else {
                division.divide(rejection.place());
            }
        }
        return division.from();
    }

    /**
     * {@return why the outside refuses one of the part's messages, none of which has an effect then; null: all of them are accepted}
     *
     * @param room for replies: where it ends the part does
     */
    private @Nullable RejectedException rejection(
            Division division, List<OperationItem<Q>> items, S effects, long room) {
        long left = room;
        try {
            for (int place = division.from(); place < division.to(); place++) {
                handle(items.get(place), effects);
                left -= items.get(place).replySize();
                if (left <= 0) {
                    division.endBehind(place);
                }
            }
            sink.push();
            return null;
        } catch (RejectedException e) {
            sink.rollback();
            return e;
        }
    }

    private void handle(OperationItem<Q> item, S effects) {
        sink.next(item.message().envelope(), item.key());
        sink.mark();
        try {
            Outcome.Replied reply = sender.encode(operation.handle(item.request(), effects));
            item.checkSize(reply);
            item.succeed(reply);
        } catch (RetryableException | HaltException | FencedException e) {
            throw e;
        } catch (RejectedException e) {
            sink.undo();
            item.fail(Outcome.Failed.REJECTED, e.getMessage());
        } catch (RuntimeException e) { // a bug of the handler: this message fails, the others go on
            sink.undo();
            log.bug(item.message(), e);
            item.fail(e.getClass().getSimpleName(), e.getMessage());
        }
    }

    /**
     * The cursors with the outcomes of the whole batch: those of messages whose effect was there before and whose reply was not are among
     * them, else a second crash would lose these replies.
     */
    private Map<TopicPartition, Cursor> cursors(
            List<OperationItem<Q>> items, Map<TopicPartition, OffsetAndMetadata> next) {
        if (!sink.storesCursors()) {
            return Map.of();
        }
        Map<TopicPartition, Outcomes.Encoder> encoders = new HashMap<>();
        Map<TopicPartition, Uuid> moved = new HashMap<>();
        for (OperationItem<Q> item : items) {
            TopicPartition partition = item.message().partition();
            Outcomes.Encoder encoder = encoders.computeIfAbsent(partition, unused -> new Outcomes.Encoder());
            if (item.isWorthStoring()) {
                encoder.add(item.offset(), item.outcome());
            }
            if (item.needsEffect()) {
                moved.put(partition, item.standing().topicId());
            }
        }
        Map<TopicPartition, Cursor> cursors = new HashMap<>();
        encoders.forEach((partition, encoder) -> {
            ByteBuffer outcomes = encoder.finish();
            OffsetAndMetadata position = Objects.requireNonNull(next.get(partition));
            Uuid topicId = moved.get(partition);
            if (topicId != null) {
                cursors.put(partition, new Cursor(topicId, position.offset(), position.leaderEpoch(), outcomes));
            }
        });
        return cursors;
    }
}
