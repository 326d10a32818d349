package org.relais.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

@EnabledOnOs(OS.LINUX)
final class FloorRunTest {

    @Test
    @Timeout(value = 180, unit = TimeUnit.SECONDS)
    void everyRecordArrivesAndEveryProcessIsMeasured(@TempDir Path folder) throws IOException, InterruptedException {
        FloorResult result =
                new FloorRun(new Rows(2_000, 1), Map.of("max.poll.records", "500")).run(folder.resolve("floor"));

        assertThat(result.rows()).isEqualTo(2_000);
        assertThat(result.clientMicros()).isPositive();
        assertThat(result.brokerMicros()).isPositive();
        assertThat(result.client().compiler()).isPositive();
        assertThat(result.recordBytes()).isBetween(3_000.0, 4_000.0);
        assertThat(result.logBytes()).isBetween(100.0, result.recordBytes());
    }

    @Test
    @Timeout(value = 180, unit = TimeUnit.SECONDS)
    void measuresEachSingleMessage(@TempDir Path folder) throws IOException, InterruptedException {
        Percentiles times = new FloorRun(new Rows(1, 1), Map.of()).singles(folder.resolve("floor"), 50, 100);

        assertThat(times.count()).isEqualTo(100);
        assertThat(times.at(1)).isPositive();
        assertThat(times.max()).isLessThan(TimeUnit.SECONDS.toNanos(60));
    }
}
