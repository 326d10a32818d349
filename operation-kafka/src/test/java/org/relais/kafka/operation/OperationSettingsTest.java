package org.relais.kafka.operation;

import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.Map;
import org.junit.jupiter.api.Test;

/** What the settings refuse, which would else be tried for ever. */
final class OperationSettingsTest {

    @Test
    void saysAllThatIsWrong() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new OperationSettings("a topic", "nowhere", Map.of()))
                .withMessage("topic: expected a name of at most 249 letters from a to z, digits, '.', '_' and '-';"
                        + " outside.bootstrap.servers: expected host:port, separated by commas");
    }
}
