package org.relais.benchmarks;

import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import java.util.function.IntFunction;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** Single messages at an even rate, sent by a plain producer that takes part in nothing. */
final class Singles {

    static final int A_SECOND = 50;

    /** Until code is compiled a message takes many times as long; a production runs for longer than that. */
    static final int WARM_UP = 90 * A_SECOND;

    private static final long INTERVAL_NANOS = 1_000_000_000L / A_SECOND;

    private Singles() {}

    /**
     * Sends messages.
     *
     * @param message makes one of its number, right before it is sent
     * @return when each was sent, as {@link System#nanoTime}
     */
    static long[] send(String bootstrap, int count, IntFunction<ProducerRecord<byte[], byte[]>> message) {
        long[] sent = new long[count];
        Map<String, Object> config = Map.of(ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrap);
        try (KafkaProducer<byte[], byte[]> producer =
                new KafkaProducer<>(config, new ByteArraySerializer(), new ByteArraySerializer())) {
            producer.partitionsFor(FloorTopics.ROUTER);
            long start = System.nanoTime();
            for (int i = 0; i < count; i++) {
                waitUntil(start + i * INTERVAL_NANOS);
                ProducerRecord<byte[], byte[]> next = message.apply(i);
                sent[i] = System.nanoTime();
                var unused = producer.send(next); // missing ones are found
            }
        }
        return sent;
    }

    static void waitUntil(long nanoTime) {
        for (long left = nanoTime - System.nanoTime(); left > 0; left = nanoTime - System.nanoTime()) {
            LockSupport.parkNanos(left);
        }
    }

    /**
     * {@return how long the messages took}
     *
     * @param warmUp how many of the first do not count
     */
    static Percentiles times(long[] sent, long[] seen, int warmUp) {
        long[] times = new long[sent.length - warmUp];
        for (int i = 0; i < times.length; i++) {
            times[i] = seen[warmUp + i] - sent[warmUp + i];
        }
        return new Percentiles(times);
    }
}
