// SPDX-License-Identifier: Apache-2.0

package dev.hadamard.reference;

import java.util.Objects;

/**
 * {@code A = f(g ⊙ X̂ + b), X̂ = (A_in − μ) / √(σ² + ε)}, μ and σ² being mean and variance of the sample's own n
 * numbers: Ba, Kiros and Hinton 2016. Variance is that of the n numbers, divided by n, as torch.nn.LayerNorm has it.
 */
public final class ReferenceLayerNorm implements ReferenceLayer {

    /** g as a matrix of one row, and b. */
    private final Affine parameters;

    private final ReferenceActivation activation;
    private final double epsilon;

    /**
     * A layer.
     *
     * @param gain g, n numbers, copied
     * @param bias b, n numbers, copied
     * @param activation f
     * @param epsilon ε, positive
     * @throws IllegalArgumentException if the lengths differ or ε is not positive
     */
    public ReferenceLayerNorm(double[] gain, double[] bias, ReferenceActivation activation, double epsilon) {
        this.parameters = Affine.copyOf(new double[][] {gain}, Objects.requireNonNull(bias, "bias"));
        this.activation = Objects.requireNonNull(activation, "activation");
        if (!(epsilon > 0)) {
            throw new IllegalArgumentException("epsilon must be positive, was " + epsilon);
        }
        this.epsilon = epsilon;
    }

    /**
     * The layer's own g: who writes to it changes the layer.
     *
     * @return n numbers
     */
    public double[] gain() {
        return parameters.weights()[0];
    }

    /**
     * The layer's own b: who writes to it changes the layer.
     *
     * @return n numbers
     */
    public double[] bias() {
        return parameters.bias();
    }

    /**
     * The activation f.
     *
     * @return f
     */
    public ReferenceActivation activation() {
        return activation;
    }

    Affine parameters() {
        return parameters;
    }

    @Override
    public int inputs() {
        return gain().length;
    }

    @Override
    public int outputs() {
        return gain().length;
    }

    /** {@code z_j = g_j (a_j − μ) / √(σ² + ε) + b_j, a = f(z)}. */
    @Override
    public Trace forward(double[] input) {
        int n = input.length;
        double mean = 0;
        for (double value : input) {
            mean += value / n;
        }
        double variance = 0;
        for (double value : input) {
            variance += (value - mean) * (value - mean) / n;
        }
        double deviation = Math.sqrt(variance + epsilon);
        double[] normalized = new double[n];
        double[] z = new double[n];
        for (int j = 0; j < n; j++) {
            normalized[j] = (input[j] - mean) / deviation;
            z[j] = gain()[j] * normalized[j] + bias()[j];
        }
        double[] a = new double[n];
        activation.apply(z, a);
        return new Trace(this, input, normalized, deviation, z, a, new double[n]);
    }

    @Override
    public ReferenceLayerNorm copy() {
        return new ReferenceLayerNorm(gain(), bias(), activation, epsilon);
    }

    @Override
    public String toString() {
        return "layer norm " + inputs() + " " + activation.name();
    }

    /**
     * What one sample leaves behind.
     *
     * @param layer the layer
     * @param input A_in, n numbers
     * @param normalized X̂, n numbers
     * @param deviation √(σ² + ε)
     * @param z Z, n numbers
     * @param output A, n numbers
     * @param delta Δ = dCost/dZ, n numbers
     */
    public record Trace(
            ReferenceLayerNorm layer,
            double[] input,
            double[] normalized,
            double deviation,
            double[] z,
            double[] output,
            double[] delta)
            implements NormTrace {

        @Override
        public ReferenceActivation activation() {
            return layer.activation;
        }

        /**
         * The gradient by A_in from v, that by Z: with u = v ⊙ g, {@code dA_in = (u − mean(u) − X̂ mean(u ⊙ X̂)) / √(σ²
         * + ε)}, since each of the n numbers moves μ and σ too.
         */
        @Override
        public double[] times(double[] v) {
            int n = v.length;
            double mean = 0;
            double correlation = 0;
            for (int j = 0; j < n; j++) {
                double u = v[j] * layer.gain()[j];
                mean += u / n;
                correlation += u * normalized[j] / n;
            }
            double[] dA = new double[n];
            for (int j = 0; j < n; j++) {
                dA[j] = (v[j] * layer.gain()[j] - mean - normalized[j] * correlation) / deviation;
            }
            return dA;
        }
    }
}
