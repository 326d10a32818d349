package org.relais.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;

class TakeoverTest {

    private static final TopicPartition EFFECTS = new TopicPartition("t", 0);
    private static final TopicPartition MARKERS_ONLY = new TopicPartition("t", 1);
    private static final TopicPartition SET_BY_HAND = new TopicPartition("t", 2);

    @Test
    void tellsTheSinkWhereAnOffsetWasSetByHand() {
        Map<TopicPartition, OffsetAndMetadata> committed = Map.of(
                EFFECTS,
                new Tally().commit(7, Optional.empty(), "a sink's"),
                MARKERS_ONLY,
                new Tally().commit(2, Optional.empty(), ""),
                SET_BY_HAND,
                new OffsetAndMetadata(5));
        assertThat(Takeover.metadata(committed)).isEqualTo(Map.of(EFFECTS, "a sink's", SET_BY_HAND, ""));
    }
}
