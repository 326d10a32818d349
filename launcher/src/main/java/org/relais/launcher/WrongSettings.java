package org.relais.launcher;

/** Something that was given to relais can't be; its message says what, and what would be right. */
public final class WrongSettings extends RuntimeException {
    private static final long serialVersionUID = 1L;

    WrongSettings(String message) {
        super(message);
    }

    WrongSettings(String message, Throwable cause) {
        super(message, cause);
    }
}
