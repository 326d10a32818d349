package org.relais.benchmarks;

/** Why the training operation refuses a row. */
enum Refusal {
    /** Its name is longer than the column: known before it goes out. */
    LENGTH("a name of more than 50 characters"),
    /** A constraint of the table forbids it: only the database can tell. */
    DATABASE("a constraint of the table");

    /** What a constraint forbids a name to begin with. */
    static final String FORBIDDEN = "refused";

    private final String reason;

    Refusal(String reason) {
        this.reason = reason;
    }

    String reason() {
        return reason;
    }

    /** {@return a name that is refused} */
    String name(String accepted) {
        return switch (this) {
            case LENGTH -> accepted + " ".repeat(50) + "!";
            case DATABASE -> FORBIDDEN + ' ' + accepted;
        };
    }
}
