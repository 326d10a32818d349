package org.relais.csv;

/** What happens to a file whose part that was read already is not the same any more. */
enum OnChange {
    /** It is set aside with one dead letter, until what was read is there again as it was. */
    DEAD_LETTER,
    /** It is read again from its start. */
    RESTART
}
