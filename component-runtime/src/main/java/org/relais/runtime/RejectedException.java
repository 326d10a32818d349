package org.relais.runtime;

import org.jspecify.annotations.Nullable;

/** This message can't be processed as it is; the others can. Trying again would not help. */
public final class RejectedException extends RuntimeException {

    /** Nobody knows which one. */
    public static final int UNKNOWN = -1;

    private static final long serialVersionUID = 1L;

    private final int place;

    /** @param reason why, in one line for people; no secrets */
    public RejectedException(String reason) {
        this(reason, null);
    }

    /**
     * @param reason why, in one line for people; no secrets
     * @param cause what failed
     */
    public RejectedException(String reason, @Nullable Throwable cause) {
        this(reason, cause, UNKNOWN);
    }

    /**
     * For a {@link Sink} that refuses one of several messages.
     *
     * @param reason why, in one line for people; no secrets
     * @param cause what failed
     * @param place which message it seems to be: 0 for the first since the last {@link Sink#push}; {@link #UNKNOWN} if that can't be told
     */
    public RejectedException(String reason, @Nullable Throwable cause, int place) {
        super(reason, cause);
        this.place = place;
    }

    /** {@return which message it seems to be, of those that were tried together; where to look first, no more} */
    public int place() {
        return place;
    }
}
