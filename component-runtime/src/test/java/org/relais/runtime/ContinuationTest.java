package org.relais.runtime;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.apache.kafka.common.utils.ByteUtils;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.relais.messages.InvalidMessageException;

class ContinuationTest {

    @Test
    void comesBackAsItWas() {
        long seed = Long.getLong("relais.seed", System.nanoTime());
        Random random = new Random(seed);
        for (int round = 0; round < 1_000; round++) {
            Continuation continuation = any(random);
            assertThat(Continuation.decode(continuation.encode()))
                    .as("seed %s round %s", seed, round)
                    .usingRecursiveComparison()
                    .withEqualsForType(Arrays::equals, byte[].class) // else byte by byte, which takes long
                    .isEqualTo(continuation);
        }
    }

    @Test
    void anyDamageIsReadOrRefusedAndNothingElse() {
        long seed = Long.getLong("relais.seed", System.nanoTime());
        Random random = new Random(seed);
        for (int round = 0; round < 3_000; round++) {
            byte[] bytes = damaged(any(random).encode(), random);
            try {
                Continuation.decode(bytes);
            } catch (InvalidMessageException expected) {
                assertThat(expected).as("seed %s round %s", seed, round).hasMessageContaining("relais-continuation");
            } catch (Throwable e) {
                throw new AssertionError("seed " + seed + " round " + round, e);
            }
        }
    }

    @Test
    void hugeLengthsAllocateNothing() {
        ByteBuffer bytes = ByteBuffer.allocate(64).put((byte) 1);
        ByteUtils.writeVarint(Integer.MAX_VALUE, bytes);
        assertThatThrownBy(() -> Continuation.decode(bytes.array())).isInstanceOf(InvalidMessageException.class);

        ByteBuffer answers = ByteBuffer.allocate(64).put((byte) 1);
        for (String text : new String[] {"id", "type", "time", "to"}) {
            ByteUtils.writeVarint(text.length(), answers);
            answers.put(text.getBytes(UTF_8));
        }
        ByteUtils.writeVarint(-1, answers);
        ByteUtils.writeVarint(0, answers);
        ByteUtils.writeVarlong(Long.MAX_VALUE, answers);
        assertThatThrownBy(() -> Continuation.decode(answers.array())).isInstanceOf(InvalidMessageException.class);
    }

    @Test
    void otherVersionsAndTrailingBytesAreRefused() {
        byte[] bytes = any(new Random(1)).encode();
        byte[] longer = Arrays.copyOf(bytes, bytes.length + 1);
        assertThatThrownBy(() -> Continuation.decode(longer)).isInstanceOf(InvalidMessageException.class);
        bytes[0] = 2;
        assertThatThrownBy(() -> Continuation.decode(bytes)).isInstanceOf(InvalidMessageException.class);
        assertThatThrownBy(() -> Continuation.decode(new byte[0])).isInstanceOf(InvalidMessageException.class);
    }

    private static byte[] damaged(byte[] bytes, Random random) {
        switch (random.nextInt(3)) {
            case 0 -> bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
            case 1 -> bytes = Arrays.copyOf(bytes, random.nextInt(bytes.length));
            default -> random.nextBytes(bytes);
        }
        return bytes;
    }

    private static Continuation any(Random random) {
        boolean large = random.nextInt(4) == 0;
        Continuation.Request request = new Continuation.Request(
                text(random),
                text(random),
                text(random),
                random.nextBoolean() ? text(random) : null,
                maybe(random),
                large ? null : bytes(random),
                large ? new Continuation.Place(random.nextInt(1_000), random.nextLong(1L << 50)) : null);
        List<Continuation.Answer> answers = new ArrayList<>();
        for (int left = random.nextInt(5); left > 0; left--) {
            answers.add(new Continuation.Answer(text(random), random.nextBoolean(), text(random), bytes(random)));
        }
        return new Continuation(request, answers, text(random));
    }

    private static String text(Random random) {
        return "é\u2028" + random.nextInt() + "x".repeat(random.nextInt(300));
    }

    private static byte @Nullable [] maybe(Random random) {
        return random.nextBoolean() ? bytes(random) : null;
    }

    private static byte[] bytes(Random random) {
        byte[] bytes = new byte[random.nextInt(3_000)];
        random.nextBytes(bytes);
        return bytes;
    }
}
