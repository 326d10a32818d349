package org.relais.runtime;

import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.Uuid;
import org.jspecify.annotations.Nullable;

/**
 * Puts a batch into the sink. A message that the handler rejects is left out; when the outside rejects something, the batch is divided
 * until the culprit stands alone, so that the others go through. Used by one thread.
 */
final class Applier<Q, R, S> {

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
     * Applies the messages whose effect is missing and commits them with the cursors.
     *
     * @return the metadata for the offsets
     */
    String apply(List<OperationItem<Q>> items, Map<TopicPartition, OffsetAndMetadata> next) {
        if (items.stream().anyMatch(OperationItem::needsEffect)) {
            S effects = sink.begin();
            attempt(items.stream().filter(OperationItem::isOpen).toList(), effects);
            metadata = sink.commit(cursors(items, next));
        }
        return metadata;
    }

    private void attempt(List<OperationItem<Q>> items, S effects) {
        Division division = new Division(items.size());
        while (division.hasNext()) {
            List<OperationItem<Q>> part = items.subList(division.from(), division.to());
            RejectedException rejection = rejection(part, effects);
            if (rejection == null) {
                division.accepted();
            } else if (division.isOne()) {
                part.get(0).fail(Outcome.Failed.REJECTED, rejection.getMessage());
                division.refused();
            } else {
                division.divide(rejection.place());
            }
        }
    }

    /** {@return why the outside refuses one of these messages, none of which has an effect then; null: all of them are accepted} */
    private @Nullable RejectedException rejection(List<OperationItem<Q>> items, S effects) {
        try {
            items.forEach(item -> handle(item, effects));
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
