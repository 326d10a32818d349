package org.relais.runtime;

import java.util.Objects;

/** A call was answered with an error. A handler may catch it and go on; if it does not, the session is parked. */
public final class CallFailed extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final String errorClass;

    CallFailed(String target, String error, String errorClass) {
        super(target + ": " + error, null, false, false);
        this.errorClass = errorClass;
    }

    /** {@return the kind of failure that the called component named, e.g. {@code rejected} or {@code expired}} */
    public String errorClass() {
        return errorClass;
    }

    /** {@return the called component and its reason} */
    @Override
    public String getMessage() {
        return Objects.requireNonNull(super.getMessage());
    }
}
