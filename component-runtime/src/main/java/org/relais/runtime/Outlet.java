package org.relais.runtime;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.clients.consumer.CommitFailedException;
import org.apache.kafka.clients.consumer.ConsumerGroupMetadata;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.Callback;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.RebalanceInProgressException;
import org.apache.kafka.common.errors.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * The transactions of one part: what is sent and how far the input is consumed commit together. Used by one thread. After any
 * exception it has to be closed and made anew, but for one by which the group refuses offsets: {@link #abort} may follow that.
 */
final class Outlet implements AutoCloseable {

    /**
     * So long, in nanoseconds, a transaction takes more in, however little it has: where reading is slow, as from a folder on another machine, or
     * a handler, it would last longer than the broker lets it, and never be committed.
     */
    static final long LONGEST_NANOS = 2_000_000_000;

    /**
     * So many messages go to the producer at once. Its thread wakes up with the first message to each partition, finds that nothing is due
     * yet, and sleeps again: where a batch is small that costs more than the messages do.
     */
    private static final int BURST = 64;

    /** Or so many bytes: what waits here takes memory besides what the producer has. */
    private static final long BURST_BYTES = 4L << 20;

    /** For one of the two: a process has to end in time also when its broker is away. */
    private static final Duration CLOSING = Duration.ofSeconds(1);

    private static final String SECOND = "/2"; // no slot has such a name, and no file is in a file

    private final List<? extends Producer<byte[], byte[]>> producers;
    private final List<ProducerRecord<byte[], byte[]>> waiting = new ArrayList<>(BURST);
    private final Acknowledgements acknowledgements = new Acknowledgements();
    private final ExecutorService beside = Executors.newSingleThreadExecutor(Outlet::daemon);
    private Producer<byte[], byte[]> producer;
    private int turn;
    private long waitingBytes;
    private boolean open;
    private @Nullable UnderWay underWay;

    /** @param producers that take turns, a transaction each; {@link #commitBeside} needs two */
    Outlet(List<? extends Producer<byte[], byte[]>> producers) {
        this.producers = producers;
        this.producer = producers.get(0);
    }

    /**
     * {@return an outlet with two producers} The broker says that a transaction is committed before it has written so to each partition, and until
     * then the same producer's next one has to wait. Another producer's has not: what is committed stays so, in the order of the offsets,
     * whichever of the two is written down first.
     */
    static Outlet of(KafkaClients clients, String transactionalId) {
        Producer<byte[], byte[]> first = clients.producer(transactionalId);
        try {
            return new Outlet(List.of(first, clients.producer(transactionalId + SECOND)));
        } catch (KafkaException e) {
            first.close();
            throw e;
        }
    }

    /** Ends what a predecessor of the same name left open, and keeps it from doing more. */
    void fence() {
        producers.forEach(Producer::initTransactions);
    }

    /** {@return whether something has been sent that is not committed yet} */
    boolean isOpen() {
        return open;
    }

    /** {@return how many bytes a message's key and value take in memory until it is sent} */
    static long size(ProducerRecord<byte[], byte[]> message) {
        return (long) Sender.length(message.key()) + Sender.length(message.value());
    }

    /** Sends within a transaction, which the first message begins. What the broker says to it {@link #flush} tells. */
    void send(ProducerRecord<byte[], byte[]> message) {
        if (!open) {
            acknowledgements.reset();
            producer = producers.get(turn);
            turn = (turn + 1) % producers.size();
            producer.beginTransaction();
            open = true;
        }
        waiting.add(message);
        waitingBytes += size(message);
        if (waiting.size() == BURST || waitingBytes >= BURST_BYTES) {
            handOver();
        }
    }

    private void handOver() {
        for (ProducerRecord<byte[], byte[]> message : waiting) {
            acknowledgements.sent++;
            var unused = producer.send(message, acknowledgements); // flush() checks what the callback is told
        }
        forgetWaiting();
    }

    private void forgetWaiting() {
        waiting.clear();
        waitingBytes = 0;
    }

    /**
     * Commits what was sent. Every send is checked first: under transactions v2 a commit can overtake the last send and succeed without it.
     *
     * @param offsets how far the input is consumed
     * @param group the group's state when that input was polled; state taken later would let a zombie commit
     */
    void commit(Map<TopicPartition, OffsetAndMetadata> offsets, ConsumerGroupMetadata group) {
        flush();
        endNow(offsets, group);
    }

    void commit() {
        flush();
        endNow(Map.of(), null);
    }

    /**
     * Commits as {@link #commit(Map, ConsumerGroupMetadata)} does, while the next transaction is begun already: with small ones most of the time
     * is spent waiting for the broker to end them. Only one ends at a time, so that none is committed unless those before it are.
     *
     * @param committed is told of it on the thread of the part, within the next call of this method or of {@link #settle}
     */
    void commitBeside(
            Map<TopicPartition, OffsetAndMetadata> offsets, ConsumerGroupMetadata group, Committed committed) {
        flush();
        settle();
        Producer<byte[], byte[]> ending = producer;
        underWay =
                new UnderWay(CompletableFuture.supplyAsync(() -> endBeside(ending, offsets, group), beside), committed);
        open = false;
    }

    /**
     * Waits for the commit that is under way, if one is.
     *
     * @throws CommitFailedException if the group has gone on without this member; what was to be committed is taken back then
     * @throws RebalanceInProgressException likewise
     */
    void settle() {
        UnderWay ending = underWay;
        if (ending != null) {
            underWay = null;
            ending.committed().at(await(ending.end()));
        }
    }

    /** As {@link #settle}, if the commit has ended; for when another failure keeps it from being waited for. */
    void settleIfEnded() {
        if (underWay != null && underWay.end().isDone()) {
            settle();
        }
    }

    private static long await(CompletableFuture<Long> end) {
        try {
            return end.join();
        } catch (CompletionException e) {
            throw e.getCause() instanceof RuntimeException cause ? cause : e;
        }
    }

    private void endNow(Map<TopicPartition, OffsetAndMetadata> offsets, @Nullable ConsumerGroupMetadata group) {
        try {
            end(producer, offsets, group);
        } catch (TimeoutException e) {
            open = false; // nobody knows whether it is committed: Kafka's producer allows no abort any more
            throw e;
        }
        open = false;
    }

    private static long endBeside(
            Producer<byte[], byte[]> producer,
            Map<TopicPartition, OffsetAndMetadata> offsets,
            ConsumerGroupMetadata group) {
        try {
            end(producer, offsets, group);
            return System.nanoTime();
        } catch (CommitFailedException | RebalanceInProgressException e) {
            producer.abortTransaction();
            throw e;
        }
    }

    private static void end(
            Producer<byte[], byte[]> producer,
            Map<TopicPartition, OffsetAndMetadata> offsets,
            @Nullable ConsumerGroupMetadata group) {
        // Messages have gone before offsets: while the transaction before this one still ends, the broker lets messages
        // wait for that, but has offsets sent again.
        if (group != null && !offsets.isEmpty()) {
            producer.sendOffsetsToTransaction(offsets, group);
        }
        producer.commitTransaction();
    }

    /** Waits until the broker has taken all that was sent. If this fails nothing of it is committed. */
    void flush() {
        handOver();
        producer.flush();
        acknowledgements.check();
    }

    /**
     * Takes back what was begun, if anything was, and can be taken back: after a commit that was not answered in time nothing can. A commit that
     * goes on beside is left to {@link #settle}.
     */
    void abort() {
        if (open) {
            open = false;
            forgetWaiting();
            producer.abortTransaction();
        }
    }

    @Override
    public void close() {
        producers.forEach(each -> each.close(CLOSING));
        beside.shutdown(); // its thread gives up after max.block.ms at the latest, and commits nothing any more
    }

    private static Thread daemon(Runnable work) {
        Thread thread = new Thread(work, Thread.currentThread().getName() + ".commits");
        thread.setDaemon(true);
        return thread;
    }

    /**
     * A commit that goes on beside the part's thread.
     *
     * @param end when it has ended
     * @param committed is told
     */
    private record UnderWay(CompletableFuture<Long> end, Committed committed) {}

    /** Is told that a transaction is committed. */
    @FunctionalInterface
    interface Committed {

        /**
         * Takes note of it.
         *
         * @param nanoTime when it was, as {@link System#nanoTime} tells it
         */
        void at(long nanoTime);
    }

    /** Counts what the broker has taken. The producer's thread calls it; the part's thread reads it after a flush. */
    private static final class Acknowledgements implements Callback {

        private int sent;
        private volatile int taken;
        private final AtomicReference<@Nullable Exception> failure = new AtomicReference<>();

        void reset() {
            sent = 0;
            taken = 0;
            failure.set(null);
        }

        @Override
        @SuppressWarnings("NonAtomicVolatileUpdate") // one thread writes it
        public void onCompletion(@Nullable RecordMetadata metadata, @Nullable Exception exception) {
            if (exception == null) {
                taken++;
            } else {
                failure.compareAndSet(null, exception);
            }
        }

        void check() {
            Exception first = failure.get();
            if (first != null) {
                throw new KafkaException("a message could not be sent: " + first.getMessage(), first);
            }
            if (taken != sent) {
                throw new KafkaException("only " + taken + " of " + sent + " messages were sent");
            }
        }
    }
}
