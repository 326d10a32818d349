package org.relais.endtoend;

import java.util.List;
import java.util.Map;

/**
 * How a component's process is started, beside its jar and its settings.
 *
 * @param starter the program, with its arguments, that starts Java; empty: none
 * @param flags for Java
 * @param environment variables
 */
public record Surroundings(List<String> starter, List<String> flags, Map<String, String> environment) {
    /** The usual ones. */
    public static final Surroundings USUAL = new Surroundings(List.of(), List.of(), Map.of());
}
