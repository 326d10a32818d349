package org.relais.runtime;

import org.jspecify.annotations.Nullable;

/** Going on would lose or destroy something: the component stops, says so, and leaves the rest to people. */
public final class HaltException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /** @param reason what is wrong and what can be done about it */
    public HaltException(String reason) {
        this(reason, null);
    }

    /**
     * @param reason what is wrong and what can be done about it
     * @param cause what failed
     */
    public HaltException(String reason, @Nullable Throwable cause) {
        super(reason, cause);
    }
}
