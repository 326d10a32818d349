package org.relais.runtime;

import java.util.Map;
import org.apache.kafka.common.TopicPartition;
import org.relais.messages.Envelope;

/**
 * What an operation's effects go into, atomically with the cursor that says how far the input has been applied.
 *
 * <p>The runtime calls, always from the operation's one thread:
 *
 * <ol>
 *   <li>{@link #acquire} until it returns true: before the operation takes any input;
 *   <li>{@link #open} when partitions were assigned, and again after every failure: whatever was begun is undone first;
 *   <li>for each batch {@link #begin}, then for each message {@link #next}, {@link #mark} and the handler, with {@link #undo} if the handler
 *       rejects it; then {@link #push}, which may find that the outside rejects one of the messages: then {@link #rollback},
 *       and the same again for parts of the batch, until each rejected message stands alone;
 *   <li>{@link #commit}, once for the whole batch;
 *   <li>{@link #close} at the end.
 * </ol>
 *
 * <p>Any method may throw {@link RetryableException} when the outside is down (the batch is tried again after {@link #open}) and
 * {@link HaltException} when going on would destroy something.
 *
 * @param <S> what handlers put their effects into
 */
public interface Sink<S> extends AutoCloseable {

    /** {@return whether only one process in the whole production may write: then copies wait in {@link #acquire}} */
    default boolean exclusive() {
        return false;
    }

    /** {@return whether this sink stores the cursors it is given; false: its cursor travels in the offsets' metadata} */
    default boolean storesCursors() {
        return true;
    }

    /** {@return whether this process may begin; false: another one holds the sink, ask again later} */
    default boolean acquire() {
        return true;
    }

    /**
     * Undoes what was begun and not committed, and tells how far each partition has been applied.
     *
     * @param partitions what this process reads, with what Kafka knows of it
     * @return the cursors stored in the sink; empty for a sink whose cursor travels in the offsets' metadata, or for
     *     partitions it has none of
     */
    Map<TopicPartition, Cursor> open(Assignment partitions);

    /** {@return what handlers put their effects into, until the next {@link #commit}, {@link #rollback} or {@link #open}} */
    S begin();

    /**
     * Tells whose effects come next, before {@link #mark}. The message's id is the same whenever it is processed: for an outside that can
     * only be written to at least once, and keeps ids to deduplicate by.
     *
     * @param message its headers
     * @param key its key
     */
    default void next(Envelope message, byte[] key) {}

    /** Remembers this point, for {@link #undo}. Only the last mark counts. */
    void mark();

    /** Takes back what came after the last {@link #mark}. */
    void undo();

    /**
     * Makes the outside accept what was put in since the last {@code push}, without making it durable.
     *
     * @throws RejectedException if it refuses at least one of the messages
     */
    void push();

    /** Takes back what came after the last successful {@link #push} of this batch. */
    void rollback();

    /**
     * Makes the batch and the cursors durable, together.
     *
     * @param cursors how far each partition of the batch is applied with it, with the outcomes to be able to reply again
     * @return what is to be committed as metadata with Kafka's offsets; empty if nothing. At most 1 KiB.
     * @throws FencedException if another process has moved a cursor meanwhile; nothing was made durable
     */
    String commit(Map<TopicPartition, Cursor> cursors);

    @Override
    void close();
}
