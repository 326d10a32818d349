package org.relais.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is wrong with the settings of an outside topic, which would else be tried for ever. */
final class OutsideTopicTest {

    @ParameterizedTest
    @ValueSource(strings = {"", " ", ".", "..", "a topic", "l'été", "a/b", "a\nb"})
    void refusesWhatNoTopicCanBeCalled(String topic) {
        assertThat(OutsideTopic.problems(topic, null, Map.of()))
                .singleElement()
                .asString()
                .startsWith("topic: ");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "kafka", ":9092", "kafka:", "kafka:0", "kafka:65536", "kafka:99999999999", "kafka:9092,"})
    void refusesWhatNamesNoBroker(String bootstrapServers) {
        assertThat(OutsideTopic.problems("kafka_demo", bootstrapServers, Map.of()))
                .singleElement()
                .asString()
                .startsWith("outside.bootstrap.servers: ");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"kafka:9092", "one:9092, two.example:1", "127.0.0.1:65535", "[::1]:9092", "SSL://kafka:9093"})
    void takesBrokersAsTheClientsDo(String bootstrapServers) {
        assertThat(OutsideTopic.problems("kafka_demo", bootstrapServers, Map.of()))
                .isEmpty();
    }

    @Test
    void takesTheProductionsOwnBrokersIfNoneAreGiven() {
        assertThat(OutsideTopic.problems("kafka_demo", null, Map.of())).isEmpty();
    }

    /** They would be tried for ever else, as if that cluster did not answer. */
    @Test
    void refusesWhatKafkasClientsDo() {
        assertThat(OutsideTopic.problems(
                        "kafka_demo", null, Map.of("security.protocol", "PLAINTXT", "ssl.key.password", "hunter2")))
                .singleElement()
                .asString()
                .startsWith("outside.kafka: ")
                .contains("PLAINTXT", "security.protocol")
                .doesNotContain("hunter2");
        assertThat(OutsideTopic.problems(
                        "kafka_demo", null, Map.of("acks", "all", "isolation.level", "read_committed")))
                .isEmpty();
    }
}
