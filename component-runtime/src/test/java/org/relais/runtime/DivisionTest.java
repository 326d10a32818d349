package org.relais.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.BitSet;
import java.util.Random;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Each message is accepted or refused, in its order, however the outside tells which one it refuses. */
final class DivisionTest {

    private static final long SEED = Long.getLong("relais.seed", System.nanoTime());

    /** What an outside tells of the message it refuses. */
    private enum Told {
        RIGHT,
        NOTHING,
        ANYTHING
    }

    /** What was tried. */
    private record Tries(int tries, long messages) {}

    @BeforeAll
    static void tellTheSeed() {
        System.out.println("DivisionTest -Drelais.seed=" + SEED);
    }

    @Test
    void refusesThoseThatAreRefusedAloneAndNoOthers() {
        Random random = new Random(SEED);
        for (int round = 0; round < 20_000; round++) {
            int size = 1 + random.nextInt(60);
            divide(refused(size, random.nextInt(101), random), size, Told.values()[random.nextInt(3)], random);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 10, 50, 100})
    void triesFewTimesWhereTheOutsideTells(int percent) {
        Random random = new Random(SEED);
        BitSet refused = refused(1_000, percent, random);
        Tries tries = divide(refused, 1_000, Told.RIGHT, random);
        assertThat(tries.tries()).isLessThanOrEqualTo(4 * refused.cardinality() + 20);
        assertThat(tries.messages()).isLessThan(6_000);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 10, 50, 100})
    void triesNotTooOftenWhereItDoesNot(int percent) {
        Random random = new Random(SEED);
        BitSet refused = refused(1_000, percent, random);
        Tries tries = divide(refused, 1_000, Told.NOTHING, random);
        assertThat(tries.tries()).isLessThanOrEqualTo(20 * refused.cardinality() + 20);
        assertThat(tries.messages()).isLessThan(15_000);
    }

    private static BitSet refused(int size, int percent, Random random) {
        BitSet refused = new BitSet(size);
        for (int i = 0; i < size; i++) {
            refused.set(i, random.nextInt(100) < percent);
        }
        return refused;
    }

    private static Tries divide(BitSet refused, int size, Told told, Random random) {
        Division division = new Division(size);
        BitSet found = new BitSet(size);
        int tries = 0;
        long messages = 0;
        int expected = 0;
        while (division.hasNext()) {
            assertThat(division.from()).as("seed %d", SEED).isEqualTo(expected);
            assertThat(division.to()).isGreaterThan(division.from()).isLessThanOrEqualTo(size);
            tries++;
            messages += division.to() - division.from();
            int first = refused.nextSetBit(division.from());
            if (first < 0 || first >= division.to()) {
                expected = division.to();
                division.accepted();
            } else if (division.isOne()) {
                found.set(expected);
                expected++;
                division.refused();
            } else {
                division.divide(
                        switch (told) {
                            case RIGHT -> first - division.from();
                            case NOTHING -> RejectedException.UNKNOWN;
                            case ANYTHING -> random.nextInt(80) - 10;
                        });
            }
        }
        assertThat(found).as("seed %d", SEED).isEqualTo(refused);
        return new Tries(tries, messages);
    }
}
