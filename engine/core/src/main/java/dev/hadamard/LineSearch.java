// SPDX-License-Identifier: Apache-2.0

package dev.hadamard;

import java.util.function.DoubleUnaryOperator;

/**
 * A line search for the strong Wolfe conditions, φ(t) ≤ φ(0) + c₁ t φ'(0) and |φ'(t)| ≤ −c₂ φ'(0): algorithms 3.5 and
 * 3.6 of Nocedal and Wright 2006, with cubic interpolation. The function leaves its slope in {@link #slope}.
 */
final class LineSearch {

    private static final double C1 = 1e-4;
    private static final double C2 = 0.9;

    /** Steps that are still too short grow by this. */
    private static final double GROWTH = 2;

    /** An interpolated step stays this share of the bracket away from its ends. */
    private static final double MARGIN = 0.1;

    private final DoubleUnaryOperator function;
    private final int evaluations;

    /** φ'(t) of the last evaluation. */
    double slope;

    private double startValue;
    private double startSlope;
    private int left;
    private double lowT;
    private double lowValue;
    private double lowSlope;
    private double highT;
    private double highValue;
    private double highSlope;

    /**
     * For one function.
     *
     * @param function φ
     * @param evaluations most evaluations of a search
     */
    LineSearch(DoubleUnaryOperator function, int evaluations) {
        this.function = function;
        this.evaluations = evaluations;
    }

    /**
     * Searches; the function is evaluated last where the search ends.
     *
     * @param trial first t
     * @param value φ(0)
     * @param slopeAtStart φ'(0), negative
     * @return whether the end is below the start
     */
    boolean run(double trial, double value, double slopeAtStart) {
        startValue = value;
        startSlope = slopeAtStart;
        left = evaluations;
        setLow(0, value, slopeAtStart);
        double t = trial;
        while (left > 0) {
            double at = evaluate(t);
            if (isTooHigh(t, at)) {
                setHigh(t, at, slope);
                return zoom();
            }
            if (isFlat()) {
                return true;
            }
            if (slope >= 0) {
                setHigh(lowT, lowValue, lowSlope);
                setLow(t, at, slope);
                return zoom();
            }
            setLow(t, at, slope);
            t *= GROWTH;
        }
        return true; // still falling at the last one
    }

    /** Narrows the bracket between low, which is below the start, and high. */
    private boolean zoom() {
        while (left > 0) {
            double t = between();
            double at = evaluate(t);
            if (isTooHigh(t, at)) {
                setHigh(t, at, slope);
            } else {
                if (isFlat()) {
                    return true;
                }
                if (slope * (highT - lowT) >= 0) {
                    setHigh(lowT, lowValue, lowSlope);
                }
                setLow(t, at, slope);
            }
        }
        if (lowT > 0) {
            function.applyAsDouble(lowT);
            return true;
        }
        return false;
    }

    private double evaluate(double t) {
        left--;
        return function.applyAsDouble(t);
    }

    private boolean isTooHigh(double t, double value) {
        return !(value <= startValue + C1 * t * startSlope) || lowT > 0 && value >= lowValue;
    }

    private boolean isFlat() {
        return Math.abs(slope) <= -C2 * startSlope;
    }

    /** The minimum of the cubic through both ends and their slopes, or the middle where that is of no use. */
    private double between() {
        double width = highT - lowT;
        double middle = lowT + width / 2;
        if (Double.isInfinite(highValue)) {
            return middle;
        }
        double d1 = lowSlope + highSlope - 3 * (highValue - lowValue) / width;
        double root = d1 * d1 - lowSlope * highSlope;
        if (!(root >= 0)) {
            return middle;
        }
        double d2 = Math.signum(width) * Math.sqrt(root);
        double t = highT - width * (highSlope + d2 - d1) / (highSlope - lowSlope + 2 * d2);
        double share = (t - lowT) / width;
        return share >= MARGIN && share <= 1 - MARGIN ? t : middle;
    }

    private void setLow(double t, double value, double slopeThere) {
        lowT = t;
        lowValue = value;
        lowSlope = slopeThere;
    }

    private void setHigh(double t, double value, double slopeThere) {
        highT = t;
        highValue = value;
        highSlope = slopeThere;
    }
}
