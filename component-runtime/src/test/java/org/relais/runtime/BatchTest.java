package org.relais.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerGroupMetadata;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.junit.jupiter.api.Test;

/** How much of what was polled is handled at once. */
class BatchTest {

    private static final TopicPartition PARTITION = new TopicPartition("topic", 0);
    private static final ConsumerGroupMetadata GROUP = Records.group();
    private static final int KIB = 1024;

    @Test
    void aPollIsMeasured() {
        Batch batch = new Batch(polled(0, 1, 2, 4), GROUP);
        assertThat(batch.within(100 * KIB)).isEqualTo(3);
        assertThat(batch.within(5 * KIB)).isEqualTo(2);
        assertThat(batch.within(KIB)).as("one at least").isEqualTo(1);
    }

    @Test
    void severalPollsTogetherAreMeasured() {
        Gathering gathering = new Gathering(polled(0, 1, 2));
        gathering.add(polled(2, 4, 8));
        Batch batch = gathering.batch(GROUP);
        assertThat(batch.within(100 * KIB)).isEqualTo(4);
        assertThat(batch.within(9 * KIB)).isEqualTo(3);
    }

    @Test
    void partsAreMeasuredByThemselves() {
        Gathering gathering = new Gathering(polled(0, 1, 2, 4));
        gathering.add(polled(3, 8));
        Batch rest = gathering.batch(GROUP).behind(1);
        assertThat(rest.within(7 * KIB)).as("2 and 4 of 2, 4, 8").isEqualTo(2);
        assertThat(rest.first(2).within(100 * KIB)).isEqualTo(2);
        assertThat(rest.behind(2).within(KIB)).isEqualTo(1);
    }

    private static ConsumerRecords<byte[], byte[]> polled(long offset, int... kib) {
        List<ConsumerRecord<byte[], byte[]>> records = new ArrayList<>();
        for (int size : kib) {
            records.add(Records.record(
                    "topic", 0, offset + records.size(), 0, null, new byte[size * KIB], new RecordHeaders()));
        }
        return new ConsumerRecords<>(
                Map.of(PARTITION, records), Map.of(PARTITION, new OffsetAndMetadata(offset + records.size())));
    }
}
