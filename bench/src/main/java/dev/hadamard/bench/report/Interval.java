// SPDX-License-Identifier: Apache-2.0

package dev.hadamard.bench.report;

/**
 * Where a value lies.
 *
 * @param low lower end
 * @param high upper end
 */
public record Interval(double low, double high) {

    /** Nobody knows. */
    static final Interval UNKNOWN = new Interval(Double.NaN, Double.NaN);

    boolean isKnown() {
        return Double.isFinite(low) && Double.isFinite(high);
    }

    Interval times(double factor) {
        return new Interval(low * factor, high * factor);
    }

    /** Of quotients of values of positive intervals. What is measured is positive: a lower end below 0 counts as 0. */
    Interval dividedBy(Interval other) {
        return new Interval(Math.max(0, low) / other.high, other.low > 0 ? high / other.low : Double.POSITIVE_INFINITY);
    }

    boolean contains(double value) {
        return low <= value && value <= high;
    }
}
