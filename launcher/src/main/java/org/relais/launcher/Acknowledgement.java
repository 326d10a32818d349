package org.relais.launcher;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import org.relais.messages.ComponentStatus;
import org.relais.messages.OneLine;

/** What the copies of a component said to a change of its settings. */
final class Acknowledgement {
    private final Change change;
    private final List<ComponentStatus> copies;
    private final List<String> keys;

    /**
     * @param copies the living ones
     * @param live the keys of all live values that the component has now
     */
    Acknowledgement(Change change, List<ComponentStatus> copies, Iterable<String> live) {
        this.change = change;
        this.copies = copies;
        this.keys = new ArrayList<>(change.keys()); // the first that fits is what is complained of
        live.forEach(keys::add);
    }

    /**
     * Tells it to people.
     *
     * @param inTime whether all copies are as wanted
     * @return the exit code
     */
    int tell(boolean inTime, PrintWriter out, PrintWriter err) {
        if (!inTime) err.println("relais: " + change.component() + late());
        boolean refused = false;
        for (String problem : problems()) {
            err.println(OneLine.of("relais: not in force: " + problem + "; take it back with 'relais settings "
                    + change.component() + " revert" + wrong(problem) + "'"));
            refused |= isRefusal(problem);
        }
        err.flush();
        if (!inTime) return Relais.TIMED_OUT;
        if (refused) return Relais.FAILED;
        copies.forEach(copy -> tell(copy, out));
        out.flush();
        return Relais.OK;
    }

    private String late() {
        List<String> silent = copies.stream()
                .filter(copy -> !change.isAcknowledgedBy(copy))
                .map(ComponentStatus::copy)
                .toList();
        return silent.isEmpty()
                ? " has acknowledged the change, and is not done with it in time: see 'relais status'"
                : ", copy " + String.join(", ", silent)
                        + ", has not acknowledged the change in time; it stays, and is taken over later";
    }

    private List<String> problems() {
        return copies.stream()
                .flatMap(copy -> copy.problems().stream())
                .distinct()
                .toList();
    }

    /** The live value that a problem is about, with a space before it; where nobody can tell, it is one of all. */
    private String wrong(String problem) {
        return keys.stream()
                .filter(key -> Change.isAbout(problem, key))
                .findFirst()
                .map(key -> " " + key)
                .orElse("");
    }

    /** A value that was wrong before is no reason to say that this change failed. */
    private boolean isRefusal(String problem) {
        String wrong = wrong(problem).strip();
        return wrong.isEmpty()
                ? !copies.stream().allMatch(change::isInForce)
                : change.keys().contains(wrong);
    }

    private void tell(ComponentStatus copy, PrintWriter out) {
        copy.settings().stream()
                .filter(value -> change.keys().contains(value.key()))
                .forEach(value -> out.println(OneLine.of(change.component() + ", copy " + copy.copy() + ": "
                        + value.key() + " = " + value.value() + " (" + value.origin() + ")")));
    }
}
