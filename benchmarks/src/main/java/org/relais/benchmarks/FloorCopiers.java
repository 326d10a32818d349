package org.relais.benchmarks;

import java.util.concurrent.atomic.AtomicLong;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.relais.benchmarks.FloorRecords.Replier;
import org.relais.messages.Topic;

/** What the floor's parts do with their records. */
final class FloorCopiers {

    private FloorCopiers() {}

    /** An operation: one reply for each request, and no effect. Its own thread uses it; any thread may ask for the count. */
    static final class OperationCopier implements FloorPart.Copier {

        private final FloorRecords records = new FloorRecords();
        private final Replier replier;
        private final boolean decides;
        private final AtomicLong requests = new AtomicLong();

        /** @param decides whether its reply is the decision on what follows */
        OperationCopier(Topic<?, ?> operation, boolean decides) {
            this.replier = Replier.of(operation);
            this.decides = decides;
        }

        @Override
        public void tick(long millis) {
            records.tick(millis);
        }

        @Override
        public void copy(ConsumerRecord<byte[], byte[]> message, FloorSends sends) {
            sends.send(reply(message));
        }

        private ProducerRecord<byte[], byte[]> reply(ConsumerRecord<byte[], byte[]> message) {
            return decides ? records.decision(message, replier) : records.done(message, replier);
        }

        @Override
        public void committed(int count) {
            requests.addAndGet(count);
        }

        long requests() {
            return requests.get();
        }
    }

    /** The router: the next call for each request and reply. Its own thread uses it; any thread may ask for the counts. */
    static final class RouterCopier implements FloorPart.Copier {

        private final FloorRecords records = new FloorRecords();
        private final AtomicLong taken = new AtomicLong();
        private final AtomicLong ended = new AtomicLong();
        private long endedInBatch;

        @Override
        public void tick(long millis) {
            records.tick(millis);
            endedInBatch = 0;
        }

        @Override
        public void copy(ConsumerRecord<byte[], byte[]> message, FloorSends sends) {
            if (message.topic().equals(FloorTopics.ROUTER)) {
                sends.send(records.fileCall(message));
                return;
            }
            switch (FloorRecords.sender(message)) {
                case 'f' -> sends.send(records.trainingCall(message));
                case 't' -> decide(message, sends);
                case 'p' -> endedInBatch++;
                default -> throw new IllegalStateException("a reply from nobody: " + message);
            }
        }

        private void decide(ConsumerRecord<byte[], byte[]> message, FloorSends sends) {
            if (FloorRecords.goesOn(message)) {
                sends.send(records.postgresCall(message));
            } else {
                endedInBatch++;
            }
        }

        @Override
        public void committed(int count) {
            taken.addAndGet(count);
            ended.addAndGet(endedInBatch);
        }

        /** Requests and replies. */
        long taken() {
            return taken.get();
        }

        /** Sessions that are over. */
        long ended() {
            return ended.get();
        }
    }
}
