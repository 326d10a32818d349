package org.relais.csv;

/** A row that can't be sent as it is. Without a stack trace: there may be many, and each says all there is to say. */
final class BadRow extends Exception {

    private static final long serialVersionUID = 1L;

    /** @param reason what is wrong with it, in one line for people */
    BadRow(String reason) {
        super(reason, null, false, false);
    }

    String reason() {
        return String.valueOf(getMessage());
    }
}
