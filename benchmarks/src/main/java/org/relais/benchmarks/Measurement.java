package org.relais.benchmarks;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One run.
 *
 * @param floors the floor before and after the production, as far as it was measured
 * @param production the production; null if it was not measured
 * @param refusing the same with rows of which some are refused; null if it was not measured
 * @param latency nanoseconds of single messages; null if they were not measured
 * @param floorLatency the same of the floor; null if they were not measured
 * @param http the HTTP service; null if it was not measured
 */
record Measurement(
        List<FloorResult> floors,
        @Nullable ProductionResult production,
        @Nullable ProductionResult refusing,
        @Nullable Percentiles latency,
        @Nullable Percentiles floorLatency,
        @Nullable HttpResult http) {

    /** {@return the mean of the floors; 0 if there are none} */
    double floorMicrosPerRow() {
        return floors.stream()
                .mapToDouble(FloorResult::cpuMicrosPerRow)
                .average()
                .orElse(0);
    }

    /** {@return the production's processor time against the floor's; 0 if one of them was not measured} */
    double ratio() {
        return production == null || floors.isEmpty() ? 0 : production.cpuMicrosPerRow() / floorMicrosPerRow();
    }
}
