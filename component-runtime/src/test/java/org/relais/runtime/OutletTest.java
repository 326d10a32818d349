package org.relais.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.relais.runtime.Eventually.eventually;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.CommitFailedException;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class OutletTest {

    /** A flush that returns although a record is still on its way, as it was measured of a commit under transactions v2. */
    private static final class Overtaking extends MockProducer<byte[], byte[]> {

        Overtaking() {
            super(false, null, new ByteArraySerializer(), new ByteArraySerializer());
        }

        private final List<Optional<RuntimeException>> answers = new ArrayList<>();

        /** What a commit waits for before it is answered. */
        private final CountDownLatch answered = new CountDownLatch(1);

        private final CountDownLatch ends = new CountDownLatch(1);

        /** Makes the next flush hear of one more record: it was taken, or failed. */
        void willAnswer(@Nullable RuntimeException failure) {
            answers.add(Optional.ofNullable(failure));
        }

        @Override
        public synchronized void flush() {
            for (Optional<RuntimeException> answer : answers) {
                answer.ifPresentOrElse(this::errorNext, this::completeNext);
            }
            answers.clear();
        }

        @Override
        public void commitTransaction() {
            ends.countDown();
            join(answered);
            super.commitTransaction();
        }
    }

    private final Overtaking producer = answering();
    private final Outlet outlet = new Outlet(List.of(producer));

    @Test
    void commitsWhatTheBrokerHasTaken() {
        outlet.fence();
        send();
        outlet.commit(offsets(), Records.group());
        assertThat(producer.commitCount()).isEqualTo(1);
        assertThat(producer.history()).hasSize(1);
        assertThat(producer.consumerGroupOffsetsHistory()).hasSize(1);
    }

    @Test
    void doesNotCommitBeforeTheLastSendHasArrived() {
        outlet.fence();
        send();
        outlet.send(record());
        assertThatThrownBy(outlet::commit).isInstanceOf(KafkaException.class).hasMessageContaining("only 1 of 2");
        assertThat(producer.commitCount()).isZero();
    }

    @Test
    void doesNotCommitAfterASendHasFailed() {
        outlet.fence();
        send();
        outlet.send(record());
        producer.willAnswer(new TimeoutException("too late"));
        assertThatThrownBy(outlet::commit).isInstanceOf(KafkaException.class).hasMessageContaining("too late");
        assertThat(producer.commitCount()).isZero();
    }

    @Test
    void countsEachTransactionAnew() {
        outlet.fence();
        send();
        outlet.commit();
        send();
        outlet.commit();
        assertThat(producer.commitCount()).isEqualTo(2);
    }

    @Test
    void producersTakeTurns() {
        Overtaking second = answering();
        Outlet both = new Outlet(List.of(producer, second));
        both.fence();
        assertThat(second.transactionInitialized()).isTrue();
        List<Overtaking> turns = List.of(producer, second, producer);
        for (int i = 0; i < turns.size(); i++) {
            both.send(record());
            turns.get(i).willAnswer(null);
            both.commit();
            assertThat(producer.commitCount() + second.commitCount()).isEqualTo(i + 1);
        }
        both.send(record());
        both.abort();
        assertThat(second.transactionAborted()).isTrue();
        assertThat(producer.commitCount()).isEqualTo(2);
        both.close();
        assertThat(producer.closed() && second.closed()).isTrue();
    }

    @Test
    void sendsEachMessageOnceAndInOrderHoweverManyThereAre() {
        outlet.fence();
        List<ProducerRecord<byte[], byte[]>> all = new ArrayList<>();
        for (int i = 0; i < 1_000; i++) {
            all.add(record());
            outlet.send(all.get(i));
            producer.willAnswer(null);
        }
        outlet.commit();
        assertThat(producer.history())
                .usingElementComparator((a, b) -> a == b ? 0 : 1)
                .containsExactlyElementsOf(all);
    }

    @Test
    void keepsFewLargeMessagesWaiting() {
        outlet.fence();
        for (int i = 0; i < 5; i++) {
            outlet.send(new ProducerRecord<>("t", new byte[900 * 1024]));
            producer.willAnswer(null);
        }
        assertThat(producer.uncommittedRecords()).as("given to the producer").hasSize(5);
        outlet.send(record());
        producer.willAnswer(null);
        assertThat(producer.uncommittedRecords()).as("counts anew").hasSize(5);
        outlet.commit();
        assertThat(producer.history()).hasSize(6);
    }

    @Test
    void takesBackOnlyWhatWasBegun() {
        outlet.fence();
        outlet.abort();
        outlet.send(record());
        outlet.abort();
        outlet.abort();
        assertThat(producer.transactionAborted()).isTrue();
        assertThat(outlet.isOpen()).isFalse();
        send();
        outlet.commit();
        assertThat(producer.commitCount()).isEqualTo(1);
        assertThat(producer.history()).hasSize(1);
    }

    @Test
    void takesNothingBackWhoseCommitWasNotAnsweredInTime() {
        outlet.fence();
        send();
        producer.commitTransactionException = new TimeoutException("the broker is away");
        assertThatThrownBy(outlet::commit).isInstanceOf(TimeoutException.class);
        outlet.abort();
        assertThat(producer.transactionAborted()).isFalse();
    }

    @Test
    void oneTransactionEndsWhileTheNextIsSentAndIsCommittedBeforeIt() {
        Overtaking first = new Overtaking();
        Overtaking second = answering();
        try (Outlet both = new Outlet(List.of(first, second))) {
            both.fence();
            List<String> committed = new ArrayList<>();
            sendAndCommitBeside(both, first, at -> committed.add("first"));
            join(first.ends);
            send(both, second);
            both.flush();
            assertThat(second.transactionInFlight()).isTrue();
            assertThat(first.commitCount() + second.commitCount()).isZero();
            assertThat(committed).as("told before it is so").isEmpty();
            first.answered.countDown();
            both.commitBeside(offsets(), Records.group(), at -> committed.add("second"));
            assertThat(first.commitCount()).isEqualTo(1);
            assertThat(committed).containsExactly("first");
            both.settle();
            both.settle();
            assertThat(second.commitCount()).isEqualTo(1);
            assertThat(committed).as("each once").containsExactly("first", "second");
        }
    }

    @Test
    void whatTheGroupRefusesIsTakenBackAndWhatWasSentAfterItToo() {
        Overtaking first = answering();
        Overtaking second = answering();
        try (Outlet both = new Outlet(List.of(first, second))) {
            both.fence();
            first.sendOffsetsToTransactionException = new CommitFailedException();
            List<String> committed = new ArrayList<>();
            sendAndCommitBeside(both, first, at -> committed.add("first"));
            send(both, second);
            assertThatThrownBy(() -> both.commitBeside(offsets(), Records.group(), at -> committed.add("second")))
                    .isInstanceOf(CommitFailedException.class);
            assertThat(first.transactionAborted()).isTrue();
            both.abort();
            assertThat(second.transactionAborted()).isTrue();
            both.settle();
            assertThat(first.commitCount() + second.commitCount()).isZero();
            assertThat(committed).isEmpty();
        }
    }

    @Test
    void whatWasNotAnsweredInTimeIsNotTakenBackAndNothingIsCommittedAfterIt() {
        Overtaking first = answering();
        Overtaking second = answering();
        try (Outlet both = new Outlet(List.of(first, second))) {
            both.fence();
            first.commitTransactionException = new TimeoutException("the broker is away");
            sendAndCommitBeside(both, first, at -> {});
            send(both, second);
            assertThatThrownBy(() -> both.commitBeside(offsets(), Records.group(), at -> {}))
                    .isInstanceOf(TimeoutException.class);
            assertThat(first.transactionAborted()).isFalse();
            assertThat(second.commitCount()).isZero();
        }
    }

    @Test
    void aCommitThatHasEndedIsNotedWhateverFailsAfterIt() throws Exception {
        Overtaking first = new Overtaking();
        try (Outlet both = new Outlet(List.of(first, answering()))) {
            both.fence();
            List<Long> committed = new ArrayList<>();
            sendAndCommitBeside(both, first, committed::add);
            both.settleIfEnded();
            assertThat(committed).as("it has not ended").isEmpty();
            long before = System.nanoTime();
            first.answered.countDown();
            eventually("ended", () -> {
                both.settleIfEnded();
                return !committed.isEmpty();
            });
            both.settle();
            assertThat(committed).singleElement().satisfies(at -> assertThat(at).isBetween(before, System.nanoTime()));
        }
    }

    @Test
    void aBugInTheClientIsNoFailureOfTheCluster() {
        Overtaking first = answering();
        try (Outlet both = new Outlet(List.of(first, answering()))) {
            both.fence();
            first.commitTransactionException = new IllegalStateException("a bug");
            sendAndCommitBeside(both, first, at -> {});
            assertThatThrownBy(both::settle)
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessage("a bug");
        }
    }

    private static void sendAndCommitBeside(Outlet outlet, Overtaking producer, Outlet.Committed committed) {
        send(outlet, producer);
        outlet.commitBeside(offsets(), Records.group(), committed);
    }

    private static Overtaking answering() {
        Overtaking producer = new Overtaking();
        producer.answered.countDown();
        return producer;
    }

    private static void join(CountDownLatch latch) {
        try {
            assertThat(latch.await(60, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Map<TopicPartition, OffsetAndMetadata> offsets() {
        return Map.of(new TopicPartition("t", 0), new OffsetAndMetadata(1));
    }

    private void send() {
        send(outlet, producer);
    }

    /** Sends what the broker takes. */
    private static void send(Outlet outlet, Overtaking producer) {
        outlet.send(record());
        producer.willAnswer(null);
    }

    private static ProducerRecord<byte[], byte[]> record() {
        return new ProducerRecord<>("t", new byte[] {1});
    }
}
