package org.relais.messages.trace;

/** A session's id does not tell when it began, and nobody else did. */
public final class UnknownTimeException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    UnknownTimeException(String session) {
        super("the id " + session + " does not tell when its session began");
    }
}
