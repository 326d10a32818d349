package org.relais.kafka.service;

import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.Map;
import org.junit.jupiter.api.Test;

/** What the settings refuse, which would else be tried for ever. */
final class ServiceSettingsTest {

    @Test
    void saysAllThatIsWrong() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new ServiceSettings("a topic", " ", "nowhere", Map.of()))
                .withMessage(
                        "topic: expected a name of at most 249 letters from a to z, digits, '.', '_' and '-';"
                                + " outside.bootstrap.servers: expected host:port, separated by commas; group: expected a name");
    }
}
