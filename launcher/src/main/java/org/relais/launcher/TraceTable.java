package org.relais.launcher;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.relais.messages.OneLine;
import org.relais.messages.trace.Step;
import org.relais.messages.trace.Trace;

/** A session for people: one line for each message. */
final class TraceTable {
    private static final int BODY = 100;

    private TraceTable() {}

    static List<String> of(Trace trace, boolean wholeBodies) {
        Table table = new Table("TIME", "FROM", "TO", "TYPE", "STATUS", "DURATION", "BODY");
        for (Step step : trace.messages()) {
            String said = step.error() == null ? step.body().toString() : step.error() + ": " + step.body();
            table.row(
                    Shown.timeOfDay(step.time()),
                    step.from(),
                    step.to(),
                    step.type(),
                    step.status() == null ? "" : step.status(),
                    step.millis() == null ? "" : step.millis() + " ms",
                    (wholeBodies ? said : Shown.cut(said, BODY)) + (step.cut() ? " (cut)" : ""));
        }
        List<String> lines = new ArrayList<>();
        lines.add(headline(trace));
        lines.addAll(table.lines());
        return lines;
    }

    private static String headline(Trace trace) {
        Instant first = Instant.parse(trace.messages().get(0).time());
        Instant last =
                Instant.parse(trace.messages().get(trace.messages().size() - 1).time());
        String day = first.toString().substring(0, 10);
        return OneLine.of(
                "session " + trace.session() + " " + trace.state().name().toLowerCase(Locale.ROOT) + ", "
                        + Shown.count(trace.messages().size(), "message") + " in "
                        + Math.max(0, Duration.between(first, last).toMillis()) + " ms on " + day + " (times are UTC)");
    }
}
