// SPDX-License-Identifier: Apache-2.0

package dev.hadamard.compute.scalar;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.DoubleUnaryOperator;

/**
 * What the tests know of an elementary function: its two scalar forms, its oracle, the error that its javadoc promises,
 * its range, and where to try it.
 */
public enum ElementaryFunction {
    EXP(FloatMath::exp, DoubleMath::exp, FunctionOracle::exp, 1, 1),
    LOG(FloatMath::log, DoubleMath::log, FunctionOracle::log, 1, 1.25),
    LOG1P(FloatMath::log1p, DoubleMath::log1p, FunctionOracle::log1p, 1.5, 2),
    EXPM1(FloatMath::expm1, DoubleMath::expm1, FunctionOracle::expm1, 1.6, 2),
    TANH(FloatMath::tanh, DoubleMath::tanh, FunctionOracle::tanh, 2, 2),
    SIGMOID(FloatMath::sigmoid, DoubleMath::sigmoid, FunctionOracle::sigmoid, 2.5, 2.5),
    ERF(FloatMath::erf, DoubleMath::erf, FunctionOracle::erf, 2, 2),
    SOFTPLUS(FloatMath::softplus, DoubleMath::softplus, FunctionOracle::softplus, 2, 2);

    /** A function of one float. */
    @FunctionalInterface
    public interface FloatFunction {
        float apply(float x);
    }

    /** One of the methods of {@link FunctionOracle}. */
    @FunctionalInterface
    interface OracleFunction {
        void apply(FunctionOracle oracle, double x);
    }

    final FloatFunction floats;
    final DoubleUnaryOperator doubles;
    final OracleFunction oracle;

    /** The bounds that {@link FloatMath} and {@link DoubleMath} state, in units in the last place. */
    final double floatBound;

    final double doubleBound;

    ElementaryFunction(
            FloatFunction floats,
            DoubleUnaryOperator doubles,
            OracleFunction oracle,
            double floatBound,
            double doubleBound) {
        this.floats = floats;
        this.doubles = doubles;
        this.oracle = oracle;
        this.floatBound = floatBound;
        this.doubleBound = doubleBound;
    }

    /** The scalar form in float. */
    public FloatFunction floats() {
        return floats;
    }

    /** The scalar form in double. */
    public DoubleUnaryOperator doubles() {
        return doubles;
    }

    /** The name of the methods. */
    public String methodName() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Whether the result is a number that the oracle knows. */
    boolean isOrdinary(double x) {
        return Double.isFinite(x)
                && switch (this) {
                    case LOG -> x > 0;
                    case LOG1P -> x > -1;
                    default -> true;
                };
    }

    /** What no result may be below. */
    double least() {
        return switch (this) {
            case EXP, SIGMOID, SOFTPLUS -> 0;
            case EXPM1, TANH, ERF -> -1;
            case LOG, LOG1P -> Double.NEGATIVE_INFINITY;
        };
    }

    /** What no result may be above. */
    double greatest() {
        return switch (this) {
            case SIGMOID, TANH, ERF -> 1;
            default -> Double.POSITIVE_INFINITY;
        };
    }

    /** The interval in which the function is neither almost constant nor almost linear. */
    double[] interval() {
        return switch (this) {
            case EXP -> new double[] {-750, 715};
            case EXPM1 -> new double[] {-40, 60};
            case LOG -> new double[] {0, 4};
            case LOG1P -> new double[] {-1, 3};
            case TANH -> new double[] {-20, 20};
            case SIGMOID, SOFTPLUS -> new double[] {-60, 40};
            case ERF -> new double[] {-6, 6};
        };
    }

    /**
     * Arguments at which a function takes another branch or rounds to another n, or has a result at an end of its
     * format: of both formats, and positive where their opposites are meant too.
     */
    static List<Double> branchPoints() {
        List<Double> points = new ArrayList<>(List.of(
                0.0,
                Double.MIN_VALUE,
                Double.MIN_NORMAL,
                (double) Float.MIN_VALUE,
                (double) Float.MIN_NORMAL,
                (double) Float.MAX_VALUE,
                Double.MAX_VALUE,
                Double.POSITIVE_INFINITY,
                Double.NaN));
        points.addAll(List.of(
                (double) FloatPolynomials.EXP_MIN,
                (double) FloatPolynomials.EXPM1_MIN,
                (double) FloatPolynomials.EXPM1_TINY,
                (double) FloatPolynomials.TANH_MIN / 2,
                (double) FloatPolynomials.ERF_MIN,
                DoublePolynomials.EXP_MIN,
                DoublePolynomials.EXPM1_MIN,
                DoublePolynomials.EXPM1_TINY,
                DoublePolynomials.TANH_MIN / 2,
                DoublePolynomials.ERF_MIN));
        double ln2 = StrictMath.log(2);
        for (int n : new int[] {24, 53, 126, 127, 128, 149, 150, 1022, 1023, 1024, 1074, 1075}) {
            points.add(n * ln2);
        }
        for (double half = 0.5; half < 60; half++) {
            points.add(half * ln2);
            points.add(half * ln2 / 2);
        }
        for (int e = -30; e <= 30; e++) {
            points.add(StrictMath.scalb(StrictMath.sqrt(0.5), e));
            points.add(StrictMath.scalb(StrictMath.sqrt(0.5), e) - 1);
            points.add(StrictMath.scalb(1.0, e));
        }
        return points;
    }

    /** The branch points with three neighbours on each side, and the opposites of all. */
    public static double[] doubleEdges() {
        List<Double> edges = new ArrayList<>();
        for (double point : branchPoints()) {
            double x = point;
            for (int i = 0; i < 3; i++) {
                x = Math.nextDown(x);
            }
            for (int i = 0; i < 7; i++) {
                edges.add(x);
                edges.add(-x);
                x = Math.nextUp(x);
            }
        }
        return edges.stream().mapToDouble(Double::doubleValue).toArray();
    }

    /** Likewise among the floats. */
    public static float[] floatEdges() {
        List<Float> edges = new ArrayList<>();
        for (double point : branchPoints()) {
            float x = (float) point;
            for (int i = 0; i < 3; i++) {
                x = Math.nextDown(x);
            }
            for (int i = 0; i < 7; i++) {
                edges.add(x);
                edges.add(-x);
                x = Math.nextUp(x);
            }
        }
        float[] array = new float[edges.size()];
        for (int i = 0; i < array.length; i++) {
            array[i] = edges.get(i);
        }
        return array;
    }
}
