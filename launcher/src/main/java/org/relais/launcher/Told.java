package org.relais.launcher;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.relais.messages.ComponentStatus;

/**
 * What one copy tells of a job of which the production's topics tell nothing.
 *
 * @param done messages that it has taken in
 * @param waiting messages that it has not done with
 * @param perSecond how many it took in between the last two times that it told
 */
record Told(long done, long waiting, double perSecond) {
    /** What changes is told every two seconds. */
    private static final Duration FRESH = Duration.ofSeconds(4);

    /** What it tells, if it tells anything. */
    static Optional<Told> of(ComponentStatus copy, @Nullable ComponentStatus before, String job) {
        return figures(copy, job).map(now -> new Told(now.done(), now.waiting(), perSecond(copy, now, before, job)));
    }

    private static Optional<ComponentStatus.Figures> figures(ComponentStatus copy, String job) {
        return copy.parts().stream()
                .filter(part -> part.name().equals(job))
                .flatMap(part -> Optional.ofNullable(part.figures()).stream())
                .findFirst();
    }

    private static double perSecond(
            ComponentStatus copy, ComponentStatus.Figures now, @Nullable ComponentStatus before, String job) {
        Instant time = Instant.parse(copy.time());
        if (before == null || before.pid() != copy.pid() || time.plus(FRESH).isBefore(Instant.now())) return 0;
        double seconds = Duration.between(Instant.parse(before.time()), time).toMillis() / 1e3;
        long done = figures(before, job).map(then -> now.done() - then.done()).orElse(0L);
        return seconds > 0 && done > 0 ? done / seconds : 0;
    }
}
