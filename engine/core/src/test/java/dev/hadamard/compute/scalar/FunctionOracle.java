// SPDX-License-Identifier: Apache-2.0

package dev.hadamard.compute.scalar;

import java.math.BigDecimal;

/**
 * The elementary functions to about 68 bits or better, in double-double arithmetic on tables that {@link BigFunctions}
 * computes: what {@link FloatMath} and {@link DoubleMath} are measured against. Shares no constant and no formula with
 * them.
 *
 * <p>A call leaves its result in {@link #high} + {@link #low}, to be multiplied by 2^{@link #exponent}; so results
 * beyond the range of double are held as well. Arguments are finite and inside the domain. Not thread-safe: one
 * instance a thread.
 */
final class FunctionOracle {

    private static final int EXP_STEPS = 64;
    private static final int LOG_STEPS = 64;
    private static final int ERF_STEPS = 32;
    private static final int ERF_NODES = 6 * ERF_STEPS + 1;
    private static final int ERF_TERMS = 18;

    private static final double LN2_HIGH = high(BigFunctions.LN2);
    private static final double LN2_LOW = low(BigFunctions.LN2);

    private static final double[] EXP_HIGH = new double[EXP_STEPS];
    private static final double[] EXP_LOW = new double[EXP_STEPS];
    private static final double[] LOG_INVERSE = new double[2 * LOG_STEPS];
    private static final double[] LOG_HIGH = new double[2 * LOG_STEPS];
    private static final double[] LOG_LOW = new double[2 * LOG_STEPS];
    private static final double[][] ERF_HIGH = new double[ERF_NODES][ERF_TERMS];
    private static final double[][] ERF_LOW = new double[ERF_NODES][ERF_TERMS];

    static {
        for (int i = 0; i < EXP_STEPS; i++) {
            BigDecimal power = BigFunctions.exp(BigFunctions.LN2
                    .multiply(BigDecimal.valueOf(i))
                    .divide(BigDecimal.valueOf(EXP_STEPS), BigFunctions.DIGITS));
            EXP_HIGH[i] = high(power);
            EXP_LOW[i] = low(power);
        }
        for (int i = LOG_STEPS / 2; i < 2 * LOG_STEPS; i++) {
            LOG_INVERSE[i] = (float) LOG_STEPS / i;
            BigDecimal log = BigFunctions.log(new BigDecimal(LOG_INVERSE[i])).negate();
            LOG_HIGH[i] = high(log);
            LOG_LOW[i] = low(log);
        }
        for (int i = 0; i < ERF_NODES; i++) {
            BigDecimal node = BigDecimal.valueOf(i).divide(BigDecimal.valueOf(ERF_STEPS));
            BigDecimal erf = i == 0 ? BigDecimal.ZERO : BigFunctions.erf(node);
            BigDecimal[] coefficients = BigFunctions.erfCoefficients(node, erf, ERF_TERMS);
            for (int k = 0; k < ERF_TERMS; k++) {
                ERF_HIGH[i][k] = high(coefficients[k]);
                ERF_LOW[i][k] = low(coefficients[k]);
            }
        }
    }

    private double high;
    private double low;
    private int exponent;

    /** The result's leading part, without its power of two. */
    double high() {
        return high;
    }

    /** What is to be added to {@link #high()}. */
    double low() {
        return low;
    }

    /** The power of two by which the sum is to be multiplied. */
    int exponent() {
        return exponent;
    }

    void exp(double x) {
        // beyond these bounds the result is 0 or infinite in either format, and the error of that is measured against a
        // value as far off
        double clamped = Math.max(-1100, Math.min(1100, x));
        double k = Math.rint(clamped * (EXP_STEPS / LN2_HIGH));
        reduceAndExpm1(clamped, k);
        int step = Math.floorMod((int) k, EXP_STEPS);
        int power = Math.floorDiv((int) k, EXP_STEPS);
        multiply(EXP_HIGH[step], EXP_LOW[step]);
        add(EXP_HIGH[step], EXP_LOW[step]);
        exponent = power;
    }

    void expm1(double x) {
        if (Math.abs(x) < 0x1p-8) {
            reduceAndExpm1(x, 0);
            exponent = 0;
        } else {
            exp(x);
            if (exponent < 200) {
                scale();
                add(-1, 0);
            }
        }
    }

    void log(double x) {
        exponent = 0;
        boolean denormal = x < Double.MIN_NORMAL;
        log(denormal ? x * 0x1p64 : x, 0, denormal ? 64 : 0);
    }

    void log1p(double x) {
        exponent = 0;
        log1p(x, 0);
    }

    void tanh(double x) {
        if (Math.abs(x) > 45) {
            set(Math.copySign(1, x), 0);
            exponent = 0;
            return;
        }
        expm1(2 * Math.abs(x));
        scale();
        double numeratorHigh = high;
        double numeratorLow = low;
        add(2, 0);
        divide(numeratorHigh, numeratorLow);
        if (x < 0) {
            set(-high, -low);
        }
    }

    void sigmoid(double x) {
        exp(-Math.abs(x));
        if (exponent < -200) {
            if (x >= 0) {
                exponent = 0;
                set(1, 0);
            }
            return;
        }
        scale();
        double eHigh = high;
        double eLow = low;
        add(1, 0);
        divide(x < 0 ? eHigh : 1, x < 0 ? eLow : 0);
    }

    void softplus(double x) {
        exp(-Math.abs(x));
        if (exponent < -200) {
            if (x >= 0) {
                exponent = 0;
                set(x, 0);
            }
            return;
        }
        scale();
        log1p(high, low);
        if (x > 0) {
            add(x, 0);
        }
    }

    void erf(double x) {
        exponent = 0;
        double magnitude = Math.abs(x);
        int node = (int) Math.rint(Math.min(magnitude, ERF_NODES) * ERF_STEPS);
        if (node >= ERF_NODES) {
            set(Math.copySign(1, x), 0);
            return;
        }
        double h = magnitude - (double) node / ERF_STEPS;
        double[] c = ERF_HIGH[node];
        double tail = c[ERF_TERMS - 1];
        for (int k = ERF_TERMS - 2; k >= 4; k--) {
            tail = tail * h + c[k];
        }
        set(tail, 0);
        for (int k = 3; k >= 0; k--) {
            multiply(h, 0);
            add(c[k], ERF_LOW[node][k]);
        }
        if (x < 0) {
            set(-high, -low);
        }
    }

    /**
     * How far {@code y} is from the last result, in units in the last place of the exact result.
     *
     * @param precision bits of the significand of the format of {@code y}, 24 or 53
     * @param lowest exponent of the least positive number of that format, −149 or −1074
     */
    double ulps(double y, int precision, int lowest) {
        if (high == 0) {
            return y == 0 ? 0 : Double.POSITIVE_INFINITY;
        }
        int unit = Math.max(Math.getExponent(high) + exponent - (precision - 1), lowest);
        int overflow = precision == 24 ? 128 : 1024;
        if (Double.isInfinite(y)) {
            // the least magnitude that rounds to infinity
            double threshold = Math.scalb(1 - Math.scalb(0.5, -precision), overflow - exponent);
            return Math.copySign(high, y) >= threshold && Math.signum(y) == Math.signum(high)
                    ? 0
                    : Double.POSITIVE_INFINITY;
        }
        double difference = Math.scalb(y, -exponent) - high - low;
        return Math.abs(Math.scalb(difference, exponent - unit));
    }

    /** exp(x − k ln(2) / EXP_STEPS) − 1, relative accuracy kept near 0. */
    private void reduceAndExpm1(double x, double k) {
        double product = k * (LN2_HIGH / EXP_STEPS);
        double error = Math.fma(k, LN2_HIGH / EXP_STEPS, -product);
        set(x - product, 0);
        add(-error, -k * (LN2_LOW / EXP_STEPS));
        double r = high;
        double rLow = low;
        double square = r * r;
        double squareLow = Math.fma(r, r, -square) + 2 * r * rLow;
        double tail = 1.0 / 40320;
        tail = tail * r + 1.0 / 5040;
        tail = tail * r + 1.0 / 720;
        tail = tail * r + 1.0 / 120;
        tail = tail * r + 1.0 / 24;
        tail = tail * r + 1.0 / 6;
        set(square / 2, squareLow / 2 + tail * (square * r));
        add(r, rLow);
    }

    /** log of (x + low) 2^−shift for a normal x. */
    private void log(double x, double xLow, int shift) {
        int e = Math.getExponent(x);
        double m = Math.scalb(x, -e);
        if (m > 1.42) {
            m *= 0.5;
            e++;
        }
        int step = (int) Math.rint(m * LOG_STEPS);
        double inverse = LOG_INVERSE[step];
        double product = m * inverse;
        double error = Math.fma(m, inverse, -product);
        set(product - 1, 0);
        add(error, Math.scalb(xLow, -e) * inverse);
        log1pSeries(high, low);
        add(LOG_HIGH[step], LOG_LOW[step]);
        double k = e - shift;
        double multiple = k * LN2_HIGH;
        add(multiple, Math.fma(k, LN2_HIGH, -multiple) + k * LN2_LOW);
    }

    private void log1p(double x, double xLow) {
        if (Math.abs(x) < 0x1p-7) {
            log1pSeries(x, xLow);
        } else {
            set(1, 0);
            add(x, xLow);
            log(high, low, 0);
        }
    }

    /** log(1 + z) for |z| under 0.012. */
    private void log1pSeries(double z, double zLow) {
        double square = z * z;
        double squareLow = Math.fma(z, z, -square) + 2 * z * zLow;
        double tail = -1.0 / 12;
        for (int k = 11; k >= 3; k--) {
            tail = tail * z + ((k & 1) == 0 ? -1.0 : 1.0) / k;
        }
        set(square * -0.5, squareLow * -0.5 + tail * (square * z));
        add(z, zLow);
    }

    private void scale() {
        set(Math.scalb(high, exponent), Math.scalb(low, exponent));
        exponent = 0;
    }

    private void set(double h, double l) {
        high = h + l;
        low = l - (high - h);
    }

    private void add(double h, double l) {
        double sum = high + h;
        double part = sum - high;
        double error = (high - (sum - part)) + (h - part);
        error += low + l;
        high = sum + error;
        low = error - (high - sum);
    }

    private void multiply(double h, double l) {
        double product = high * h;
        double error = Math.fma(high, h, -product) + (high * l + low * h);
        high = product + error;
        low = error - (high - product);
    }

    /** This becomes (h + l) / this. */
    private void divide(double h, double l) {
        double quotient = h / high;
        double remainder = Math.fma(-quotient, high, h) + l - quotient * low;
        double correction = remainder / high;
        high = quotient + correction;
        low = correction - (high - quotient);
    }

    private static double high(BigDecimal value) {
        return value.doubleValue();
    }

    private static double low(BigDecimal value) {
        return value.subtract(new BigDecimal(value.doubleValue())).doubleValue();
    }
}
