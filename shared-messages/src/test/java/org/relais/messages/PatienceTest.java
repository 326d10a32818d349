package org.relais.messages;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;
import org.junit.jupiter.api.Test;

/** Kafka's fake stands for brokers that are away for longer than a test should last. */
class PatienceTest {

    private static final TopicPartition PARTITION = new TopicPartition("t", 0);

    private final AtomicLong now = new AtomicLong();
    private final MockConsumer<byte[], byte[]> consumer = new MockConsumer<>("none");
    private final Patience patience = new Patience(consumer, now::get);

    PatienceTest() {
        consumer.assign(List.of(PARTITION));
        consumer.updateBeginningOffsets(Map.of(PARTITION, 0L));
        consumer.seekToBeginning(List.of(PARTITION));
    }

    @Test
    void waitsAMomentButNotForEver() {
        pass(Duration.ofSeconds(30));
        assertThat(patience.poll()).isEmpty();
        pass(Duration.ofNanos(1));
        assertThatThrownBy(patience::poll).isInstanceOf(TimeoutException.class);
    }

    @Test
    void isNewWithEachRecord() {
        pass(Duration.ofSeconds(29));
        consumer.addRecord(new ConsumerRecord<>("t", 0, 0, new byte[0], new byte[0]));
        assertThat(patience.poll()).hasSize(1);
        pass(Duration.ofSeconds(29));
        assertThat(patience.poll()).isEmpty();
    }

    private void pass(Duration time) {
        now.addAndGet(time.toNanos());
    }
}
