package org.relais.benchmarks;

import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.clients.producer.Callback;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.jspecify.annotations.Nullable;

/** One part's transactions. Every send is checked, as the runtime does, since a commit can overtake the last one. Used by one thread. */
final class FloorSends implements Callback, AutoCloseable {

    final KafkaProducer<byte[], byte[]> producer;
    private final AtomicReference<@Nullable Exception> failure = new AtomicReference<>();
    private int sent;
    private volatile int taken;

    FloorSends(KafkaProducer<byte[], byte[]> producer) {
        this.producer = producer;
        producer.initTransactions();
    }

    void begin() {
        sent = 0;
        taken = 0;
        producer.beginTransaction();
    }

    void send(ProducerRecord<byte[], byte[]> message) {
        sent++;
        var unused = producer.send(message, this); // commit() checks what the callback is told
    }

    void commit() {
        producer.flush();
        if (taken != sent) {
            throw new IllegalStateException("only " + taken + " of " + sent + " records were sent", failure.get());
        }
        producer.commitTransaction();
    }

    @Override
    @SuppressWarnings("NonAtomicVolatileUpdate") // only the producer's own thread writes it
    public void onCompletion(@Nullable RecordMetadata metadata, @Nullable Exception exception) {
        if (exception == null) {
            taken++;
        } else {
            failure.compareAndSet(null, exception);
        }
    }

    @Override
    public void close() {
        producer.close();
    }
}
