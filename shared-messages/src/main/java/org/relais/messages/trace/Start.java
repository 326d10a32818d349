package org.relais.messages.trace;

import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Where the messages of a session begin.
 *
 * @param time when the first of those met was sent
 * @param opening the opening request, which alone tells on which partitions the session stays; null if it is gone
 */
record Start(Instant time, @Nullable Find opening) {

    private static final Comparator<Find> BY_TIME = Comparator.comparing(Find::timestamp);

    /** {@return where it begins, or nothing if none of its messages was met} */
    static Optional<Start> of(Collection<Find> finds) {
        return finds.stream()
                .min(BY_TIME)
                .map(first -> new Start(
                        Instant.ofEpochMilli(first.timestamp()),
                        finds.stream().filter(Find::isOpening).min(BY_TIME).orElse(null)));
    }

    /** {@return until when an opening request that has not been met yet may have been sent: nothing comes before its cause but by clocks} */
    Instant limit() {
        return time.plus(Traces.SKEW);
    }
}
