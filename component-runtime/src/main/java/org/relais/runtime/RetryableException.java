package org.relais.runtime;

import org.jspecify.annotations.Nullable;

/** The outside is down or busy; the same can succeed later. The batch is rolled back and tried again. */
public final class RetryableException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /** @param reason what is down, in one line for people; no secrets */
    public RetryableException(String reason) {
        this(reason, null);
    }

    /**
     * @param reason what is down, in one line for people; no secrets
     * @param cause what failed
     */
    public RetryableException(String reason, @Nullable Throwable cause) {
        super(reason, cause);
    }
}
