package org.relais.runtime;

import java.util.LinkedHashMap;
import java.util.Map;
import org.relais.messages.Bodies;
import org.relais.messages.InvalidMessageException;
import org.relais.messages.OneLine;

/**
 * The body types of one topic, by {@code ce_type}. Safe for use by several threads.
 *
 * @param <T> what they have in common
 */
final class BodyTypes<T> {

    private final Map<String, Bodies<? extends T>> byType = new LinkedHashMap<>();
    private final String defaultType;

    BodyTypes(Map<String, Class<?>> types) {
        types.forEach((name, type) -> byType.put(name, bodies(type)));
        this.defaultType = byType.keySet().iterator().next();
    }

    /** {@return the type of a message that does not say} */
    String defaultType() {
        return defaultType;
    }

    /**
     * {@return the body in these bytes}
     *
     * @throws InvalidMessageException if the type is unknown or the bytes do not fit it
     */
    T read(String type, byte[] json) {
        Bodies<? extends T> bodies = byType.get(type);
        if (bodies == null) {
            throw new InvalidMessageException("type '" + printable(type) + "' is none of " + byType.keySet());
        }
        return bodies.read(json);
    }

    /** {@return what comes from outside without what could forge a line of a log} */
    private static String printable(String text) {
        return text.length() > 100 ? "(" + text.length() + " characters)" : OneLine.of(text);
    }

    @SuppressWarnings("unchecked")
    private static <T> Bodies<? extends T> bodies(Class<?> type) {
        return Bodies.of((Class<? extends T>) type);
    }
}
