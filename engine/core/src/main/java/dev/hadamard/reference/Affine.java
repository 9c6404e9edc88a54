// SPDX-License-Identifier: Apache-2.0

package dev.hadamard.reference;

/**
 * {@code z = a W + b} and the two products that its derivatives need: the loops in which a dense network spends its
 * time. Each of them walks W along its rows, the way it lies in memory. The same record holds a layer's gradients dW
 * and db.
 *
 * @param weights W, in x out, at least 1 x 1
 * @param bias b, out numbers; null for a layer without
 */
record Affine(double[][] weights, double[] bias) {

    /** Copies W and b after checking their shapes. */
    static Affine copyOf(double[][] weights, double[] bias) {
        if (weights.length == 0 || weights[0].length == 0) {
            throw new IllegalArgumentException("weights must be at least 1 x 1, were " + weights.length + " x "
                    + (weights.length == 0 ? 0 : weights[0].length));
        }
        double[][] copy = new double[weights.length][];
        for (int i = 0; i < weights.length; i++) {
            if (weights[i].length != weights[0].length) {
                throw new IllegalArgumentException("weights must be a rectangle: row " + i + " has " + weights[i].length
                        + " numbers, row 0 has " + weights[0].length);
            }
            copy[i] = weights[i].clone();
        }
        if (bias != null && bias.length != weights[0].length) {
            throw new IllegalArgumentException("bias must have as many numbers as weights has columns: " + bias.length
                    + " for " + weights.length + " x " + weights[0].length);
        }
        return new Affine(copy, bias == null ? null : bias.clone());
    }

    /** Zeros in the shapes of W and b. */
    Affine zeros() {
        return new Affine(new double[inputs()][outputs()], bias == null ? null : new double[outputs()]);
    }

    int inputs() {
        return weights.length;
    }

    int outputs() {
        return weights[0].length;
    }

    /** Number of parameters, {@code in·out} and with bias {@code + out}. */
    int size() {
        return inputs() * outputs() + (bias == null ? 0 : outputs());
    }

    /** {@code z_j = b_j + Σ_i a_i W_ij}: a has in numbers, z out numbers. */
    double[] apply(double[] a) {
        double[] z = bias == null ? new double[outputs()] : bias.clone();
        for (int i = 0; i < inputs(); i++) {
            for (int j = 0; j < z.length; j++) {
                z[j] += a[i] * weights[i][j];
            }
        }
        return z;
    }

    /** {@code (Δ Wᵀ)_i = Σ_j Δ_j W_ij}: Δ has out numbers, the result in numbers. */
    double[] timesTransposed(double[] delta) {
        double[] dA = new double[inputs()];
        for (int i = 0; i < inputs(); i++) {
            double sum = 0;
            for (int j = 0; j < delta.length; j++) {
                sum += delta[j] * weights[i][j];
            }
            dA[i] = sum;
        }
        return dA;
    }

    /** {@code W_ij += a_i Δ_j, b_j += Δ_j}: one sample's gradient, an outer product, added to this one's. */
    void addOuterProduct(double[] a, double[] delta) {
        for (int i = 0; i < inputs(); i++) {
            for (int j = 0; j < delta.length; j++) {
                weights[i][j] += a[i] * delta[j];
            }
        }
        if (bias != null) {
            for (int j = 0; j < delta.length; j++) {
                bias[j] += delta[j];
            }
        }
    }

    /** Writes W, row-major, then b to flat from index {@code at} on; returns the index after them. */
    int copyTo(double[] flat, int at) {
        int next = at;
        for (double[] row : weights) {
            System.arraycopy(row, 0, flat, next, row.length);
            next += row.length;
        }
        if (bias != null) {
            System.arraycopy(bias, 0, flat, next, bias.length);
            next += bias.length;
        }
        return next;
    }

    /** Reads W, row-major, then b from flat from index {@code at} on; returns the index after them. */
    int copyFrom(double[] flat, int at) {
        int next = at;
        for (double[] row : weights) {
            System.arraycopy(flat, next, row, 0, row.length);
            next += row.length;
        }
        if (bias != null) {
            System.arraycopy(flat, next, bias, 0, bias.length);
            next += bias.length;
        }
        return next;
    }
}
