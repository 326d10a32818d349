package org.relais.benchmarks;

import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.relais.runtime.FloorClients;

/** One component of the floor: polls, copies, and commits both as one transaction. Runs on a thread of its own. */
final class FloorPart implements Runnable {

    private static final Duration POLL = Duration.ofMillis(200);

    /** As long as what components commit with their offsets. */
    private static final String METADATA = "c=100000,d=100000,a=100000,x=0";

    private final String name;
    private final FloorClients clients;
    private final List<String> topics;
    private final Copier copier;
    private final CountDownLatch ready;

    /** What a part does with a record. */
    interface Copier {
        /** Before each batch. */
        void tick(long millis);

        void copy(ConsumerRecord<byte[], byte[]> message, FloorSends sends);

        /** After each batch's commit. */
        void committed(int records);
    }

    /** @param ready is counted down once the part has its partitions */
    FloorPart(String name, FloorClients clients, List<String> topics, Copier copier, CountDownLatch ready) {
        this.name = name;
        this.clients = clients;
        this.topics = topics;
        this.copier = copier;
        this.ready = ready;
    }

    @Override
    public void run() {
        try (FloorSends sends = new FloorSends(clients.producer(name));
                KafkaConsumer<byte[], byte[]> consumer = clients.member(name)) {
            consumer.subscribe(topics, new FromBeginning(consumer));
            while (!Thread.currentThread().isInterrupted()) {
                turn(consumer, sends);
            }
        }
    }

    private void turn(KafkaConsumer<byte[], byte[]> consumer, FloorSends sends) {
        ConsumerRecords<byte[], byte[]> batch = consumer.poll(POLL);
        if (batch.isEmpty()) {
            return;
        }
        copier.tick(System.currentTimeMillis());
        sends.begin();
        for (ConsumerRecord<byte[], byte[]> message : batch) {
            copier.copy(message, sends);
        }
        sends.producer.sendOffsetsToTransaction(offsets(batch), consumer.groupMetadata());
        sends.commit();
        copier.committed(batch.count());
    }

    private static Map<TopicPartition, OffsetAndMetadata> offsets(ConsumerRecords<byte[], byte[]> batch) {
        Map<TopicPartition, OffsetAndMetadata> offsets = new HashMap<>();
        batch.nextOffsets()
                .forEach((partition, next) ->
                        offsets.put(partition, new OffsetAndMetadata(next.offset(), next.leaderEpoch(), METADATA)));
        return offsets;
    }

    private final class FromBeginning implements ConsumerRebalanceListener {

        private final KafkaConsumer<byte[], byte[]> consumer;

        FromBeginning(KafkaConsumer<byte[], byte[]> consumer) {
            this.consumer = consumer;
        }

        @Override
        public void onPartitionsAssigned(Collection<TopicPartition> partitions) {
            consumer.seekToBeginning(partitions);
            ready.countDown();
        }

        @Override
        public void onPartitionsRevoked(Collection<TopicPartition> partitions) {}
    }
}
