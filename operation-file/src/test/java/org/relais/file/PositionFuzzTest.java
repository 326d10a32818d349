package org.relais.file;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.nio.charset.StandardCharsets;
import org.relais.runtime.HaltException;

/** Whatever is in an offset's metadata is a position, or the operation halts. */
final class PositionFuzzTest {

    @FuzzTest(maxDuration = "5s")
    void readsOrHalts(byte[] metadata) {
        Position position;
        try {
            position = Position.parse(new String(metadata, StandardCharsets.UTF_8));
        } catch (HaltException e) {
            return;
        }
        assertThat(Position.parse(position.text())).isEqualTo(position);
    }
}
