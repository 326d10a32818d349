package org.relais.runtime;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.compress.Compression;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.record.internal.MemoryRecords;
import org.apache.kafka.common.record.internal.SimpleRecord;
import org.jspecify.annotations.Nullable;
import org.relais.messages.Envelope;
import org.relais.messages.Ids;
import org.relais.messages.Topic;

/**
 * An outside topic as what an operation's effects go into. On the production's own cluster they wait for the transaction that the replies
 * and the offsets are in, too; to another cluster they are sent before that, so that after a crash in between they are sent again. What the
 * topic does not take is rejected before: here it would end the transaction, and with it everything else; and to another cluster its neighbours
 * would be sent again and again until it stands alone.
 * Used by one thread.
 */
final class TopicSink implements Sink<TopicWriter> {

    private final Context context;
    private final OutsideCluster outside;
    private final Sender sender;
    private final List<ProducerRecord<byte[], byte[]>> records = new ArrayList<>();
    private @Nullable Producer<byte[], byte[]> producer;
    private @Nullable Envelope message;
    private byte[] key = {};
    private Compression compression = Compression.NONE;
    private int most = Integer.MAX_VALUE;
    private int written;
    private int marked;
    private int pushed;

    TopicSink(Context context, Topic<?, ?> operation, OutsideTopic topic) {
        this.context = context;
        this.outside = new OutsideCluster(context, topic);
        this.sender = new Sender(operation, context);
    }

    @Override
    public boolean storesCursors() {
        return false;
    }

    @Override
    public Map<TopicPartition, Cursor> open(Assignment partitions) {
        records.clear();
        marked = 0;
        pushed = 0;
        outside.requireTopic();
        compression = (outside.isOurs() ? context.clients() : outside.clients()).compression();
        most = outside.maxMessageBytes();
        return Map.of();
    }

    @Override
    public TopicWriter begin() {
        return this::write;
    }

    @Override
    public void next(Envelope nextMessage, byte[] itsKey) {
        message = nextMessage;
        key = itsKey;
        written = 0;
    }

    private void write(Object body) {
        Envelope cause = Objects.requireNonNull(message);
        String id = Ids.caused(cause.id(), ++written);
        ProducerRecord<byte[], byte[]> outsideRecord = sender.toOutside(outside.topic(), cause, id, key, body);
        Sender.checkSize(outsideRecord);
        checkTaken(outsideRecord);
        records.add(outsideRecord);
    }

    /** The broker sees it as the producer sends it: compressed. That costs time, but few are so large that it matters. */
    private void checkTaken(ProducerRecord<byte[], byte[]> outsideRecord) {
        if (Sender.size(outsideRecord) <= most) {
            return;
        }
        int size = MemoryRecords.withRecords(
                        compression,
                        new SimpleRecord(
                                System.currentTimeMillis(),
                                outsideRecord.key(),
                                outsideRecord.value(),
                                outsideRecord.headers().toArray()))
                .sizeInBytes();
        if (size > most) {
            most = outside.maxMessageBytes(); // somebody may have raised it for what was rejected before
        }
        if (size > most) {
            throw new RejectedException("the message for " + outside.topic() + " has " + size + " bytes, more than the "
                    + most + " that the topic takes (max.message.bytes)");
        }
    }

    @Override
    public void mark() {
        marked = records.size();
    }

    @Override
    public void undo() {
        records.subList(marked, records.size()).clear();
    }

    @Override
    public void push() {
        if (!outside.isOurs()) {
            send(records.subList(pushed, records.size()));
        }
        pushed = records.size();
    }

    @Override
    public void rollback() {
        records.subList(pushed, records.size()).clear();
    }

    @Override
    public String commit(Map<TopicPartition, Cursor> cursors) {
        return "";
    }

    /** Sends what belongs into the same transaction as the replies. */
    void sendTo(Outlet outlet) {
        if (outside.isOurs()) {
            records.forEach(outlet::send);
        }
        records.clear();
        pushed = 0;
    }

    @Override
    public void close() {
        if (producer != null) {
            producer.close(java.time.Duration.ofSeconds(2));
        }
        outside.close();
    }

    private void send(List<ProducerRecord<byte[], byte[]>> all) {
        Producer<byte[], byte[]> there = producer();
        List<Future<RecordMetadata>> sent = new ArrayList<>();
        try {
            for (ProducerRecord<byte[], byte[]> each : all) {
                Future<RecordMetadata> future = there.send(each);
                // Where the cluster is away each send would wait for seconds, to fail like the first.
                if (future.isDone()) {
                    var unused = future.get();
                }
                sent.add(future);
            }
            there.flush();
            for (Future<RecordMetadata> each : sent) {
                var unused = each.get();
            }
        } catch (ExecutionException e) {
            throw failure(e.getCause() instanceof Exception cause ? cause : e);
        } catch (InterruptedException e) {
            throw new InterruptException(e);
        } catch (KafkaException e) {
            throw failure(e);
        }
    }

    private RuntimeException failure(Exception failure) {
        String what = "topic " + outside.topic() + " does not take it: " + Reason.of(failure);
        return failure instanceof RecordTooLargeException
                ? new RejectedException(what, failure)
                : new RetryableException(what, failure);
    }

    private Producer<byte[], byte[]> producer() {
        if (producer == null) {
            producer = outside.clients().outsideProducer("relais-" + outside.topic());
        }
        return producer;
    }
}
