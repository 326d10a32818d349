package org.relais.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class PercentilesTest {

    @ParameterizedTest
    @CsvSource({"0.5, 1", "1, 1", "50, 50", "50.5, 51", "99, 99", "99.1, 100", "100, 100"})
    void nearestRankOfOneToAHundred(double percent, long expected) {
        long[] downwards = LongStream.rangeClosed(1, 100).map(i -> 101 - i).toArray();

        assertThat(new Percentiles(downwards).at(percent)).isEqualTo(expected);
    }

    @Test
    void oneValueIsEveryPercentile() {
        Percentiles one = new Percentiles(new long[] {7});

        assertThat(one.at(1)).isEqualTo(7);
        assertThat(one.at(99)).isEqualTo(7);
        assertThat(one.max()).isEqualTo(7);
    }

    @Test
    void p99OfAThousandLeavesTenAbove() {
        Percentiles thousand = new Percentiles(LongStream.range(0, 1_000).toArray());

        assertThat(thousand.at(99)).isEqualTo(989);
        assertThat(thousand.max()).isEqualTo(999);
        assertThat(thousand.count()).isEqualTo(1_000);
    }

    @Test
    void isTheSameFromItsText() {
        Percentiles read = Percentiles.of(new Percentiles(new long[] {30, 10, 20}).toString());

        assertThat(read.count()).isEqualTo(3);
        assertThat(read.at(1)).isEqualTo(10);
        assertThat(read.at(50)).isEqualTo(20);
        assertThat(read.max()).isEqualTo(30);
    }

    @Test
    void noValuesHaveNoPercentiles() {
        assertThatIllegalArgumentException().isThrownBy(() -> new Percentiles(new long[0]));
    }
}
