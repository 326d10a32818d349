package org.relais.benchmarks;

/**
 * One run of the floor.
 *
 * @param rows how many rows went through
 * @param nanos how long it took
 * @param clientMicros processor time of the process with all components
 * @param brokerMicros processor time of the broker
 * @param client the same process's time by kind
 * @param recordBytes bytes of the records of one row, before compression
 * @param logBytes bytes that the broker stored for one row
 */
record FloorResult(
        int rows,
        long nanos,
        long clientMicros,
        long brokerMicros,
        ThreadShares client,
        double recordBytes,
        double logBytes) {

    double cpuMicrosPerRow() {
        return (clientMicros + brokerMicros) / (double) rows;
    }

    double rowsPerSecond() {
        return rows * 1e9 / nanos;
    }
}
