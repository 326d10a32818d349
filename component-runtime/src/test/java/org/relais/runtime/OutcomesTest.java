package org.relais.runtime;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.util.Objects;
import java.util.Random;
import org.junit.jupiter.api.Test;

class OutcomesTest {

    @Test
    void comeBackAsTheyWere() {
        Outcomes.Encoder encoder = new Outcomes.Encoder();
        encoder.add(5, new Outcome.Replied("TrainingResponse", "{\"bool\":true}".getBytes(UTF_8)));
        encoder.add(1L << 40, new Outcome.Failed("rejected", "é too long", "f.t/1@7", 3));
        ByteBuffer bytes = encoder.finish().asReadOnlyBuffer();
        Outcomes outcomes = Outcomes.decode(bytes);
        assertThat(bytes.hasRemaining()).as("reading leaves the buffer alone").isTrue();

        Outcome.Replied replied = (Outcome.Replied) Objects.requireNonNull(outcomes.of(5));
        assertThat(replied.type()).isEqualTo("TrainingResponse");
        assertThat(replied.body()).isEqualTo("{\"bool\":true}".getBytes(UTF_8));
        assertThat(outcomes.of(1L << 40)).isEqualTo(new Outcome.Failed("rejected", "é too long", "f.t/1@7", 3));
        assertThat(outcomes.of(6)).isNull();
        assertThat(Outcomes.NONE.of(5)).isNull();
    }

    @Test
    void ofThousandsTakeLittleSpace() {
        Outcomes.Encoder encoder = new Outcomes.Encoder();
        for (int i = 0; i < 5_000; i++) {
            encoder.add(i, new Outcome.Replied("TrainingResponse", "{\"bool\":true}".getBytes(UTF_8)));
        }
        assertThat(encoder.finish().remaining()).isLessThan(40_000);
    }

    @Test
    void thatAreDamagedHaltTheOperationAndNothingElse() {
        Outcomes.Encoder encoder = new Outcomes.Encoder();
        for (int i = 0; i < 20; i++) {
            encoder.add(i, new Outcome.Replied("T", ("{\"n\":" + i * 7919 + "}").getBytes(UTF_8)));
            encoder.add(100 + i, new Outcome.Failed("rejected", "no " + i, "o", i));
        }
        ByteBuffer good = encoder.finish();
        long seed = Long.getLong("relais.seed", System.nanoTime());
        Random random = new Random(seed);
        for (int round = 0; round < 5_000; round++) {
            byte[] bytes = new byte[random.nextInt(good.remaining()) + 1];
            good.duplicate().get(bytes);
            bytes[random.nextInt(bytes.length)] ^= (byte) (1 + random.nextInt(255));
            try {
                Outcomes.decode(ByteBuffer.wrap(bytes));
            } catch (HaltException expected) {
                assertThat(expected).as("seed %s round %s", seed, round).hasMessageContaining("outcomes");
            } catch (Throwable e) {
                throw new AssertionError("seed " + seed + " round " + round, e);
            }
        }
        assertThatThrownBy(() -> Outcomes.decode(ByteBuffer.allocate(0))).isInstanceOf(HaltException.class);
    }

    @Test
    void aFailuresReasonIsOneLineOfBoundedLength() {
        Outcome.Failed failed = Outcome.Failed.of(Records.message("{}"), "rejected", "a\nb\r\n" + "x".repeat(5_000));
        assertThat(failed.error()).startsWith("a?b??x").hasSize(1_000);
        assertThat(Outcome.Failed.of(Records.message("{}"), "rejected", null).error())
                .isEqualTo("null");
    }
}
