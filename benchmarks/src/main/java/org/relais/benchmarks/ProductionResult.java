package org.relais.benchmarks;

import java.util.Map;

/**
 * One run of the production.
 *
 * @param rows how many rows went through
 * @param nanos from the first message to the end of the last session
 * @param used what each process used, by name
 * @param benchMicros processor time of this process meanwhile, which does not count
 * @param recordBytes bytes of the records of one row, before compression
 * @param logBytes bytes that the broker stored for one row
 */
record ProductionResult(
        int rows, long nanos, Map<String, Meter.Used> used, long benchMicros, double recordBytes, double logBytes) {

    double cpuMicrosPerRow() {
        return used.values().stream().mapToLong(Meter.Used::micros).sum() / (double) rows;
    }

    double rowsPerSecond() {
        return rows * 1e9 / nanos;
    }
}
