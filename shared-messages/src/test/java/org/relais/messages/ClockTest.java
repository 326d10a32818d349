package org.relais.messages;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.DateTimeException;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ClockTest {

    @Test
    void tellsThePresentInMilliseconds() {
        Clock clock = new Clock();
        for (int i = 0; i < 1_000; i++) {
            Instant before = Instant.ofEpochMilli(System.currentTimeMillis());
            String now = clock.now();
            assertThat(now).matches("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{3}Z");
            assertThat(Clock.parse(now)).isBetween(before, Instant.ofEpochMilli(System.currentTimeMillis()));
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {0, 1, -1, 999, 1_735_689_599_999L, 253_402_300_799_999L, 253_402_300_800_000L})
    void readsWhatItWrites(long millis) {
        assertThat(Clock.parse(Clock.format(millis))).isEqualTo(Instant.ofEpochMilli(millis));
    }

    @Test
    void readsOtherZonesAndPrecisions() {
        Instant expected = Instant.parse("2026-11-01T10:00:00Z");
        assertThat(Clock.parse("2026-11-01T10:00:00Z")).isEqualTo(expected);
        assertThat(Clock.parse("2026-11-01T11:00:00.000000+01:00")).isEqualTo(expected);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "now",
                "2026-11-01",
                "2026-11-01T10:00:00",
                "2026-13-01T10:00:00Z",
                "1762000000",
                "+100000-01-01T00:00:00Z",
                "+999999999-01-01T00:00:00Z",
                "-999999999-01-01T00:00:00Z"
            })
    void refusesWhatIsNoTime(String text) {
        assertThatThrownBy(() -> Clock.parse(text)).isInstanceOf(DateTimeException.class);
    }
}
