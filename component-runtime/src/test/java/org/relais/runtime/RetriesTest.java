package org.relais.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.relais.runtime.Eventually.eventually;

import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

class RetriesTest {

    private static final Duration USUAL = Duration.ofMillis(200);

    @Test
    void pollsAsUsualWhileNothingFails() {
        Retries retries = new Retries(TestSettings.of(Map.of()));
        assertThat(retries.due()).isTrue();
        assertThat(retries.wait(USUAL)).isEqualTo(USUAL);
        assertThat(retries.exhausted()).isFalse();
    }

    @Test
    void isDueAgainAfterAPause() throws Exception {
        Retries retries = new Retries(TestSettings.of(Map.of()));
        retries.failed();
        assertThat(retries.due()).isFalse();
        assertThat(retries.wait(USUAL)).isLessThan(USUAL);
        eventually("due", retries::due);
    }

    @Test
    void doesNotPollWithoutPauseOnceItIsDue() throws Exception {
        Retries retries = new Retries(TestSettings.of(Map.of()));
        retries.failed();
        eventually("due", retries::due);
        assertThat(retries.wait(USUAL)).isEqualTo(USUAL);
    }

    @Test
    void isExhaustedByFailuresInARowOnly() throws Exception {
        Retries retries = new Retries(TestSettings.of(Map.of("failure.timeout", "50 ms")));
        retries.failed();
        eventually("exhausted", retries::exhausted);
        retries.succeeded();
        assertThat(retries.exhausted()).isFalse();
        retries.failed();
        assertThat(retries.exhausted()).isFalse();
    }

    @Test
    void neverGivesUpUnlessItIsTold() {
        Retries retries = new Retries(TestSettings.of(Map.of()));
        retries.failed();
        assertThat(retries.exhausted()).isFalse();
    }
}
