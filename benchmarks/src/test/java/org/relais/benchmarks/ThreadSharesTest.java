package org.relais.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class ThreadSharesTest {

    private static final Map<String, Long> BEFORE = Map.of("1 C2 CompilerThre", 100L, "2 VM Thread", 10L);
    private static final Map<String, Long> AFTER = Map.of(
            "1 C2 CompilerThre", 150L,
            "2 VM Thread", 30L,
            "3 C1 CompilerThre", 5L,
            "4 C2 CompilerThre", 7L,
            "5 pool-1-thread-3", 900L,
            "6 pool-1-thread-4", 100L);

    private final ThreadShares shares = ThreadShares.between(BEFORE, AFTER);

    @Test
    void countsWhatThreadsUsedInBetween() {
        assertThat(shares.compiler()).isEqualTo(50 + 5 + 7);
        assertThat(shares.collector()).isEqualTo(20);
    }

    @Test
    void threadsOfOneKindAreOne() {
        assertThat(shares.byName()).containsEntry("pool-1-thread", 1_000L);
    }

    @Test
    void firstComesWhatUsedMost() {
        assertThat(List.copyOf(shares.top(2).keySet())).containsExactly("pool-1-thread", "C2 CompilerThre");
    }
}
