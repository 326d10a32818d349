package org.relais.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class RetriesTest {

    private static final Duration USUAL = Duration.ofMillis(200);

    /** Begins where such a clock may turn over, as {@link System#nanoTime} may. */
    private final AtomicLong nanos = new AtomicLong(Long.MAX_VALUE);

    @Test
    void pollsAsUsualWhileNothingFails() {
        Retries retries = retries(Map.of());
        assertThat(retries.due()).isTrue();
        assertThat(retries.wait(USUAL)).isEqualTo(USUAL);
        assertThat(retries.exhausted(retries.now())).isFalse();
    }

    @Test
    void isDueAgainAfterAPause() {
        Retries retries = retries(Map.of());
        retries.failed();
        assertThat(retries.due()).isFalse();
        assertThat(retries.wait(USUAL)).isBetween(Duration.ofMillis(50), Duration.ofMillis(100));
        pass(Duration.ofMillis(49));
        assertThat(retries.due()).isFalse();
        assertThat(retries.wait(USUAL)).isBetween(Duration.ofMillis(1), Duration.ofMillis(51));
        pass(Duration.ofMillis(51));
        assertThat(retries.due()).isTrue();
    }

    @Test
    void doesNotPollWithoutPauseOnceItIsDue() {
        Retries retries = retries(Map.of());
        retries.failed();
        pass(Duration.ofMillis(101));
        assertThat(retries.due()).isTrue();
        assertThat(retries.wait(USUAL)).isEqualTo(USUAL);
    }

    @Test
    void isExhaustedByFailuresInARowOnly() {
        Retries retries = retries(Map.of("failure.timeout", "50 ms"));
        long since = retries.now();
        retries.failed();
        pass(Duration.ofMillis(30));
        retries.failed();
        pass(Duration.ofMillis(20));
        assertThat(retries.exhausted(since)).isFalse();
        pass(Duration.ofMillis(1));
        assertThat(retries.exhausted(since)).isTrue();
        assertThat(retries.exhausted(since + 1_000_000)).as("first tried later").isFalse();
        retries.succeeded();
        assertThat(retries.exhausted(since)).isFalse();
        since = retries.now();
        retries.failed();
        pass(Duration.ofMillis(50));
        assertThat(retries.exhausted(since)).isFalse();
        pass(Duration.ofMillis(1));
        assertThat(retries.exhausted(since)).isTrue();
    }

    @Test
    void isNotExhaustedByWhatFailedBeforeMessagesWereTried() {
        Retries retries = retries(Map.of("failure.timeout", "50 ms"));
        retries.failed();
        pass(Duration.ofHours(1));
        long since = retries.now();
        retries.failed();
        assertThat(retries.exhausted(since)).isFalse();
        pass(Duration.ofMillis(51));
        assertThat(retries.exhausted(since)).isTrue();
    }

    @Test
    void neverGivesUpUnlessItIsTold() {
        Retries retries = retries(Map.of());
        long since = retries.now();
        retries.failed();
        pass(Duration.ofDays(1_000));
        assertThat(retries.exhausted(since)).isFalse();
    }

    private Retries retries(Map<String, String> settings) {
        return new Retries(TestSettings.of(settings), nanos::get);
    }

    private void pass(Duration time) {
        nanos.addAndGet(time.toNanos());
    }
}
