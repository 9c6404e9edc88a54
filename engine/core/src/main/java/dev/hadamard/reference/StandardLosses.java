// SPDX-License-Identifier: Apache-2.0

package dev.hadamard.reference;

import java.util.Objects;
import java.util.function.DoubleBinaryOperator;
import java.util.function.DoubleUnaryOperator;
import java.util.function.ToDoubleBiFunction;

/** The standard losses; {@link ReferenceLoss} tells their equations. */
final class StandardLosses {

    static final ReferenceLoss HALF_SQUARED_ERROR = ofError("half-squared-error", e -> 0.5 * e * e, e -> e);
    static final ReferenceLoss SQUARED_ERROR = ofError("squared-error", e -> e * e, e -> 2 * e);
    static final ReferenceLoss L1 = ofError("l1", Math::abs, Math::signum);
    static final ReferenceLoss MEAN_SQUARED_ERROR =
            new Custom("mean-squared-error", (a, y) -> SQUARED_ERROR.value(a, y) / a.length, (a, y, dA) -> {
                for (int i = 0; i < a.length; i++) {
                    dA[i] = 2 * (a[i] - y[i]) / a.length;
                }
            });
    static final ReferenceLoss CROSS_ENTROPY =
            new PerOutput("cross-entropy", (a, y) -> -product(y, Math.log(a)), (a, y) -> -quotient(y, a));
    static final ReferenceLoss BINARY_CROSS_ENTROPY = new PerOutput(
            "binary-cross-entropy",
            (a, y) -> -(product(y, Math.log(a)) + product(1 - y, Math.log1p(-a))),
            (a, y) -> quotient(1 - y, 1 - a) - quotient(y, a));

    private StandardLosses() {}

    static ReferenceLoss huber(double delta) {
        if (!(delta > 0) || Double.isInfinite(delta)) {
            throw new IllegalArgumentException("delta must be a positive number, was " + delta);
        }
        return ofError(
                "huber",
                e -> Math.abs(e) <= delta ? 0.5 * e * e : delta * (Math.abs(e) - 0.5 * delta),
                e -> Math.abs(e) <= delta ? e : delta * Math.signum(e));
    }

    /** {@code l = Σ h(a_i − y_i), ∂l/∂a_i = h'(a_i − y_i)}. */
    private static ReferenceLoss ofError(String name, DoubleUnaryOperator h, DoubleUnaryOperator derivative) {
        return new PerOutput(name, (a, y) -> h.applyAsDouble(a - y), (a, y) -> derivative.applyAsDouble(a - y));
    }

    /** {@code factor · term}; 0 if the factor is 0 and the term infinite: 0 · log 0 = 0. NaN stays NaN. */
    static double product(double factor, double term) {
        return factor == 0 && Double.isInfinite(term) ? 0 : factor * term;
    }

    /** {@code factor/a}; 0 if both are 0. */
    private static double quotient(double factor, double a) {
        return factor == 0 && a == 0 ? 0 : factor / a;
    }

    /** {@code l = Σ_i l_i(a_i, y_i), ∂l/∂a_i = l_i'(a_i, y_i)}. */
    private record PerOutput(String name, DoubleBinaryOperator term, DoubleBinaryOperator derivative)
            implements ReferenceLoss {

        @Override
        public double value(double[] a, double[] y) {
            double sum = 0;
            for (int i = 0; i < a.length; i++) {
                sum += term.applyAsDouble(a[i], y[i]);
            }
            return sum;
        }

        @Override
        public void gradient(double[] a, double[] y, double[] dA) {
            for (int i = 0; i < a.length; i++) {
                dA[i] = derivative.applyAsDouble(a[i], y[i]);
            }
        }
    }

    /** A loss given by its value and its gradient. */
    record Custom(String name, ToDoubleBiFunction<double[], double[]> function, Gradient derivative)
            implements ReferenceLoss {

        Custom {
            Objects.requireNonNull(name, "name");
            Objects.requireNonNull(function, "value");
            Objects.requireNonNull(derivative, "gradient");
        }

        @Override
        public double value(double[] a, double[] y) {
            return function.applyAsDouble(a, y);
        }

        @Override
        public void gradient(double[] a, double[] y, double[] dA) {
            derivative.apply(a, y, dA);
        }
    }
}
