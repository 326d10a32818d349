package org.relais.endtoend.faults;

/**
 * What Byteman changes in a class as it is loaded. A rule that does not fit the code, since that has moved on, changes nothing; then the
 * scenario that is to notice it passes, and the test fails.
 *
 * @param className where
 * @param method where, with its parameters if there are others of the name
 * @param place in Byteman's words, e.g. {@code AT ENTRY}
 * @param condition when, e.g. {@code true}
 * @param action what is done instead, or before
 */
record BytemanRule(String className, String method, String place, String condition, String action) {

    /** A method that does nothing, or gives this at once. */
    static BytemanRule returning(String className, String method, String value) {
        return new BytemanRule(className, method, "AT ENTRY", "true", "RETURN " + value);
    }

    /** {@return it as Byteman reads it} */
    String text(int number) {
        return """
                RULE %d
                CLASS %s
                METHOD %s
                %s
                IF %s
                DO %s
                ENDRULE
                """.formatted(number, className, method, place, condition, action);
    }
}
