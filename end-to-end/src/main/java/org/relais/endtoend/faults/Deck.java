package org.relais.endtoend.faults;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.List;
import java.util.Random;

/**
 * Which fault comes next, drawn by the seed: in each round SIGKILL of every process, with others in between; of these, none comes
 * again before all have come. Used by one thread.
 */
final class Deck {
    /** The longest fault comes in the first of so many rounds of the other kinds. */
    private static final int LONGEST = 3;

    private final Random random;
    private final int othersInRound;
    private final boolean isLong;
    private final Deque<Fault> round = new ArrayDeque<>();
    private final Deque<Fault> others = new ArrayDeque<>();
    private int decks;

    /**
     * @param othersInRound how many faults of other kinds there are for eight kills
     * @param isLong whether there is time for the long ones
     */
    Deck(Random random, int othersInRound, boolean isLong) {
        this.random = random;
        this.othersInRound = othersInRound;
        this.isLong = isLong;
    }

    Fault next() {
        if (round.isEmpty()) {
            List<Fault> next = new ArrayList<>();
            Victim.ALL.forEach(victim -> next.add(new Kill(victim, false)));
            for (int i = 0; i < othersInRound; i++) {
                next.add(other());
            }
            Collections.shuffle(next, random);
            round.addAll(next);
        }
        return round.pop();
    }

    private Fault other() {
        if (others.isEmpty()) {
            List<Fault> next = all();
            Collections.shuffle(next, random);
            others.addAll(next);
        }
        return others.pop();
    }

    private List<Fault> all() {
        List<Fault> all = new ArrayList<>(List.of(
                new Kill(any(Victim.ALL), true),
                new Freeze(any(Victim.COMPONENTS), 5),
                new Freeze(any(Victim.COMPONENTS), 20),
                new Freeze(Victim.BROKER, isLong ? 30 : 5),
                new Starve(any(Victim.COMPONENTS)),
                new KillLauncher(),
                new ImmediateStop(),
                new Terminate(false),
                new Terminate(true),
                new HoldLock(),
                new ComeAndGo(),
                new ChangeSetting(),
                new ChangeFile(true),
                new ChangeFile(false)));
        if (isLong && decks++ % LONGEST == 0) {
            all.add(new Freeze(any(Victim.COMPONENTS), 70));
        }
        return all;
    }

    private Victim any(List<Victim> victims) {
        return victims.get(random.nextInt(victims.size()));
    }
}
