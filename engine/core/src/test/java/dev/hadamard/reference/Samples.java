// SPDX-License-Identifier: Apache-2.0

package dev.hadamard.reference;

import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;

/** Activations, losses and seeded random networks that the tests share. */
final class Samples {

    static final int INPUTS = 3;
    static final int WIDTH = 4;
    static final int OUTPUTS = 2;

    private Samples() {}

    /** a_i = Σ_{k ≤ i} z_k: J[i][k] = 1 for k ≤ i, not symmetric, so Jᵀ dA sums from the other end. */
    static ReferenceActivation runningSum() {
        return ReferenceActivation.rowWise(
                "running-sum",
                (z, a) -> {
                    double sum = 0;
                    for (int i = 0; i < z.length; i++) {
                        sum += z[i];
                        a[i] = sum;
                    }
                },
                (z, a, dA, dZ) -> {
                    double sum = 0;
                    for (int i = z.length - 1; i >= 0; i--) {
                        sum += dA[i];
                        dZ[i] = sum;
                    }
                });
    }

    static List<ReferenceActivation> activations() {
        return List.of(
                ReferenceActivation.identity(),
                ReferenceActivation.sigmoid(),
                ReferenceActivation.tanh(),
                ReferenceActivation.relu(),
                ReferenceActivation.leakyRelu(),
                ReferenceActivation.elu(),
                ReferenceActivation.softplus(),
                ReferenceActivation.silu(),
                ReferenceActivation.gelu(),
                ReferenceActivation.geluTanh(),
                ReferenceActivation.softmax(),
                ReferenceActivation.elementWise("cubic", z -> z + 0.1 * z * z * z, z -> 1 + 0.3 * z * z),
                runningSum());
    }

    /** Huber's δ is small enough for both of its branches to occur where outputs and targets are in (0, 1). */
    static final double HUBER_DELTA = 0.3;

    static List<ReferenceLoss> losses() {
        return List.of(
                ReferenceLoss.halfSquaredError(),
                ReferenceLoss.squaredError(),
                ReferenceLoss.meanSquaredError(),
                ReferenceLoss.l1(),
                ReferenceLoss.huber(HUBER_DELTA),
                ReferenceLoss.crossEntropy(),
                ReferenceLoss.binaryCrossEntropy(),
                logCosh());
    }

    /** l = Σ log cosh(a_i − y_i). */
    static ReferenceLoss logCosh() {
        return ReferenceLoss.of(
                "log-cosh",
                (a, y) -> {
                    double sum = 0;
                    for (int i = 0; i < a.length; i++) {
                        sum += Math.log(Math.cosh(a[i] - y[i]));
                    }
                    return sum;
                },
                (a, y, dA) -> {
                    for (int i = 0; i < a.length; i++) {
                        dA[i] = Math.tanh(a[i] - y[i]);
                    }
                });
    }

    static final List<String> STRUCTURES =
            List.of("depth 1", "depth 2", "depth 3", "depth 4", "residual", "nested residual");

    /** A network of one of the {@link #STRUCTURES}, 3 inputs to 2 outputs. */
    static ReferenceNetwork network(String structure, ReferenceActivation f, boolean bias, RandomGenerator random) {
        return switch (structure) {
            case "depth 1" -> chain(1, f, bias, random);
            case "depth 2" -> chain(2, f, bias, random);
            case "depth 3" -> chain(3, f, bias, random);
            case "depth 4" -> chain(4, f, bias, random);
            case "residual" ->
                ReferenceNetwork.of(
                        dense(INPUTS, WIDTH, f, bias, random),
                        ReferenceLayer.residual(
                                dense(WIDTH, WIDTH + 1, f, bias, random), dense(WIDTH + 1, WIDTH, f, bias, random)),
                        dense(WIDTH, OUTPUTS, f, bias, random));
            case "nested residual" ->
                ReferenceNetwork.of(
                        ReferenceLayer.residual(
                                dense(INPUTS, INPUTS, f, bias, random),
                                ReferenceLayer.residual(dense(INPUTS, INPUTS, f, bias, random)),
                                dense(INPUTS, INPUTS, f, bias, random)),
                        dense(INPUTS, OUTPUTS, f, bias, random));
            default -> throw new IllegalArgumentException("unknown structure: " + structure);
        };
    }

    private static ReferenceNetwork chain(int depth, ReferenceActivation f, boolean bias, RandomGenerator random) {
        List<ReferenceLayer> layers = new ArrayList<>();
        for (int l = 1; l <= depth; l++) {
            layers.add(dense(l == 1 ? INPUTS : WIDTH, l == depth ? OUTPUTS : WIDTH, f, bias, random));
        }
        return new ReferenceNetwork(layers);
    }

    static ReferenceLayer.Dense dense(
            int inputs, int outputs, ReferenceActivation f, boolean bias, RandomGenerator random) {
        double[][] weights = new double[inputs][];
        for (int i = 0; i < inputs; i++) {
            weights[i] = row(outputs, -1, 1, random);
        }
        return ReferenceLayer.dense(weights, bias ? row(outputs, -1, 1, random) : null, f);
    }

    static double[] row(int length, double from, double to, RandomGenerator random) {
        return random.doubles(length, from, to).toArray();
    }

    static double[][] rows(int rows, int length, double from, double to, RandomGenerator random) {
        double[][] result = new double[rows][];
        for (int i = 0; i < rows; i++) {
            result[i] = row(length, from, to, random);
        }
        return result;
    }
}
