package org.relais.csv;

/**
 * What the beginning of a file tells of the rest: known once its header is read.
 *
 * @param encoding how its characters are bytes
 * @param splitter finds its records
 * @param rows reads its rows
 * @param end where the header ends, in bytes
 * @param lines how many line ends come before that
 */
record Format(Encoding encoding, Splitter splitter, Rows rows, long end, long lines) {}
