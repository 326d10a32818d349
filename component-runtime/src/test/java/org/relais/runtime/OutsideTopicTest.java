package org.relais.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is wrong with the settings of an outside topic, which would else be tried for ever. */
final class OutsideTopicTest {

    @ParameterizedTest
    @ValueSource(strings = {"", " ", ".", "..", "a topic", "l'été", "a/b", "a\nb"})
    void refusesWhatNoTopicCanBeCalled(String topic) {
        assertThat(OutsideTopic.problems(topic, null))
                .singleElement()
                .asString()
                .startsWith("topic: ");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "kafka", ":9092", "kafka:", "kafka:0", "kafka:65536", "kafka:99999999999", "kafka:9092,"})
    void refusesWhatNamesNoBroker(String bootstrapServers) {
        assertThat(OutsideTopic.problems("kafka_demo", bootstrapServers))
                .singleElement()
                .asString()
                .startsWith("outside.bootstrap.servers: ");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"kafka:9092", "one:9092, two.example:1", "127.0.0.1:65535", "[::1]:9092", "SSL://kafka:9093"})
    void takesBrokersAsTheClientsDo(String bootstrapServers) {
        assertThat(OutsideTopic.problems("kafka_demo", bootstrapServers)).isEmpty();
    }

    @Test
    void takesTheProductionsOwnBrokersIfNoneAreGiven() {
        assertThat(OutsideTopic.problems("kafka_demo", null)).isEmpty();
    }

    /** They would be tried for ever else, as if that cluster did not answer. */
    @Test
    void tellsWhatKafkasClientsWouldRefuse() {
        assertThat(problems(true, "kafka:9092", Map.of("security.protocol", "PLAINTXT", "ssl.key.password", "hunter2")))
                .singleElement()
                .asString()
                .contains("PLAINTXT", "security.protocol")
                .doesNotContain("hunter2");
        assertThat(problems(true, null, Map.of("max.in.flight.requests.per.connection", "many")))
                .isNotEmpty();
        assertThat(problems(
                        false, "kafka:9092", Map.of("request.timeout.ms", "3000", "default.api.timeout.ms", "2000")))
                .anySatisfy(problem -> assertThat(problem).contains("default.api.timeout.ms"));
    }

    @Test
    void takesWhatTheyTake() {
        for (Map<String, String> clients : List.of(
                Map.of("delivery.timeout.ms", "20000"),
                Map.of("request.timeout.ms", "5000"),
                Map.of("default.api.timeout.ms", "3000"),
                Map.of("default.api.timeout.ms", "10000"),
                Map.of("acks", "1", "isolation.level", "read_uncommitted"))) {
            assertThat(problems(true, "kafka:9092", clients))
                    .as(clients.toString())
                    .isEmpty();
            assertThat(problems(false, "kafka:9092", clients))
                    .as(clients.toString())
                    .isEmpty();
        }
        assertThat(problems(false, "kafka:9092", Map.of("request.timeout.ms", "30000")))
                .isEmpty();
        Map<String, String> ofReaders = Map.of("request.timeout.ms", "30000", "default.api.timeout.ms", "60000");
        assertThat(problems(false, "kafka:9092", ofReaders)).isEmpty();
        assertThat(problems(true, "kafka:9092", ofReaders))
                .singleElement()
                .asString()
                .contains("delivery.timeout.ms");
    }

    private static List<String> problems(
            boolean writes, @Nullable String bootstrapServers, Map<String, String> clients) {
        return new OutsideTopic("kafka_demo", bootstrapServers, clients)
                .clients(TestSettings.of(Map.of()), Map.of())
                .outsideProblems(writes);
    }
}
