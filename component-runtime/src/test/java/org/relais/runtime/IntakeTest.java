package org.relais.runtime;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.as;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class IntakeTest {

    private final Production production = new Production();
    private final String topic = TestTopics.PROCESS.in(production.name());

    @AfterEach
    void close() {
        production.close();
    }

    @Test
    void aBatchHasAsManySmallMessagesAsAreWanted() throws Exception {
        List<String> sent =
                inject(IntStream.range(0, 700).mapToObj(i -> "small " + i).toList());
        List<Batch> batches = read(sent.size(), "max.poll.records=300");
        int most = batches.stream()
                .mapToInt(batch -> batch.records().count())
                .max()
                .orElse(0);
        assertThat(most).isBetween(KafkaClients.POLL_RECORDS + 1, 300);
        assertThat(texts(batches)).isEqualTo(sent);
        Batch last = batches.get(batches.size() - 1);
        assertThat(last.next().get(new TopicPartition(topic, 0)))
                .extracting(OffsetAndMetadata::offset, as(InstanceOfAssertFactories.LONG))
                .isGreaterThanOrEqualTo(sent.size());
    }

    @Test
    void aBatchOfLargeMessagesHasFewHoweverSmallTheyWereOnTheirWay() throws Exception {
        String large = "x".repeat(900_000);
        List<String> sent = inject(Collections.nCopies(60, large));
        List<Batch> batches = read(sent.size(), "max.poll.records=300");
        assertThat(batches)
                .allSatisfy(
                        batch -> assertThat(batch.records().count()).isLessThanOrEqualTo(KafkaClients.POLL_RECORDS));
        assertThat(texts(batches)).isEqualTo(sent);
    }

    @Test
    void aBatchIsCutAfterSoManyBytes() throws Exception {
        inject(List.of("aaaa", "bbbb", "cccc", "dddd"));
        Batch batch = read(4).get(0);
        assertThat(batch.records().count()).isEqualTo(4);
        assertThat(List.of(batch.within(0), batch.within(4), batch.within(8), batch.within(11), batch.within(1_000)))
                .containsExactly(1, 1, 2, 2, 4);
    }

    private List<String> inject(List<String> texts) {
        production.createTopic(topic);
        production.injectInTransaction(topic, 0, texts);
        return texts;
    }

    private List<Batch> read(int count, String... settings) throws Exception {
        List<Batch> batches = new ArrayList<>();
        try (Intake intake = new Group(production.context(settings), "part", false).intake(List.of(topic))) {
            Eventually.eventually("all read", () -> {
                if (intake.needsPositions()) {
                    Map<TopicPartition, Optional<OffsetAndMetadata>> starts = new HashMap<>();
                    intake.assigned().forEach(partition -> starts.put(partition, Optional.empty()));
                    intake.startFrom(starts);
                }
                Batch batch = intake.poll(Duration.ofMillis(100));
                if (!batch.isEmpty()) {
                    batches.add(batch);
                }
                return batches.stream().mapToInt(each -> each.records().count()).sum() >= count;
            });
        }
        return batches;
    }

    private static List<String> texts(List<Batch> batches) {
        List<String> texts = new ArrayList<>();
        for (Batch batch : batches) {
            for (ConsumerRecord<byte[], byte[]> record : batch.records()) {
                texts.add(new String(record.value(), UTF_8));
            }
        }
        return texts;
    }
}
