package org.relais.csv;

/** What a look at a file leaves to do. */
enum Next {
    /** Nothing, until the next interval. */
    NOTHING,
    /** Something that needs what was done so far to be committed first. */
    AFTER_COMMIT,
    /** More rows. */
    MORE
}
