// SPDX-License-Identifier: Apache-2.0

package dev.hadamard.reference;

import java.util.Arrays;
import java.util.Objects;

/**
 * {@code A = f(g ⊙ X̂ + b), X̂ = (A_in − μ) / √(σ² + ε)}, μ and σ² being those of each column: in prediction the
 * running ones, in training mean and variance of the batch, which therefore has to pass as a whole, see
 * {@link BatchBackpropagation}. Ioffe and Szegedy 2015, with torch.nn.BatchNorm1d's running statistics: those of the
 * variance take {@code Σ(a − μ)² / (rows − 1)}.
 */
public final class ReferenceBatchNorm implements ReferenceLayer {

    /** g as a matrix of one row, and b. */
    private final Affine parameters;

    private final ReferenceActivation activation;
    private final double epsilon;
    private final double momentum;
    private final double[] runningMean;
    private final double[] runningVariance;
    private double[] mean;
    private double[] variance;
    private int rows;

    /**
     * A layer with gains of 1, biases and running means of 0 and running variances of 1.
     *
     * @param width n, at least 1
     * @param activation f
     * @param epsilon ε, positive
     * @param momentum share of a batch in the running statistics
     * @throws IllegalArgumentException if width is below 1 or ε is not positive
     */
    public ReferenceBatchNorm(int width, ReferenceActivation activation, double epsilon, double momentum) {
        double[] ones = new double[width];
        Arrays.fill(ones, 1);
        this.parameters = Affine.copyOf(new double[][] {ones}, new double[width]);
        this.activation = Objects.requireNonNull(activation, "activation");
        if (!(epsilon > 0)) {
            throw new IllegalArgumentException("epsilon must be positive, was " + epsilon);
        }
        this.epsilon = epsilon;
        this.momentum = momentum;
        this.runningMean = new double[width];
        this.runningVariance = ones.clone();
        predict();
    }

    Affine parameters() {
        return parameters;
    }

    /**
     * The layer's own running means and variances: who writes to them changes the layer.
     *
     * @return two rows of n numbers
     */
    public double[][] statistics() {
        return new double[][] {runningMean, runningVariance};
    }

    /** Normalises by the running statistics from now on. */
    void predict() {
        mean = runningMean;
        variance = runningVariance;
    }

    /** {@code μ = Σ a / rows, σ² = Σ (a − μ)² / rows}: normalises by these from now on. */
    void train(double[][] batch) {
        int n = inputs();
        rows = batch.length;
        mean = new double[n];
        variance = new double[n];
        for (double[] row : batch) {
            for (int j = 0; j < n; j++) {
                mean[j] += row[j] / rows;
            }
        }
        for (double[] row : batch) {
            for (int j = 0; j < n; j++) {
                variance[j] += (row[j] - mean[j]) * (row[j] - mean[j]) / rows;
            }
        }
    }

    /** {@code running ← (1 − momentum) running + momentum · the last batch's}. */
    void moveStatistics() {
        if (mean == runningMean) {
            return;
        }
        for (int j = 0; j < inputs(); j++) {
            double unbiased = variance[j] * rows / Math.max(1, rows - 1);
            runningMean[j] = (1 - momentum) * runningMean[j] + momentum * mean[j];
            runningVariance[j] = (1 - momentum) * runningVariance[j] + momentum * unbiased;
        }
    }

    @Override
    public int inputs() {
        return parameters.outputs();
    }

    @Override
    public int outputs() {
        return parameters.outputs();
    }

    /** {@code z_j = g_j (a_j − μ_j) / √(σ²_j + ε) + b_j, a = f(z)}. */
    @Override
    public Trace forward(double[] input) {
        int n = input.length;
        double[] deviation = new double[n];
        double[] normalized = new double[n];
        double[] z = new double[n];
        for (int j = 0; j < n; j++) {
            deviation[j] = Math.sqrt(variance[j] + epsilon);
            normalized[j] = (input[j] - mean[j]) / deviation[j];
            z[j] = parameters.weights()[0][j] * normalized[j] + parameters.bias()[j];
        }
        double[] a = new double[n];
        activation.apply(z, a);
        return new Trace(this, input, normalized, deviation, z, a, new double[n]);
    }

    @Override
    public ReferenceBatchNorm copy() {
        ReferenceBatchNorm copy = new ReferenceBatchNorm(inputs(), activation, epsilon, momentum);
        double[] flat = new double[parameters.size()];
        parameters.copyTo(flat, 0);
        copy.parameters.copyFrom(flat, 0);
        System.arraycopy(runningMean, 0, copy.runningMean, 0, runningMean.length);
        System.arraycopy(runningVariance, 0, copy.runningVariance, 0, runningVariance.length);
        return copy;
    }

    @Override
    public String toString() {
        return "batch norm " + inputs() + " " + activation.name();
    }

    /**
     * What one sample leaves behind.
     *
     * @param layer the layer
     * @param input A_in, n numbers
     * @param normalized X̂, n numbers
     * @param deviation √(σ² + ε), n numbers
     * @param z Z, n numbers
     * @param output A, n numbers
     * @param delta Δ = dCost/dZ, n numbers
     */
    public record Trace(
            ReferenceBatchNorm layer,
            double[] input,
            double[] normalized,
            double[] deviation,
            double[] z,
            double[] output,
            double[] delta)
            implements NormTrace {

        @Override
        public ReferenceActivation activation() {
            return layer.activation;
        }

        /** {@code dA_in = v ⊙ g / √(σ² + ε)}, where statistics are given: in prediction. */
        @Override
        public double[] times(double[] v) {
            double[] dA = new double[v.length];
            for (int j = 0; j < v.length; j++) {
                dA[j] = v[j] * layer.parameters.weights()[0][j] / deviation[j];
            }
            return dA;
        }
    }

    /**
     * The gradients by A_in of a batch, in which every sample moves μ and σ² of all: {@code dA_in = g / √(σ² + ε) (Δ −
     * mean(Δ) − X̂ mean(Δ ⊙ X̂))}, means over the rows.
     *
     * @param traces one a row, Δ filled
     * @return rows x n
     */
    static double[][] backward(Trace[] traces) {
        int n = traces[0].delta().length;
        double[][] dA = new double[traces.length][n];
        for (int j = 0; j < n; j++) {
            double meanDelta = 0;
            double correlation = 0;
            for (Trace trace : traces) {
                meanDelta += trace.delta()[j] / traces.length;
                correlation += trace.delta()[j] * trace.normalized()[j] / traces.length;
            }
            for (int row = 0; row < traces.length; row++) {
                Trace trace = traces[row];
                double error = trace.delta()[j] - meanDelta - trace.normalized()[j] * correlation;
                dA[row][j] = trace.layer().parameters.weights()[0][j] / trace.deviation()[j] * error;
            }
        }
        return dA;
    }
}
