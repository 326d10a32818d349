package org.relais.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.relais.messages.Topics;

class TallyTest {
    private static final String PRODUCTION = "formation";

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "c=9,d=4,a=5,x=1 | d= | 4",
                "c=9,d=4,a=5,x=1 | a= | 5",
                "later=7,a=5     | a= | 5",
                "a=5;a=6,anything| a= | 5",
                "a=many          | a= | 0",
                "''              | a= | 0"
            })
    void readsOneCountAndLeavesTheRest(String metadata, String key, long count) {
        assertThat(Tally.count(metadata, key)).isEqualTo(count);
    }

    @Test
    void countsFinishedSessionsOfAGroupThatReadsReplies() {
        Map<TopicPartition, OffsetAndMetadata> committed = Map.of(
                new TopicPartition(Topics.ROUTER.in(PRODUCTION), 0), offset("c=2,d=1,a=0,x=0"),
                new TopicPartition(Topics.ROUTER.repliesIn(PRODUCTION), 0), offset("c=6,d=2,a=6,x=0"));
        assertThat(Tally.of(committed)).isEqualTo(new Tally(3, 0));
    }

    @Test
    void countsAnsweredCallsOfOtherGroups() {
        Map<TopicPartition, @Nullable OffsetAndMetadata> committed = new LinkedHashMap<>();
        committed.put(new TopicPartition(Topics.FILE_OPERATION.in(PRODUCTION), 0), offset("c=2,d=2,a=1,x=0"));
        committed.put(new TopicPartition(Topics.FILE_OPERATION.in(PRODUCTION), 1), null);
        assertThat(Tally.of(committed)).isEqualTo(new Tally(0, 1));
    }

    private static OffsetAndMetadata offset(String metadata) {
        return new OffsetAndMetadata(1, metadata);
    }
}
