// SPDX-License-Identifier: Apache-2.0

package dev.hadamard.reference;

import java.util.ArrayList;
import java.util.List;

/**
 * {@code Cost += l1 Σ|w| + ½ l2 Σw²}; gradients clipped; {@code w ← w − lr λ w} before an update; after it, every
 * unit's incoming weights w shrunk to {@code ‖w‖ ≤ maxNorm}. Penalties and decay spare biases and gains unless told
 * otherwise.
 *
 * @param l1 factor of Σ|w|
 * @param l2 half this is the factor of Σw²
 * @param weightDecay λ
 * @param maxNorm largest norm of a unit's incoming weights; 0 for no limit
 * @param biases whether penalties and decay concern biases and gains
 * @param clip what is clipped
 * @param limit how much is let through
 */
public record ReferenceConstraints(
        double l1, double l2, double weightDecay, double maxNorm, boolean biases, Clip clip, double limit) {

    /** Nothing. */
    public static final ReferenceConstraints NONE = new ReferenceConstraints(0, 0, 0, 0, false, Clip.NOTHING, 0);

    /** What is clipped. */
    public enum Clip {
        /** Nothing. */
        NOTHING,
        /** {@code g ← max(−limit, min(limit, g))}. */
        VALUE,
        /** {@code g ← g min(1, limit / (‖g‖ + 1e-6))}, g being a layer's W and b. */
        LAYER_NORM,
        /** {@code g ← g min(1, limit / (‖g‖ + 1e-6))}, g being all of it. */
        GLOBAL_NORM
    }

    /** {@code l1 Σ|w| + ½ l2 Σw²}. */
    double penalty(ReferenceNetwork network) {
        double sum = 0;
        if (l1 == 0 && l2 == 0) {
            return sum;
        }
        for (ReferenceLayer layer : network.parameterLayers()) {
            for (double[] row : concerned(layer, ReferenceNetwork.parameters(layer))) {
                for (double w : row) {
                    sum += l1 * Math.abs(w) + l2 / 2 * w * w;
                }
            }
        }
        return sum;
    }

    /** {@code g ← g + l1 sign(w) + l2 w}. */
    void addGradient(ReferenceNetwork network, ReferenceGradients gradients) {
        if (l1 == 0 && l2 == 0) {
            return;
        }
        for (ReferenceLayer layer : network.parameterLayers()) {
            List<double[]> weights = concerned(layer, ReferenceNetwork.parameters(layer));
            List<double[]> added = concerned(layer, gradients.of(layer));
            for (int i = 0; i < weights.size(); i++) {
                for (int j = 0; j < weights.get(i).length; j++) {
                    added.get(i)[j] += l1 * Math.signum(weights.get(i)[j]) + l2 * weights.get(i)[j];
                }
            }
        }
    }

    /** Limits the gradients. */
    void clip(ReferenceNetwork network, ReferenceGradients gradients) {
        if (clip == Clip.NOTHING) {
            return;
        }
        List<double[]> all = new ArrayList<>();
        for (ReferenceLayer layer : network.parameterLayers()) {
            List<double[]> rows = rows(gradients.of(layer), true);
            all.addAll(rows);
            if (clip == Clip.LAYER_NORM) {
                clipNorm(rows);
            } else if (clip == Clip.VALUE) {
                for (double[] row : rows) {
                    for (int j = 0; j < row.length; j++) {
                        row[j] = Math.max(-limit, Math.min(limit, row[j]));
                    }
                }
            }
        }
        if (clip == Clip.GLOBAL_NORM) {
            clipNorm(all);
        }
    }

    private void clipNorm(List<double[]> rows) {
        double squares = 0;
        for (double[] row : rows) {
            for (double g : row) {
                squares += g * g;
            }
        }
        scale(rows, Math.min(1, limit / (Math.sqrt(squares) + 1e-6)));
    }

    /** {@code w ← w − lr λ w}. */
    void decay(ReferenceNetwork network, double learningRate) {
        if (weightDecay == 0) {
            return;
        }
        for (ReferenceLayer layer : network.parameterLayers()) {
            scale(concerned(layer, ReferenceNetwork.parameters(layer)), 1 - learningRate * weightDecay);
        }
    }

    /** {@code w ← w min(1, maxNorm / ‖w‖)} for each column w of W. */
    void limitNorms(ReferenceNetwork network) {
        if (maxNorm == 0) {
            return;
        }
        for (ReferenceLayer.Dense layer : network.denseLayers()) {
            for (int j = 0; j < layer.outputs(); j++) {
                double squares = 0;
                for (double[] row : layer.weights()) {
                    squares += row[j] * row[j];
                }
                double factor = Math.min(1, maxNorm / Math.sqrt(squares));
                for (double[] row : layer.weights()) {
                    row[j] *= factor;
                }
            }
        }
    }

    /** A gain is spared where a bias is. */
    private List<double[]> concerned(ReferenceLayer layer, Affine parameters) {
        return !(layer instanceof ReferenceLayer.Dense) && !biases ? List.of() : rows(parameters, biases);
    }

    private static List<double[]> rows(Affine layer, boolean withBias) {
        List<double[]> rows = new ArrayList<>(List.of(layer.weights()));
        if (withBias && layer.bias() != null) {
            rows.add(layer.bias());
        }
        return rows;
    }

    private static void scale(List<double[]> rows, double factor) {
        for (double[] row : rows) {
            for (int j = 0; j < row.length; j++) {
                row[j] *= factor;
            }
        }
    }
}
