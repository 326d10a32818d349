package org.relais.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.zip.DeflaterOutputStream;

/** Any bytes that stand where a cursor is kept, in a database or in an offset's metadata, are one, or the operation halts. */
final class CursorFuzzTest {

    @FuzzTest(maxDuration = "5s")
    void readsOrHalts(byte[] bytes) throws IOException {
        outcomes(bytes);
        outcomes(deflated(bytes));
        metadata(new String(bytes, StandardCharsets.UTF_8));
    }

    private static void outcomes(byte[] bytes) {
        try {
            Outcomes outcomes = Outcomes.decode(ByteBuffer.wrap(bytes));
            assertThat(outcomes.of(0)).isIn(outcomes.of(0));
        } catch (HaltException e) {
            assertThat(e).hasMessageContaining("can't be read");
        }
    }

    private static void metadata(String metadata) {
        Tally tally = Tally.of(metadata);
        String sink = Tally.sinkPart(metadata);
        String committed = tally.commit(1, Optional.empty(), sink).metadata();
        assertThat(Tally.of(committed).counts()).isEqualTo(tally.counts());
        assertThat(Tally.sinkPart(committed)).isEqualTo(sink);
    }

    private static byte[] deflated(byte[] bytes) throws IOException {
        ByteArrayOutputStream deflated = new ByteArrayOutputStream();
        try (DeflaterOutputStream out = new DeflaterOutputStream(deflated)) {
            out.write(1);
            out.write(bytes);
        }
        return deflated.toByteArray();
    }
}
