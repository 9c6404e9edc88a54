// SPDX-License-Identifier: Apache-2.0

package dev.hadamard.reference;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;

/**
 * {@code Cost = weight · Σ_rows l(A(L)(x), y)}: training by the reference, one sample after the other. weight is 1/rows
 * for a mean and 1 for a sum; it goes into each sample's Δ.
 */
public final class ReferenceTrainer {

    private final GradientRule rule;
    private final ReferenceLoss.Reduction reduction;
    private final ReferenceOptimizer optimizer;
    private ReferenceConstraints constraints = ReferenceConstraints.NONE;
    private long nextStep = 1;

    /**
     * A trainer that takes its gradients from {@link Backpropagation}.
     *
     * @param network the network, which is trained in place
     * @param loss the loss of a sample
     * @param reduction mean or sum over the samples
     * @param optimizer the optimiser
     */
    public ReferenceTrainer(
            ReferenceNetwork network,
            ReferenceLoss loss,
            ReferenceLoss.Reduction reduction,
            ReferenceOptimizer optimizer) {
        this(new Backpropagation(network, loss), reduction, optimizer);
    }

    /**
     * A trainer that takes its gradients from the given rule.
     *
     * @param rule the way to the gradients; its network is trained in place
     * @param reduction mean or sum over the samples
     * @param optimizer the optimiser
     */
    public ReferenceTrainer(GradientRule rule, ReferenceLoss.Reduction reduction, ReferenceOptimizer optimizer) {
        this.rule = Objects.requireNonNull(rule, "rule");
        this.reduction = Objects.requireNonNull(reduction, "reduction");
        this.optimizer = Objects.requireNonNull(optimizer, "optimizer");
    }

    /**
     * Sets penalties, clipping and limits.
     *
     * @param newConstraints what keeps parameters small
     * @return this
     */
    public ReferenceTrainer constraints(ReferenceConstraints newConstraints) {
        this.constraints = Objects.requireNonNull(newConstraints, "constraints");
        return this;
    }

    /**
     * Sets the number of the step that comes next, which decides what dropout layers drop. Each update counts it up.
     *
     * @param step from 1, as for a new trainer
     * @return this
     */
    public ReferenceTrainer nextStep(long step) {
        this.nextStep = step;
        return this;
    }

    /**
     * The cost and the gradients of a batch.
     *
     * @param cost weight · Σ l
     * @param gradients dW, db
     */
    public record Result(double cost, ReferenceGradients gradients) {}

    /**
     * The network that is trained.
     *
     * @return the network itself
     */
    public ReferenceNetwork network() {
        return rule.network();
    }

    /**
     * One update by the gradients of a batch.
     *
     * @param x inputs, rows x n0
     * @param y targets, rows x n(L)
     * @return the cost before the update
     * @throws IllegalArgumentException if there are no rows, x and y differ in their number, or a row has another
     *     length
     * @throws ArithmeticException if the cost is not finite; nothing is updated
     */
    public double step(double[][] x, double[][] y) {
        return step(gradients(x, y));
    }

    /**
     * One update by the gradients of a batch of weighted samples.
     *
     * @param x inputs, rows x n0
     * @param y targets, rows x n(L)
     * @param weights one a row
     * @return the cost before the update
     * @throws IllegalArgumentException if numbers of rows or elements don't fit
     * @throws ArithmeticException if the cost is not finite; nothing is updated
     */
    public double step(double[][] x, double[][] y, double[] weights) {
        return step(gradients(x, y, weights));
    }

    private double step(Result result) {
        if (!Double.isFinite(result.cost())) {
            throw new ArithmeticException("cost is " + result.cost());
        }
        constraints.clip(network(), result.gradients());
        constraints.decay(network(), optimizer.learningRate());
        optimizer.update(network(), result.gradients());
        constraints.limitNorms(network());
        network().moveStatistics();
        nextStep++;
        return result.cost();
    }

    /**
     * {@code dWl = Σ_rows A(l-1)ᵀ Δl, dbl = Σ_rows Δl}, without an update.
     *
     * @param x inputs, rows x n0
     * @param y targets, rows x n(L)
     * @return cost and gradients
     * @throws IllegalArgumentException if there are no rows, x and y differ in their number, or a row has another
     *     length
     */
    public Result gradients(double[][] x, double[][] y) {
        double[] ones = new double[x.length];
        Arrays.fill(ones, 1);
        return gradients(x, y, ones);
    }

    /**
     * {@code Cost = Σ w_i l_i / Σ w_i} for a mean, {@code Σ w_i l_i} for a sum, and its gradients, without an update.
     *
     * @param x inputs, rows x n0
     * @param y targets, rows x n(L)
     * @param weights w, one a row
     * @return cost and gradients, penalties included
     * @throws IllegalArgumentException if numbers of rows or elements don't fit
     */
    public Result gradients(double[][] x, double[][] y, double[] weights) {
        checkBatch(x, y);
        ReferenceNetwork.checkLength("weights", weights, x.length);
        double total = 0;
        for (double w : weights) {
            total += w;
        }
        double scale = reduction == ReferenceLoss.Reduction.MEAN ? 1 / total : 1;
        ReferenceGradients gradients = new ReferenceGradients(network());
        double sum = network().hasBatchNorm()
                ? accumulateBatch(x, y, weights, scale, gradients)
                : accumulateRows(x, y, weights, scale, gradients);
        network().keepAll();
        constraints.addGradient(network(), gradients);
        return new Result(scale * sum + constraints.penalty(network()), gradients);
    }

    /**
     * Gradients without an update, and every Z, A, Δ of every row on the way, by {@link Backpropagation} whatever the
     * trainer's own rule.
     *
     * @param x inputs, rows x n0
     * @param y targets, rows x n(L)
     * @return the trace
     * @throws IllegalArgumentException if there are no rows, x and y differ in their number, or a row has another
     *     length
     */
    public ReferenceTrace trace(double[][] x, double[][] y) {
        checkBatch(x, y);
        double weight = reduction.weight(x.length);
        Backpropagation backpropagation = new Backpropagation(network(), rule.loss());
        ReferenceGradients gradients = new ReferenceGradients(network());
        List<Backpropagation.Pass> passes = new ArrayList<>(x.length);
        if (network().hasBatchNorm()) {
            double[] weights = new double[x.length];
            Arrays.fill(weights, weight);
            passes.addAll(batch().passes(x, y, weights, gradients));
        }
        for (int row = passes.size(); row < x.length; row++) {
            network().dropOut(nextStep, row);
            passes.add(backpropagation.pass(x[row], y[row], weight, gradients));
        }
        network().keepAll();
        double sum = 0;
        for (Backpropagation.Pass pass : passes) {
            sum += pass.cost();
        }
        return new ReferenceTrace(weight * sum, gradients, List.copyOf(passes));
    }

    /** Σ w l, one sample after the other. */
    private double accumulateRows(
            double[][] x, double[][] y, double[] weights, double scale, ReferenceGradients gradients) {
        double sum = 0;
        for (int row = 0; row < x.length; row++) {
            network().dropOut(nextStep, row);
            sum += weights[row] * rule.accumulate(x[row], y[row], scale * weights[row], gradients);
        }
        return sum;
    }

    /** Σ w l of samples that depend on each other: those of weight 0 are left out, as if they were absent. */
    private double accumulateBatch(
            double[][] x, double[][] y, double[] weights, double scale, ReferenceGradients gradients) {
        int[] rows =
                IntStream.range(0, x.length).filter(row -> weights[row] != 0).toArray();
        double[][] keptX = Arrays.stream(rows).mapToObj(row -> x[row]).toArray(double[][]::new);
        double[][] keptY = Arrays.stream(rows).mapToObj(row -> y[row]).toArray(double[][]::new);
        double[] scaled =
                Arrays.stream(rows).mapToDouble(row -> scale * weights[row]).toArray();
        List<Backpropagation.Pass> passes = batch().passes(keptX, keptY, scaled, gradients);
        double sum = 0;
        for (int i = 0; i < rows.length; i++) {
            sum += weights[rows[i]] * passes.get(i).cost();
        }
        return sum;
    }

    /** For a network whose samples depend on each other. */
    private BatchBackpropagation batch() {
        if (!(rule instanceof Backpropagation)) {
            throw new IllegalStateException("batch normalisation needs the rule Backpropagation, not " + rule);
        }
        return new BatchBackpropagation(network(), rule.loss(), row -> network().dropOut(nextStep, row));
    }

    /**
     * {@code weight · Σ_rows l(A(L)(x), y)}, as in prediction: nothing is dropped.
     *
     * @param x inputs, rows x n0
     * @param y targets, rows x n(L)
     * @return the cost
     * @throws IllegalArgumentException if there are no rows, x and y differ in their number, or a row has another
     *     length
     */
    public double cost(double[][] x, double[][] y) {
        checkBatch(x, y);
        network().useRunningStatistics();
        double sum = 0;
        for (int row = 0; row < x.length; row++) {
            sum += rule.cost(x[row], y[row]);
        }
        return reduction.weight(x.length) * sum + constraints.penalty(network());
    }

    /**
     * {@code A(L)(x)} of one sample.
     *
     * @param x n0 numbers
     * @return n(L) numbers
     * @throws IllegalArgumentException if x has another length
     */
    public double[] predict(double[] x) {
        network().useRunningStatistics();
        return network().predict(x);
    }

    private void checkBatch(double[][] x, double[][] y) {
        if (x.length == 0) {
            throw new IllegalArgumentException("x must have at least one row, has 0");
        }
        if (x.length != y.length) {
            throw new IllegalArgumentException("x has " + x.length + " rows, y has " + y.length);
        }
        for (int row = 0; row < x.length; row++) {
            ReferenceNetwork.checkLength("x[" + row + "]", x[row], network().inputs());
            ReferenceNetwork.checkLength("y[" + row + "]", y[row], network().outputs());
        }
    }
}
