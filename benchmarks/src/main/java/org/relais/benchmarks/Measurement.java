package org.relais.benchmarks;

import org.jspecify.annotations.Nullable;

/**
 * One whole run.
 *
 * @param before the floor before the production
 * @param production the production; null if only the floor was asked for
 * @param after the floor after it
 * @param latency nanoseconds of single messages; null if they were not asked for
 */
record Measurement(
        FloorResult before,
        @Nullable ProductionResult production,
        FloorResult after,
        @Nullable Percentiles latency) {

    double floorMicrosPerRow() {
        return (before.cpuMicrosPerRow() + after.cpuMicrosPerRow()) / 2;
    }

    /** {@return the production's processor time against the floor's; 0 if it did not run} */
    double ratio() {
        return production == null ? 0 : production.cpuMicrosPerRow() / floorMicrosPerRow();
    }
}
