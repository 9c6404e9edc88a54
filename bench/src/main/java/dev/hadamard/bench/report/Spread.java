// SPDX-License-Identifier: Apache-2.0

package dev.hadamard.bench.report;

import java.util.List;
import java.util.Locale;

/**
 * One number from several forks.
 *
 * @param median of the forks' means
 * @param least of them
 * @param most of them
 * @param forks how many there are
 */
record Spread(double median, double least, double most, int forks) {

    static Spread of(List<Double> values) {
        List<Double> sorted = values.stream().sorted().toList();
        int n = sorted.size();
        double median = (sorted.get((n - 1) / 2) + sorted.get(n / 2)) / 2;
        return new Spread(median, sorted.get(0), sorted.get(n - 1), n);
    }

    Spread times(double factor) {
        return new Spread(median * factor, least * factor, most * factor, forks);
    }

    /** The median, and with several forks the smallest and largest in brackets. */
    @Override
    public String toString() {
        return forks == 1 ? digits(median) : digits(median) + " (" + digits(least) + "–" + digits(most) + ")";
    }

    /** A positive number with three significant digits, or all before the point if they are more. */
    static String digits(double value) {
        int decimals = value > 0 ? Math.max(0, 2 - (int) Math.floor(Math.log10(value))) : 0;
        return String.format(Locale.ROOT, "%,." + decimals + "f", value);
    }
}
