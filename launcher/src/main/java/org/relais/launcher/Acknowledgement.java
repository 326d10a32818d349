package org.relais.launcher;

import java.io.PrintWriter;
import java.util.List;
import org.relais.messages.ComponentStatus;

/** What the copies of a component said to a change of its settings. */
final class Acknowledgement {
    private Acknowledgement() {}

    /** Tells it to people. {@return the exit code} */
    static int tell(
            String component,
            String key,
            List<ComponentStatus> copies,
            long offset,
            boolean all,
            PrintWriter out,
            PrintWriter err) {
        if (!all) {
            List<String> silent = copies.stream()
                    .filter(copy -> copy.settingsOffset() < offset)
                    .map(ComponentStatus::copy)
                    .toList();
            err.println("relais: " + component
                    + (silent.isEmpty()
                            ? " has acknowledged the change, and is not done with it in time: see 'relais status'"
                            : ", copy " + String.join(", ", silent)
                                    + ", has not acknowledged the change in time; it stays, and is taken over later"));
            err.flush();
            return Relais.TIMED_OUT;
        }
        List<String> problems = copies.stream()
                .flatMap(copy -> copy.problems().stream())
                .distinct()
                .toList();
        if (!problems.isEmpty()) {
            err.println(Shown.plain("relais: not in force: " + String.join("; ", problems)
                    + "; take it back with 'relais settings " + component + " revert " + key + "'"));
            err.flush();
            return Relais.FAILED;
        }
        for (ComponentStatus copy : copies) {
            copy.settings().stream()
                    .filter(value -> value.key().equals(key))
                    .forEach(value -> out.println(Shown.plain(component + ", copy " + copy.copy() + ": " + key + " = "
                            + value.value() + " (" + value.origin() + ")")));
        }
        out.flush();
        return Relais.OK;
    }
}
