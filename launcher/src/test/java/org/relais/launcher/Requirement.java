package org.relais.launcher;

import static org.assertj.core.api.Assertions.fail;
import static org.junit.jupiter.api.Assumptions.abort;

/** What a test takes that not every machine has. Without it the test is skipped with a word, or fails where a full run is asked for (CI=true). */
final class Requirement {

    private Requirement() {}

    static void that(boolean isThere, String otherwise) {
        if (isThere) return;
        if ("true".equals(System.getenv("CI"))) fail(otherwise);
        System.err.println("SKIPPED: " + otherwise);
        abort(otherwise);
    }
}
