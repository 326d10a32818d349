package org.relais.launcher;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.relais.messages.OneLine;

/** A production's status for people: one line for each job, and what is wrong below. */
final class StatusTable {
    private StatusTable() {}

    static List<String> of(ProductionStatus status) {
        Table table = new Table("COMPONENT", "JOB", "COPIES", "STATE", "LAG", "PER SECOND", "DONE", "DEAD LETTERS");
        for (ProductionStatus.Job job : status.jobs()) {
            table.row(
                    job.component(),
                    job.name(),
                    Integer.toString(job.copies().size()),
                    states(job),
                    Shown.count(job.lag()),
                    job.perSecond() == null ? "" : String.format(Locale.ROOT, "%,.1f", job.perSecond()),
                    Shown.count(job.done()),
                    Shown.count(job.deadLetters()));
        }
        List<String> lines = new ArrayList<>(table.lines());
        status.jobs().forEach(job -> job.copies().forEach(copy -> addReason(lines, job, copy)));
        if (status.deadLetters() > 0) {
            lines.add(Shown.count(status.deadLetters(), "dead letter") + ": see 'relais dead-letters list'");
        }
        return lines;
    }

    /** One word if all copies are alike. */
    private static String states(ProductionStatus.Job job) {
        Map<String, Integer> states = new TreeMap<>();
        job.copies().forEach(copy -> states.merge(copy.state(), 1, Integer::sum));
        if (states.size() == 1) return states.keySet().iterator().next();
        List<String> counted = new ArrayList<>();
        states.forEach((state, count) -> counted.add(count + " " + state));
        return String.join(", ", counted);
    }

    private static void addReason(List<String> lines, ProductionStatus.Job job, ProductionStatus.Copy copy) {
        if (copy.reason().isBlank() && !copy.state().equals("SILENT")) return;
        String reason = copy.reason().isBlank() ? "no sign of life since " + copy.time() : copy.reason();
        lines.add(OneLine.of(job.name() + ", copy " + copy.copy() + " (" + copy.host() + ", pid " + copy.pid() + ") "
                + copy.state().toLowerCase(Locale.ROOT) + ": " + reason));
    }
}
