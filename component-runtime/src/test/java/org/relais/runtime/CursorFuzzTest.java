package org.relais.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UTFDataFormatException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.zip.DeflaterOutputStream;
import org.jspecify.annotations.Nullable;

/** Any bytes that stand where a cursor is kept, in a database or in an offset's metadata, are one, or the operation halts. */
final class CursorFuzzTest {

    @FuzzTest(maxDuration = "5s")
    void readsOrHalts(byte[] bytes) throws IOException {
        outcomes(bytes);
        outcomes(deflated(bytes));
        metadata(new String(bytes, StandardCharsets.UTF_8));
    }

    private static void outcomes(byte[] bytes) {
        Outcomes outcomes;
        try {
            outcomes = Outcomes.decode(ByteBuffer.wrap(bytes));
        } catch (HaltException e) {
            assertThat(e).hasMessageContaining("can't be read");
            return;
        }
        for (long offset = 0; offset < 10; offset++) { // those of the kept inputs are at 7 and 8
            Outcome outcome = outcomes.of(offset);
            if (outcome != null) {
                assertThat(again(outcome)).usingRecursiveComparison().isEqualTo(outcome);
            }
        }
    }

    private static @Nullable Outcome again(Outcome outcome) {
        Outcomes.Encoder encoder = new Outcomes.Encoder();
        try {
            encoder.add(0, outcome);
        } catch (UncheckedIOException e) { // a NUL is read of one byte, but written as two: it may have become too long
            assertThat(e).hasCauseInstanceOf(UTFDataFormatException.class);
            return outcome;
        }
        return Outcomes.decode(encoder.finish()).of(0);
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
