package org.relais.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class BackoffTest {

    @Test
    void pausesGrowUpToTheLimit() {
        Backoff backoff = new Backoff(Duration.ofSeconds(1));
        for (long most : new long[] {100, 200, 400, 800, 1_000, 1_000, 1_000}) {
            assertThat(backoff.next()).isBetween(most / 2, most);
        }
    }

    @Test
    void isNeverShorterThanTheFirstPause() {
        Backoff backoff = new Backoff(Duration.ofMillis(1));
        assertThat(backoff.next()).isBetween(50L, 100L);
        assertThat(backoff.next()).isBetween(50L, 100L);
    }

    @Test
    void startsSmallAgainAfterAGoodTime() {
        Backoff backoff = new Backoff(Duration.ofSeconds(10));
        for (int i = 0; i < 10; i++) {
            backoff.next(System.nanoTime());
        }
        assertThat(backoff.next(System.nanoTime())).isGreaterThanOrEqualTo(5_000);
        assertThat(backoff.next(System.nanoTime() - TimeUnit.SECONDS.toNanos(31)))
                .isLessThanOrEqualTo(100);
    }
}
