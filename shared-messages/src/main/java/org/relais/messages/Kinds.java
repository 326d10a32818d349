package org.relais.messages;

/** Names Java types the way the author of a JSON document knows them. */
final class Kinds {

    private Kinds() {}

    static String describe(Class<?> type) {
        if (type == Boolean.class || type == boolean.class) {
            return "true or false";
        }
        if (type == Long.class || type == long.class) {
            return "a whole number of at most 64 bits";
        }
        if (type == Integer.class || type == int.class) {
            return "a whole number of at most 32 bits";
        }
        if (Number.class.isAssignableFrom(type) || type.isPrimitive()) {
            return "a number";
        }
        return type == String.class ? "a string" : "an object";
    }
}
