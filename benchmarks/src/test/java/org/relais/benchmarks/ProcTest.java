package org.relais.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

final class ProcTest {

    @Test
    void readsTimesBehindANameWithSpacesAndParentheses() {
        String line = "4711 (C2) Compiler (x) S 1 4711 4711 0 -1 4194304 100 200 3 4 11 22 33 44 20 0 30 0 5 6 7";

        Proc.Stat stat = Proc.parse(line);

        assertThat(stat).isEqualTo(new Proc.Stat("C2) Compiler (x", 33, 77));
    }

    @Test
    void readsOneKeyOfAStatusFile() {
        String status = "Name:\tjava\nVmPeak:\t  999 kB\nVmHWM:\t  123456 kB\nVmRSS:\t   65536 kB\n";

        assertThat(Proc.parseKibibytes(status, "VmHWM")).isEqualTo(123_456);
        assertThat(Proc.parseKibibytes(status, "VmRSS")).isEqualTo(65_536);
        assertThat(Proc.parseKibibytes(status, "Pss")).isZero();
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void whatHasEndedHasNoStat() throws IOException {
        assertThat(Proc.stat(Path.of("/proc/999999999"))).isEmpty();
        assertThat(Proc.kibibytes(999_999_999, "status", "VmHWM")).isZero();
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void thisProcessHasUsedTimeOnNamedThreads() throws IOException {
        Usage usage = Usage.of(ProcessHandle.current());

        assertThat(usage.micros()).isPositive();
        assertThat(usage.threads().keySet()).anyMatch(name -> name.contains("VM Thread"));
        assertThat(Usage.ownMicros()).isPositive();
        assertThat(Memory.of(ProcessHandle.current()).peakMebibytes()).isGreaterThan(1);
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void childrenCountAlsoAfterTheirEnd() throws IOException, InterruptedException {
        long before = usageOfChildren();

        assertThat(burn().waitFor()).isZero();

        assertThat(usageOfChildren() - before).isGreaterThanOrEqualTo(50_000);
    }

    /** What this JVM itself uses meanwhile does not count. */
    private static long usageOfChildren() throws IOException {
        long own = Usage.ownMicros();
        return Usage.of(ProcessHandle.current()).micros() - own;
    }

    private static Process burn() throws IOException {
        String loop = "i=0; while [ $i -lt 1000000 ]; do i=$((i+1)); done";
        return new ProcessBuilder("sh", "-c", loop).inheritIO().start();
    }
}
