package org.relais.endtoend.guarantees;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Each thing that was sent has had its effect exactly once, and nothing else has had one. What is sent twice on purpose must be
 * told apart by the caller, for instance by a name of its own for each row.
 *
 * @param sent what was sent
 */
public record ExactlyOnceEffect(Collection<String> sent) {

    private static final int SHOWN = 5;

    /**
     * Compares.
     *
     * @param where the effects were found, for the message
     * @param found all of them
     * @throws AssertionError if one is missing, there twice, or was never asked for; names some of them
     */
    public void check(String where, Collection<String> found) {
        Set<String> missing = new HashSet<>(sent);
        Set<String> expected = new HashSet<>(sent);
        List<String> twice = new ArrayList<>();
        List<String> strange = new ArrayList<>();
        for (String each : found) {
            if (!expected.contains(each)) {
                strange.add(each);
            } else if (!missing.remove(each)) {
                twice.add(each);
            }
        }
        if (!missing.isEmpty() || !twice.isEmpty() || !strange.isEmpty()) {
            throw new AssertionError(where + " of " + expected.size() + " sent: " + some("missing", missing)
                    + some("there again", twice) + some("never sent", strange));
        }
    }

    private static String some(String what, Collection<String> them) {
        return them.size() + " " + what
                + (them.isEmpty() ? "" : " " + them.stream().limit(SHOWN).toList())
                + "; ";
    }
}
