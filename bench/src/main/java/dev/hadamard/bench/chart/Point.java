// SPDX-License-Identifier: Apache-2.0

package dev.hadamard.bench.chart;

/**
 * A value with its interval.
 *
 * @param x where it stands; for bars, the index of their group
 * @param y the value
 * @param low lower end of the interval
 * @param high upper end of the interval
 */
public record Point(double x, double y, double low, double high) {

    /**
     * A value without an interval.
     *
     * @param x where it stands
     * @param y the value
     */
    public Point(double x, double y) {
        this(x, y, y, y);
    }
}
