package org.relais.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.relais.runtime.Production.text;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.junit.jupiter.api.Test;

/** Kafka's clients as components make them. */
class KafkaClientsTest {

    private static final int PARTITIONS = 100;
    private static final int RECORDS = 400; // on each partition

    @Test
    void writesToAnotherClusterInOrderAlsoWhereTheTopicIsThereOnlyJustNow() throws Exception {
        try (Elsewhere there = new Elsewhere(TestBroker.other());
                Producer<byte[], byte[]> producer = new KafkaClients(
                                TestSettings.of(Map.of()), there.bootstrap(), Map.of())
                        .outsideProducer("new-topic")) {
            List<Future<RecordMetadata>> sent = new ArrayList<>();
            there.create(PARTITIONS);
            for (int number = 0; number < RECORDS; number++) {
                byte[] body = Integer.toString(number).getBytes(StandardCharsets.UTF_8);
                for (int partition = 0; partition < PARTITIONS; partition++) {
                    sent.add(producer.send(new ProducerRecord<>(there.topic(), partition, null, body)));
                }
            }
            for (Future<RecordMetadata> each : sent) {
                var unused = each.get(60, TimeUnit.SECONDS);
            }
            Map<Integer, List<String>> byPartition = new TreeMap<>();
            for (ConsumerRecord<byte[], byte[]> each : there.records()) {
                byPartition
                        .computeIfAbsent(each.partition(), partition -> new ArrayList<>())
                        .add(text(each));
            }
            List<String> expected =
                    IntStream.range(0, RECORDS).mapToObj(Integer::toString).toList();
            assertThat(byPartition)
                    .hasSize(PARTITIONS)
                    .allSatisfy((partition, bodies) -> assertThat(bodies).isEqualTo(expected));
        }
    }
}
