package org.relais.benchmarks;

import java.util.Arrays;

/** Times in order. Immutable. */
final class Percentiles {

    private final long[] sorted;

    /** @param values at least one */
    Percentiles(long[] values) {
        if (values.length == 0) {
            throw new IllegalArgumentException("no values");
        }
        this.sorted = values.clone();
        Arrays.sort(sorted);
    }

    int count() {
        return sorted.length;
    }

    /** {@return the smallest value that so many percent of all values do not exceed (nearest rank)}
     *
     * @param percent above 0, at most 100 */
    long at(double percent) {
        int rank = (int) Math.ceil(percent / 100 * sorted.length);
        return sorted[Math.max(rank, 1) - 1];
    }

    long max() {
        return sorted[sorted.length - 1];
    }
}
