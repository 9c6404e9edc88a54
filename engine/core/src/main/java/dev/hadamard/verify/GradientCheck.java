// SPDX-License-Identifier: Apache-2.0

package dev.hadamard.verify;

import dev.hadamard.Backend;
import dev.hadamard.CounterRandom;
import dev.hadamard.Loss;
import dev.hadamard.Network;
import dev.hadamard.ParameterRange;
import dev.hadamard.Trainer;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * Compares the engine's gradients with numeric differentiation, which knows no derivative: the way to find a wrong f'
 * in an activation or a loss of your own.
 *
 * <pre>{@code
 * GradientCheck.of(network, Loss.crossEntropy()).check(x, classes).assertAgrees();
 * }</pre>
 *
 * <p>The derivative by a parameter w is taken as {@code (C(w + h) − C(w − h)) / 2h} with the cost C of the whole batch,
 * computed in double by the same backend on a copy of the network (of a network in single precision, too). The step h
 * is ∛ε times the larger of |w| and the root mean square of w's own tensor, which balances the error of the formula, of
 * order h², with the rounding of C, of order ε/h (Griewank and Walther, Evaluating Derivatives, 2nd ed., 2008,
 * introduction; Nocedal and Wright, Numerical Optimization, 2nd ed., section 8.1).
 *
 * <p>A gradient agrees if it differs by at most {@link #tolerance} times the largest gradient of its tensor, plus what
 * the rounding of C explains. One that doesn't is looked at again with other steps. Where the slopes on both sides stay
 * apart however small the step, C has a kink (ReLU at 0, L1 at its target): if the gradient lies between them the
 * parameter is reported as {@link GradientReport.Verdict#NOT_DIFFERENTIABLE}, neither right nor wrong.
 *
 * <p>A check neither changes the network nor runs its trainer. What the forward pass itself gets wrong it cannot see:
 * see {@link OracleCheck}. Immutable and stateless.
 */
public final class GradientCheck {

    /** Parameters of a tensor that are checked by default. */
    public static final int DEFAULT_SAMPLE = 100;

    /** About what single precision loses in sums of a thousand terms through some layers, with a factor to spare. */
    private static final double FLOAT_TOLERANCE = 1e-4;

    /** Where the terms of db = Σ Δ cancel, as they do below a batch norm, rounding is left, in ε times dW. */
    private static final double SUM_ROUNDING = 8;

    /** About h²: the formula's own error, where C''' is about as large as C'. */
    private static final double DOUBLE_TOLERANCE = 1e-6;

    private final Network<?> network;
    private final Loss loss;
    private final Backend backend;
    private final int sample;
    private final long seed;
    private final double tolerance;

    private GradientCheck(Network<?> network, Loss loss, Backend backend, int sample, long seed, double tolerance) {
        this.network = Objects.requireNonNull(network, "network");
        this.loss = Objects.requireNonNull(loss, "loss");
        this.backend = Objects.requireNonNull(backend, "backend");
        this.sample = sample;
        this.seed = seed;
        this.tolerance = tolerance;
    }

    /**
     * A check of {@value #DEFAULT_SAMPLE} parameters of each tensor, on {@link Backend#auto()}.
     *
     * @param network of either precision
     * @param loss the loss
     * @return the check
     */
    public static GradientCheck of(Network<?> network, Loss loss) {
        double tolerance = network.precision().equals("float") ? FLOAT_TOLERANCE : DOUBLE_TOLERANCE;
        return new GradientCheck(network, loss, Backend.auto(), DEFAULT_SAMPLE, 1, tolerance);
    }

    /**
     * The same check of another backend.
     *
     * @param other whose gradients to check
     * @return a new check
     */
    public GradientCheck backend(Backend other) {
        return new GradientCheck(network, loss, other, sample, seed, tolerance);
    }

    /**
     * The same check of a sample of another size.
     *
     * @param perTensor parameters of each weight matrix and bias, at least 1; tensors that have no more are checked in
     *     full
     * @param sampleSeed decides which
     * @return a new check
     * @throws IllegalArgumentException if perTensor is below 1
     */
    public GradientCheck sample(int perTensor, long sampleSeed) {
        if (perTensor < 1) {
            throw new IllegalArgumentException("perTensor must be at least 1, was " + perTensor);
        }
        return new GradientCheck(network, loss, backend, perTensor, sampleSeed, tolerance);
    }

    /**
     * The same check of all parameters, at two forward passes each.
     *
     * @return a new check
     */
    public GradientCheck everyParameter() {
        return sample(Integer.MAX_VALUE, seed);
    }

    /**
     * The same check with another tolerance.
     *
     * @param relative largest difference, as a share of the largest gradient of the tensor; by default 1e-4 for a
     *     network of floats and 1e-6 for one of doubles
     * @return a new check
     * @throws IllegalArgumentException if it is not positive and below 1
     */
    public GradientCheck tolerance(double relative) {
        if (!(relative > 0 && relative < 1)) {
            throw new IllegalArgumentException("tolerance must be between 0 and 1, was " + relative);
        }
        return new GradientCheck(network, loss, backend, sample, seed, relative);
    }

    /**
     * Checks on a batch of classes.
     *
     * @param x inputs, rows x n0
     * @param classes class of each row, from 0
     * @return what was found
     * @throws IllegalArgumentException if widths or numbers of rows don't fit, or a class is out of range
     * @throws ArithmeticException if the cost is not finite
     */
    public GradientReport check(double[][] x, int[] classes) {
        return check(x, Rows.ofClasses(network, classes));
    }

    /**
     * Checks on a batch.
     *
     * @param x inputs, rows x n0
     * @param y targets, rows x n(L)
     * @return what was found
     * @throws IllegalArgumentException if widths or numbers of rows don't fit
     * @throws ArithmeticException if the cost is not finite
     */
    public GradientReport check(double[][] x, double[][] y) {
        Rows.check(network, x, y);
        double[] gradients = gradients(network, x, y);
        List<GradientReport.Parameter> checked = new ArrayList<>();
        try (Differences differences = new Differences(
                network, loss, backend, Rows.rounded(network, x), Rows.rounded(network, y), tolerance)) {
            for (ParameterRange range : network.ranges()) {
                double floor = range.kind() == ParameterRange.Kind.BIAS
                        ? SUM_ROUNDING * Rows.epsilon(network) / tolerance * largestOfLayer(range, gradients)
                        : 0;
                checkTensor(range, floor, gradients, differences, checked);
            }
        }
        return new GradientReport(checked, tolerance);
    }

    private <A> double[] gradients(Network<A> checked, double[][] x, double[][] y) {
        try (Trainer<A> trainer =
                Trainer.of(checked).loss(loss).batch(x.length).backend(backend).build()) {
            return Rows.doubles(trainer.gradients(x, y).parameters());
        }
    }

    /** The largest derivative by a parameter of a bias' layer. */
    private double largestOfLayer(ParameterRange bias, double[] gradients) {
        double largest = 0;
        for (ParameterRange range : network.ranges()) {
            for (int i = 0; range.layer() == bias.layer() && i < range.length(); i++) {
                largest = Math.max(largest, Math.abs(gradients[range.offset() + i]));
            }
        }
        return largest;
    }

    private void checkTensor(
            ParameterRange range,
            double floor,
            double[] gradients,
            Differences differences,
            List<GradientReport.Parameter> checked) {
        int[] indices = indices(range);
        double[] quotients = new double[indices.length];
        double largest = floor;
        for (int i = 0; i < range.length(); i++) {
            largest = Math.max(largest, Math.abs(gradients[range.offset() + i]));
        }
        for (int i = 0; i < indices.length; i++) {
            quotients[i] = differences.firstQuotient(range, indices[i]);
            largest = Math.max(largest, Math.abs(quotients[i]));
        }
        for (int i = 0; i < indices.length; i++) {
            double gradient = gradients[range.offset() + indices[i]];
            checked.add(differences.judge(range, indices[i], gradient, quotients[i], largest));
        }
    }

    /** All of a small tensor, else a sample: a shuffle's first elements, without the shuffle where that is long. */
    private int[] indices(ParameterRange range) {
        int length = range.length();
        if (length <= sample) {
            return java.util.stream.IntStream.range(0, length).toArray();
        }
        CounterRandom random = new CounterRandom(seed, CounterRandom.Purpose.USER, range.offset());
        return random.ints(0, length).distinct().limit(sample).sorted().toArray();
    }
}
