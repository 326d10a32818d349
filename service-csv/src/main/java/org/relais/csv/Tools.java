package org.relais.csv;

import java.util.function.LongSupplier;

/**
 * What all files are read with, one after the other.
 *
 * @param settings the service's
 * @param reader reads parts of them
 * @param fingerprint tells whether what was read is still the same
 * @param archive takes the finished ones
 * @param nanoTime a clock that nobody sets
 * @param host where they are read
 */
record Tools(
        CsvSettings settings,
        PartReader reader,
        Fingerprint fingerprint,
        Archive archive,
        LongSupplier nanoTime,
        String host) {}
