package org.relais.benchmarks;

import java.util.Arrays;
import java.util.stream.Collectors;

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

    /** {@return those that {@link #toString} told} */
    static Percentiles of(String text) {
        return new Percentiles(
                Arrays.stream(text.split(" ", -1)).mapToLong(Long::parseLong).toArray());
    }

    /** {@return all values} */
    @Override
    public String toString() {
        return Arrays.stream(sorted).mapToObj(Long::toString).collect(Collectors.joining(" "));
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
