package org.relais.kafka.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the settings refuse, which would else be tried for ever. */
final class ServiceSettingsTest {

    @ParameterizedTest
    @ValueSource(strings = {"", " ", ".", "..", "a topic", "l'été", "a/b", "a\nb"})
    void refusesWhatNoTopicCanBeCalled(String topic) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> settings(topic, "group", null))
                .withMessageStartingWith("topic: ");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "kafka", ":9092", "kafka:", "kafka:0", "kafka:65536", "kafka:99999999999", "kafka:9092,"})
    void refusesWhatNamesNoBroker(String bootstrapServers) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> settings("kafka_demo", "group", bootstrapServers))
                .withMessageStartingWith("outside.bootstrap.servers: ");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"kafka:9092", "one:9092, two.example:1", "127.0.0.1:65535", "[::1]:9092", "SSL://kafka:9093"})
    void takesBrokersAsTheClientsDo(String bootstrapServers) {
        assertThat(settings("kafka_demo", "group", bootstrapServers).outside().bootstrapServers())
                .isEqualTo(bootstrapServers);
    }

    @Test
    void saysAllThatIsWrong() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> settings("a topic", " ", "nowhere"))
                .withMessage(
                        "topic: expected a name of at most 249 letters from a to z, digits, '.', '_' and '-';"
                                + " outside.bootstrap.servers: expected host:port, separated by commas; group: expected a name");
    }

    private static ServiceSettings settings(String topic, String group, @Nullable String bootstrapServers) {
        return new ServiceSettings(topic, group, bootstrapServers, Map.of());
    }
}
