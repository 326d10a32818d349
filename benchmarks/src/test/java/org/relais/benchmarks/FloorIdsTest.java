package org.relais.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;

final class FloorIdsTest {

    private final FloorIds ids = new FloorIds();

    @Test
    void allIdsDiffer() {
        Set<UUID> seen = new HashSet<>();
        for (int i = 0; i < 100_000; i++) {
            assertThat(seen.add(UUID.fromString(text(ids.next())))).isTrue();
        }
    }

    @Test
    void idIsAUuidOfVersionSevenWithItsTime() {
        long millis = 1_767_225_600_123L;
        ids.tick(millis);

        UUID id = UUID.fromString(text(ids.next()));

        assertThat(id.version()).isEqualTo(7);
        assertThat(id.getMostSignificantBits() >>> 16).isEqualTo(millis);
    }

    @Test
    void traceParentIsWhatW3cWants() {
        assertThat(text(FloorIds.traceParent(ids.next()))).matches("00-[0-9a-f]{32}-[0-9a-f]{16}-01");
    }

    private static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.US_ASCII);
    }
}
