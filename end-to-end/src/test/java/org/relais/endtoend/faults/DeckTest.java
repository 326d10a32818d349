package org.relais.endtoend.faults;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

final class DeckTest {
    private static final int ROUND = Victim.ALL.size() + 4;

    @Test
    void aRoundKillsEveryProcess() {
        List<Victim> killed = deal(1, ROUND)
                .filter(Kill.class::isInstance)
                .map(Kill.class::cast)
                .filter(kill -> !kill.whileItStarts())
                .map(Kill::victim)
                .toList();
        assertThat(killed).containsExactlyInAnyOrderElementsOf(Victim.ALL);
    }

    @Test
    void theSeedDecides() {
        assertThat(deal(1, 100).toList())
                .isEqualTo(deal(1, 100).toList())
                .isNotEqualTo(deal(2, 100).toList());
    }

    @Test
    void noOtherKindComesAgainBeforeAllHaveCome() {
        List<String> others = deal(3, 4 * ROUND)
                .filter(fault -> fault.kills() != 1)
                .map(Fault::kind)
                .limit(12) // of 13 or more, in three rounds
                .toList();
        assertThat(others).doesNotHaveDuplicates();
    }

    @Test
    void theLongestFaultComesEarlyInALongRun() {
        Deck deck = new Deck(new Random(4), 2, true);
        assertThat(Stream.generate(deck::next).limit(7L * (Victim.ALL.size() + 2)))
                .anyMatch(fault -> fault.kind().startsWith("SIGSTOP 70 s"));
    }

    private static Stream<Fault> deal(long seed, int count) {
        Deck deck = new Deck(new Random(seed), 4, false);
        return Stream.generate(deck::next).limit(count);
    }
}
