// SPDX-License-Identifier: Apache-2.0

package dev.hadamard.reference;

/** {@code a_i = exp(z_i)/Σ_k exp(z_k), ∂a_i/∂z_j = a_i(δ_ij − a_j)}. */
final class Softmax implements ReferenceActivation {

    static final Softmax INSTANCE = new Softmax();

    private Softmax() {}

    @Override
    public String name() {
        return "softmax";
    }

    /** {@code a_i = exp(z_i − m)/Σ_k exp(z_k − m), m = max z}: the shift cancels, and nothing overflows. */
    @Override
    public void apply(double[] z, double[] a) {
        double max = max(z);
        double sum = 0;
        for (int i = 0; i < z.length; i++) {
            a[i] = Math.exp(z[i] - max);
            sum += a[i];
        }
        for (int i = 0; i < z.length; i++) {
            a[i] /= sum;
        }
    }

    /** {@code dZ_j = Σ_i dA_i a_i(δ_ij − a_j) = a_j(dA_j − Σ_i dA_i a_i)}. */
    @Override
    public void vectorJacobianProduct(double[] z, double[] a, double[] dA, double[] dZ) {
        double dot = 0;
        for (int i = 0; i < z.length; i++) {
            dot += dA[i] * a[i];
        }
        for (int j = 0; j < z.length; j++) {
            dZ[j] = a[j] * (dA[j] - dot);
        }
    }

    /** {@code J[i][j] = a_i(δ_ij − a_j)}. */
    @Override
    public double[][] jacobian(double[] z, double[] a) {
        double[][] jacobian = new double[z.length][z.length];
        for (int i = 0; i < z.length; i++) {
            for (int j = 0; j < z.length; j++) {
                jacobian[i][j] = a[i] * ((i == j ? 1 : 0) - a[j]);
            }
        }
        return jacobian;
    }

    /** {@code log Σ_k exp(z_k − m)}, m = max z. */
    static double logSumExpShifted(double[] z, double max) {
        double sum = 0;
        for (double value : z) {
            sum += Math.exp(value - max);
        }
        return Math.log(sum);
    }

    /** {@code max_k z_k}; NaN if one is NaN. */
    static double max(double[] z) {
        double max = Double.NEGATIVE_INFINITY;
        for (double value : z) {
            max = Math.max(max, value);
        }
        return max;
    }

    @Override
    public String toString() {
        return name();
    }
}
