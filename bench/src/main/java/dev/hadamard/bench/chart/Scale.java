// SPDX-License-Identifier: Apache-2.0

package dev.hadamard.bench.chart;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * From values to a line of pixels, by logarithm or in proportion.
 *
 * @param logarithmic whether equal factors are equally long
 * @param least value at the line's beginning
 * @param most value at its end
 */
record Scale(boolean logarithmic, double least, double most) {

    /** Fewer decades than this have ticks at 2 and 5 too. */
    private static final double FEW_DECADES = 3;

    private static final int LINEAR_TICKS = 6;

    /** A tick. */
    record Tick(double value, String label) {}

    /** A logarithmic scale around values; ends at 1, 2 or 5 times a power of ten. */
    static Scale logarithmic(double least, double most) {
        return new Scale(true, round(least, false), round(most, true));
    }

    /** From 0 to a round number. */
    static Scale fromZero(double most) {
        double step = step(most);
        return new Scale(false, 0, Math.ceil(most / step) * step);
    }

    private static double step(double most) {
        return round(most / LINEAR_TICKS, true);
    }

    private static double round(double value, boolean up) {
        double power = Math.pow(10, Math.floor(Math.log10(value)));
        double digit = value / power;
        double[] digits = {1, 2, 5, 10};
        double below = 1;
        for (double candidate : digits) {
            if (candidate >= digit * (1 - 1e-9)) {
                return power * (up || candidate <= digit * (1 + 1e-9) ? candidate : below);
            }
            below = candidate;
        }
        throw new IllegalArgumentException("no positive finite number: " + value);
    }

    /** Share of the line at which a value stands; outside values stand at the nearest end. */
    double at(double value) {
        double share =
                logarithmic ? Math.log(value / least) / Math.log(most / least) : (value - least) / (most - least);
        return Math.max(0, Math.min(1, share));
    }

    List<Tick> ticks() {
        List<Tick> ticks = new ArrayList<>();
        if (!logarithmic) {
            double step = step(most);
            for (int i = 0; i * step <= most * (1 + 1e-9); i++) {
                ticks.add(new Tick(i * step, label(i * step)));
            }
            return ticks;
        }
        double[] digits = Math.log10(most / least) < FEW_DECADES ? new double[] {1, 2, 5} : new double[] {1};
        for (int exponent = (int) Math.floor(Math.log10(least)); Math.pow(10, exponent) <= most; exponent++) {
            for (double digit : digits) {
                double value = digit * Math.pow(10, exponent);
                if (value >= least * (1 - 1e-9) && value <= most * (1 + 1e-9)) {
                    ticks.add(new Tick(value, label(value)));
                }
            }
        }
        return ticks;
    }

    /** Without trailing zeros. */
    static String label(double value) {
        if (value >= 1 || value == 0) {
            return value == Math.rint(value)
                    ? String.format(Locale.ROOT, "%,.0f", value)
                    : String.format(Locale.ROOT, "%.3g", value)
                            .replaceAll("0+$", "")
                            .replaceAll("\\.$", "");
        }
        return String.format(Locale.ROOT, "%.6f", value).replaceAll("0+$", "");
    }
}
