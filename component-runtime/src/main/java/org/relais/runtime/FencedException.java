package org.relais.runtime;

/** Another process has taken this one's work over; nothing of the batch was applied, and the cursors must be read again. */
public final class FencedException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /** @param reason how it was noticed */
    public FencedException(String reason) {
        super(reason);
    }
}
