package org.relais.endtoend.faults;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * How much a run is to do.
 *
 * @param kills SIGKILLs at least; other faults come in between
 * @param rows at least
 * @param time after which no more faults come, even if there have been fewer kills; null: as long as it takes
 * @param seed decides what is left to chance
 */
public record Plan(int kills, int rows, @Nullable Duration time, long seed) {
    private static final int LONG = 200;
    private static final int LONG_MINUTES = 20;
    private static final double SECONDS_PER_KILL = 5;
    private static final int SLOWEST = 800;

    /** Whether there is time for the long faults. */
    boolean isLong() {
        return kills > LONG && (time == null || time.toMinutes() >= LONG_MINUTES);
    }

    /** How many faults of other kinds there are for eight kills. */
    int othersInRound() {
        return isLong() ? 1 : 4;
    }

    /** Of so many faults one waits until everything works again. */
    int haste() {
        return isLong() ? 4 : 2;
    }

    /** Rows a second, so that they last for as long as the faults do. */
    int rate() {
        double seconds = time == null ? kills * SECONDS_PER_KILL : time.toSeconds();
        return Math.max(SLOWEST, (int) (rows / seconds));
    }
}
