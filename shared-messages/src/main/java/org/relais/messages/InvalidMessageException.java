package org.relais.messages;

import org.jspecify.annotations.Nullable;

/** A message that can't be understood as it is; the text names the field or header at fault and never quotes its value. */
public final class InvalidMessageException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /** @param message what is wrong, in one line */
    public InvalidMessageException(String message) {
        super(message);
    }

    /**
     * @param message what is wrong, in one line
     * @param cause what the parser said
     */
    public InvalidMessageException(String message, Throwable cause) {
        super(message, cause);
    }

    static void requireField(@Nullable Object value, String field) {
        if (value == null) {
            throw new InvalidMessageException("field '" + field + "' is missing");
        }
    }
}
