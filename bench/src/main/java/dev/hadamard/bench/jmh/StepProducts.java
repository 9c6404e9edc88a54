// SPDX-License-Identifier: Apache-2.0

package dev.hadamard.bench.jmh;

import dev.hadamard.CounterRandom;
import dev.hadamard.Optimizer;
import dev.hadamard.ParameterRange;
import dev.hadamard.bench.step.Precision;
import dev.hadamard.bench.step.StepSetup;
import dev.hadamard.bench.step.Workload;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The products of a training step as calls of BLAS: per layer Z = A W and dW = Aᵀ Δ, and Δ Wᵀ but for the first. All
 * arrays are row-major; a column-major BLAS sees each as its transpose, so operands change places: C' = B' A'.
 *
 * @param <A> {@code float[]} or {@code double[]}
 */
final class StepProducts<A> {

    private static final String AS_IS = "N";
    private static final String TRANSPOSED = "T";

    private final Precision<A> precision;
    private final Gemm<A> gemm;
    private final int rows;
    private final int[] widths;
    private final List<ParameterRange> weights;
    private final A parameters;
    private final A gradients;

    /** A0 … AL, of which A0 is given. */
    private final List<A> activations = new ArrayList<>();

    /** Δ1 … ΔL at the indices of their activations, of which ΔL is given. */
    private final List<A> deltas = new ArrayList<>();

    /**
     * C = op(A) op(B), column-major, in BLAS' terms.
     *
     * @param <A> {@code float[]} or {@code double[]}
     */
    @FunctionalInterface
    interface Gemm<A> {
        void multiply(
                String transA,
                String transB,
                int m,
                int n,
                int k,
                A a,
                int aOffset,
                int lda,
                A b,
                int bOffset,
                int ldb,
                A c,
                int cOffset,
                int ldc);
    }

    StepProducts(Workload workload, Precision<A> precision, Gemm<A> gemm) {
        StepSetup<A> setup = workload.setup(precision, Optimizer.gradientDescent(1));
        this.precision = precision;
        this.gemm = gemm;
        this.rows = workload.rows();
        this.widths = workload.widths();
        this.weights = setup.network().ranges().stream()
                .filter(range -> range.kind() == ParameterRange.Kind.WEIGHTS)
                .toList();
        this.parameters = setup.network().parameters();
        this.gradients = precision.arrayOf(new double[setup.network().parameterCount()]);
        for (int width : widths) {
            activations.add(random(rows * width));
            deltas.add(random(rows * width));
        }
    }

    private A random(int length) {
        CounterRandom random = new CounterRandom(length, CounterRandom.Purpose.USER, activations.size());
        double[] values = new double[length];
        Arrays.setAll(values, i -> random.nextGaussian());
        return precision.arrayOf(values);
    }

    /** All products of a step, in the order of a step. */
    void multiply() {
        int last = widths.length - 1;
        for (int l = 1; l <= last; l++) {
            forward(l);
        }
        for (int l = last; l >= 1; l--) {
            weightGradient(l);
            if (l > 1) {
                backward(l);
            }
        }
    }

    /** Z = A W, so Z' = W' A'. */
    private void forward(int l) {
        int in = widths[l - 1];
        int out = widths[l];
        A w = parameters;
        gemm.multiply(AS_IS, AS_IS, out, rows, in, w, offset(l), out, a(l - 1), 0, in, a(l), 0, out);
    }

    /** dW = Aᵀ Δ, so dW' = Δ' (A')ᵀ. */
    private void weightGradient(int l) {
        int in = widths[l - 1];
        int out = widths[l];
        A dw = gradients;
        gemm.multiply(AS_IS, TRANSPOSED, out, in, rows, delta(l), 0, out, a(l - 1), 0, in, dw, offset(l), out);
    }

    /** Δ(l-1) = Δl Wᵀ, so Δ(l-1)' = (W')ᵀ Δl'. */
    private void backward(int l) {
        int in = widths[l - 1];
        int out = widths[l];
        A w = parameters;
        gemm.multiply(TRANSPOSED, AS_IS, in, rows, out, w, offset(l), out, delta(l), 0, out, delta(l - 1), 0, in);
    }

    private int offset(int l) {
        return weights.get(l - 1).offset();
    }

    private A a(int l) {
        return activations.get(l);
    }

    private A delta(int l) {
        return deltas.get(l);
    }

    /**
     * Computes some elements of each product again.
     *
     * @throws IllegalStateException if one differs by more than rounding explains
     */
    void check() {
        double[] w = precision.doublesOf(parameters);
        double[] dw = precision.doublesOf(gradients);
        for (int l = 1; l < widths.length; l++) {
            int in = widths[l - 1];
            int out = widths[l];
            int at = offset(l);
            double[] input = precision.doublesOf(a(l - 1));
            double[] delta = precision.doublesOf(delta(l));
            double[] z = precision.doublesOf(a(l));
            ProductCheck.check(
                    precision, "Z" + l, z, 0, rows, out, in, (i, j, k) -> input[i * in + k] * w[at + k * out + j]);
            ProductCheck.check(
                    precision, "dW" + l, dw, at, in, out, rows, (i, j, k) -> input[k * in + i] * delta[k * out + j]);
            if (l > 1) {
                double[] below = precision.doublesOf(delta(l - 1));
                ProductCheck.check(
                        precision,
                        "D" + (l - 1),
                        below,
                        0,
                        rows,
                        in,
                        out,
                        (i, j, k) -> delta[i * out + k] * w[at + j * out + k]);
            }
        }
    }
}
