package org.relais.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SlotTest {

    /** Kubernetes gives that to each container. */
    private static final Map<String, String> KUBERNETES = Map.of("KUBERNETES_SERVICE_HOST", "10.96.0.1");

    @ParameterizedTest
    @CsvSource({"operation-db-0,0", "operation-db-12,12", "a-0007,7"})
    void isTheOrdinalOfAStatefulSet(String host, int expected) {
        assertThat(Slot.ordinal(host, KUBERNETES)).isEqualTo(OptionalInt.of(expected));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "localhost", "host12", "web-7f9c6d-x2x", "a-12345", "a-1.example.org", "0"})
    void isUnknownInOtherPods(String host) {
        assertThat(Slot.ordinal(host, KUBERNETES)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"operation-db-0", "ip-10-0-1-23"})
    void isUnknownElsewhere(String host) {
        assertThat(Slot.ordinal(host, Map.of("PATH", "/bin"))).isEmpty();
    }

    @Test
    void isWhatTheLauncherSays() {
        Slot slot = Slot.of(TestSettings.of(Map.of("slot", "3")));
        assertThat(slot.known()).isTrue();
        assertThat(slot.name()).isEqualTo("3");
    }
}
