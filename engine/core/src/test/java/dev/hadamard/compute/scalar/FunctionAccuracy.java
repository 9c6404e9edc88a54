// SPDX-License-Identifier: Apache-2.0

package dev.hadamard.compute.scalar;

import java.util.Locale;
import java.util.function.DoubleUnaryOperator;
import java.util.stream.IntStream;

/** The largest errors of the elementary functions. {@code main} prints them as a Markdown table. */
public final class FunctionAccuracy {

    private static final int FLOAT_PRECISION = 24;
    private static final int FLOAT_LEAST_EXPONENT = -149;
    private static final int DOUBLE_PRECISION = 53;
    private static final int DOUBLE_LEAST_EXPONENT = -1074;

    /**
     * An error, where it is, and how many arguments were tried to find it.
     *
     * @param ulps units in the last place of the exact result; not a number if a result is outside the function's range
     * @param argument where it is
     * @param tried arguments in the domain
     */
    public record Worst(double ulps, double argument, long tried) {

        private static final Worst NONE = new Worst(0, 0, 0);

        private Worst or(Worst other) {
            boolean mine = Double.isNaN(ulps) || ulps >= other.ulps;
            return new Worst(mine ? ulps : other.ulps, mine ? argument : other.argument, tried + other.tried);
        }
    }

    private FunctionAccuracy() {}

    /** The largest error on every 257th float and on the neighbours of every branch. */
    public static Worst ofFloat(ElementaryFunction function) {
        Worst atEdges = worst(function, widened(ElementaryFunction.floatEdges()), Precision.FLOAT);
        return IntStream.range(0, ArgumentSamples.blocks(ArgumentSamples.FLOAT_COUNT))
                .parallel()
                .mapToObj(block -> worst(function, widened(ArgumentSamples.floats(block)), Precision.FLOAT))
                .reduce(atEdges, Worst::or);
    }

    /** The largest error on ten million random doubles and on the neighbours of every branch. */
    public static Worst ofDouble(ElementaryFunction function) {
        Worst atEdges = worst(function, ElementaryFunction.doubleEdges(), Precision.DOUBLE);
        return IntStream.range(0, ArgumentSamples.blocks(ArgumentSamples.DOUBLE_COUNT))
                .parallel()
                .mapToObj(block -> worst(function, ArgumentSamples.doubles(function, block), Precision.DOUBLE))
                .reduce(atEdges, Worst::or);
    }

    /** The table of the errors of all functions, in units in the last place. */
    public static String table() {
        StringBuilder table = new StringBuilder("| function | float, max ulp | double, max ulp |\n|---|---|---|\n");
        for (ElementaryFunction function : ElementaryFunction.values()) {
            table.append(String.format(
                    Locale.ROOT,
                    "| %s | %.3f | %.3f |%n",
                    function.methodName(),
                    ofFloat(function).ulps(),
                    ofDouble(function).ulps()));
        }
        return table.toString();
    }

    /** Prints {@link #table()}. */
    public static void main(String[] args) {
        System.out.print(table());
    }

    private enum Precision {
        FLOAT(FLOAT_PRECISION, FLOAT_LEAST_EXPONENT),
        DOUBLE(DOUBLE_PRECISION, DOUBLE_LEAST_EXPONENT);

        private final int bits;
        private final int leastExponent;

        Precision(int bits, int leastExponent) {
            this.bits = bits;
            this.leastExponent = leastExponent;
        }

        private DoubleUnaryOperator of(ElementaryFunction function) {
            return this == DOUBLE ? function.doubles : x -> function.floats.apply((float) x);
        }
    }

    private static Worst worst(ElementaryFunction function, double[] arguments, Precision precision) {
        FunctionOracle oracle = new FunctionOracle();
        DoubleUnaryOperator scalar = precision.of(function);
        double least = function.least();
        double greatest = function.greatest();
        Worst worst = Worst.NONE;
        long tried = 0;
        for (double x : arguments) {
            if (!function.isOrdinary(x)) {
                continue;
            }
            tried++;
            double y = scalar.applyAsDouble(x);
            if (!(y >= least && y <= greatest)) {
                return new Worst(Double.NaN, x, tried);
            }
            function.oracle.apply(oracle, x);
            double ulps = oracle.ulps(y, precision.bits, precision.leastExponent);
            if (!(ulps <= worst.ulps)) {
                worst = new Worst(ulps, x, 0);
            }
        }
        return new Worst(worst.ulps, worst.argument, tried);
    }

    private static double[] widened(float[] x) {
        return IntStream.range(0, x.length).mapToDouble(i -> x[i]).toArray();
    }
}
