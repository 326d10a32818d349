package org.relais.runtime;

import org.jspecify.annotations.Nullable;

/** This message can't be processed as it is; the others can. Trying again would not help. */
public final class RejectedException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /** @param reason why, in one line for people; no secrets */
    public RejectedException(String reason) {
        this(reason, null);
    }

    /**
     * @param reason why, in one line for people; no secrets
     * @param cause what failed
     */
    public RejectedException(String reason, @Nullable Throwable cause) {
        super(reason, cause);
    }
}
