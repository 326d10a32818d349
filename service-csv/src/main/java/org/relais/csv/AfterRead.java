package org.relais.csv;

/** What happens to a file that has been read to its end. */
enum AfterRead {
    /** It stays; rows appended later are picked up, and no row is sent twice. */
    KEEP,
    /** It moves to the folder {@code archive} once it has not changed for one interval and its rows are committed. */
    ARCHIVE,
    /** All its rows are sent again at each interval. */
    REREAD
}
