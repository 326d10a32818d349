package org.relais.endtoend.faults;

import java.util.ArrayList;
import java.util.List;

/** One kind of difference between what was promised and what was found: how many, and the first of them. Used by one thread. */
final class Differences {
    private static final int SHOWN = 5;

    private final String what;
    private final List<String> first = new ArrayList<>();
    private long count;

    /** @param what they have in common, e.g. {@code missing} */
    Differences(String what) {
        this.what = what;
    }

    void add(String difference) {
        count++;
        if (first.size() < SHOWN) {
            first.add(difference);
        }
    }

    long count() {
        return count;
    }

    /** In one line. {@return nothing if there are none} */
    List<String> text() {
        return count == 0 ? List.of() : List.of(count + " " + what + " " + first);
    }

    /**
     * Checks that there are none.
     *
     * @throws AssertionError if there are
     */
    static void requireNone(String where, List<String> differences) {
        if (!differences.isEmpty()) {
            throw new AssertionError(where + ": " + String.join("; ", differences));
        }
    }
}
