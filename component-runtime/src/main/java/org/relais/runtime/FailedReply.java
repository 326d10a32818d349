package org.relais.runtime;

import org.relais.messages.Failure;

/** A gateway's call was answered with an error. */
public final class FailedReply extends RuntimeException {

    private static final long serialVersionUID = 1L;

    static final String KEY_REUSED = "key-reused";
    static final String TOO_MANY_KEYS = "too-many-keys";

    private final transient Failure failure;

    /** @param failure why */
    public FailedReply(Failure failure) {
        super(failure.error(), null, false, false);
        this.failure = failure;
    }

    /** {@return why, in one line, and the kind of failure, e.g. {@code rejected} or {@code expired}} */
    public Failure failure() {
        return failure;
    }

    /** {@return whether the key was used for another request before} */
    public boolean isForOtherRequest() {
        return KEY_REUSED.equals(failure.errorClass());
    }

    /** {@return whether no further key can be remembered now} */
    public boolean isForTooManyKeys() {
        return TOO_MANY_KEYS.equals(failure.errorClass());
    }

    /** {@return whether the deadline had passed, so that nothing was done} */
    public boolean isExpired() {
        return Outcome.Failed.EXPIRED.equals(failure.errorClass());
    }

    /** {@return whether the request can't be carried out as it is} */
    public boolean isRejected() {
        return Outcome.Failed.REJECTED.equals(failure.errorClass());
    }
}
