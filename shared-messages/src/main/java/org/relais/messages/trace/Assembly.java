package org.relais.messages.trace;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.relais.messages.Fate;
import org.relais.messages.Place;

/**
 * Makes a trace of a session's messages as they were found.
 *
 * @param found in any order
 * @param fates of dead letters
 * @param unread which of the messages their readers have still to take in
 */
record Assembly(List<Step> found, Map<Place, Fate> fates, Set<Step> unread) {

    Trace trace(String session) {
        List<Step> steps = new ArrayList<>(found.stream().map(this::complete).toList());
        steps.sort(order());
        return new Trace(session, state(steps), steps);
    }

    private Step complete(Step step) {
        return switch (step.kind()) {
            case REQUEST -> step;
            case REPLY ->
                request(step)
                        .map(request -> step.after(millis(request, step)))
                        .findFirst()
                        .orElse(step);
            case DEAD_LETTER -> {
                Fate fate = fates.get(new Place(step.topic(), step.partition(), step.offset()));
                yield fate == null ? step : step.with(fate);
            }
        };
    }

    /** The last request with this id before the reply: one that was a dead letter and was resent stands there twice. */
    private Stream<Step> request(Step reply) {
        return found.stream()
                .filter(step -> step.kind() == Step.Kind.REQUEST && step.id().equals(reply.inReplyTo()))
                .sorted(Comparator.comparing((Step step) -> !sent(step).isAfter(sent(reply)))
                        .thenComparing(Assembly::sent)
                        .reversed());
    }

    /** As texts they don't compare: a fraction of zero is left out. */
    private static Instant sent(Step step) {
        return Instant.parse(step.time());
    }

    private static long millis(Step from, Step to) {
        return Math.max(0, Duration.between(sent(from), sent(to)).toMillis());
    }

    /** {@return the requests whose reply somebody waits for} */
    static Stream<Step> unanswered(Collection<Step> steps) {
        Set<String> answered =
                steps.stream().map(Step::inReplyTo).filter(Objects::nonNull).collect(Collectors.toSet());
        return steps.stream()
                .filter(step -> step.kind() == Step.Kind.REQUEST && step.awaited() && !answered.contains(step.id()));
    }

    private Trace.State state(List<Step> steps) {
        if (steps.stream().anyMatch(step -> Step.OPEN.equals(step.status()))) {
            return Trace.State.PARKED;
        }
        boolean waits = unanswered(steps).anyMatch(step -> !isDeadLetter(step, steps));
        return waits || !unread.isEmpty() ? Trace.State.RUNNING : Trace.State.ENDED;
    }

    /** One that was discarded is not answered any more. */
    private static boolean isDeadLetter(Step request, List<Step> steps) {
        return steps.stream()
                .anyMatch(step ->
                        step.kind() == Step.Kind.DEAD_LETTER && step.id().equals(request.id()));
    }

    /** By time, but nothing before its cause: clocks differ. What happened within one millisecond is told apart by its ids. */
    private Comparator<Step> order() {
        Map<String, Instant> earliest = new HashMap<>();
        Map<String, Step> byId = new HashMap<>();
        List<Step> sent = found.stream()
                .filter(step -> step.kind() != Step.Kind.DEAD_LETTER)
                .sorted(Comparator.comparing(Assembly::sent))
                .toList();
        sent.forEach(step -> byId.putIfAbsent(step.id(), step));
        sent.forEach(step -> time(step, byId, earliest, found.size()));
        return Comparator.comparing((Step step) -> effective(step, earliest))
                .thenComparing(Step::id, Assembly::comparePaths)
                .thenComparing(Step::kind)
                .thenComparing(Step::offset);
    }

    private static Instant effective(Step step, Map<String, Instant> earliest) {
        Instant own = sent(step);
        Instant cause = step.cause() == null ? own : earliest.getOrDefault(step.cause(), own);
        return own.isBefore(cause) ? cause : own;
    }

    /** Ids that somebody made up may name each other as causes: no deeper than there are messages. */
    private static Instant time(@Nullable Step step, Map<String, Step> byId, Map<String, Instant> earliest, int depth) {
        if (step == null || depth < 0) {
            return Instant.MIN;
        }
        Instant known = earliest.get(step.id());
        if (known != null) {
            return known;
        }
        Instant own = sent(step);
        Instant cause = step.cause() == null ? own : time(byId.get(step.cause()), byId, earliest, depth - 1);
        Instant time = own.isBefore(cause) ? cause : own;
        earliest.put(step.id(), time);
        return time;
    }

    /** {@code S, S.1, S.1.r, S.2, S.10, S.r}. */
    static int comparePaths(String one, String other) {
        String[] first = one.split("\\.", -1);
        String[] second = other.split("\\.", -1);
        for (int i = 0; i < Math.min(first.length, second.length); i++) {
            int order = first[i].length() == second[i].length() || !isNumber(first[i]) || !isNumber(second[i])
                    ? first[i].compareTo(second[i])
                    : Integer.compare(first[i].length(), second[i].length());
            if (order != 0) {
                return order;
            }
        }
        return Integer.compare(first.length, second.length);
    }

    private static boolean isNumber(String text) {
        return !text.isEmpty() && text.chars().allMatch(c -> c >= '0' && c <= '9');
    }
}
