package org.relais.endtoend;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.relais.launcher.RunInfo.ChildInfo;

/** Kills processes of a run in turn, in an order that the seed decides. Used by one thread. */
final class Kills {
    private static final Duration LIMIT = Duration.ofSeconds(60);

    private final RelaisRun run;
    private final List<String> victims;
    private int done;
    private final Map<String, ChildInfo> killed = new HashMap<>();

    /**
     * @param victims the names of the processes
     * @param rounds how often each is killed
     */
    Kills(RelaisRun run, Random random, List<String> victims, int rounds) {
        this.run = run;
        this.victims = new ArrayList<>();
        for (int round = 0; round < rounds; round++) {
            List<String> shuffled = new ArrayList<>(victims);
            Collections.shuffle(shuffled, random);
            this.victims.addAll(shuffled);
        }
    }

    int planned() {
        return victims.size();
    }

    /** Kills the next one, as soon as its present process is another than the one that was killed before. */
    String next() {
        String victim = victims.get(done++);
        Eventually.eventually(LIMIT, () -> kill(victim));
        return victim;
    }

    private void kill(String victim) throws IOException {
        ChildInfo present = run.child(victim);
        if (present.equals(killed.get(victim)) || !present.isAlive()) {
            throw new IOException(victim + " is not up again after it was killed");
        }
        Signals.kill(present.pid());
        killed.put(victim, present);
    }
}
