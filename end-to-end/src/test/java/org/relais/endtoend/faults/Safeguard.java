package org.relais.endtoend.faults;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Something in the code that keeps a promise, and the scenario that breaks without it.
 *
 * @param name in words, as in docs/guarantees.md
 * @param rules take it out
 * @param module whose tests have the scenario
 * @param scenario {@code package.Class#method}
 * @param symptom a part of the message with which the scenario fails then: so that it is not noticed by chance
 */
record Safeguard(String name, List<BytemanRule> rules, String module, String scenario, String symptom) {

    Safeguard {
        if (symptom.isBlank()) {
            throw new IllegalArgumentException("without a symptom any failure would do: " + name);
        }
    }

    /** {@return the script for Byteman} */
    String script() {
        return IntStream.range(0, rules.size())
                .mapToObj(number -> rules.get(number).text(number))
                .collect(Collectors.joining("\n"));
    }

    @Override
    public String toString() {
        return name;
    }
}
