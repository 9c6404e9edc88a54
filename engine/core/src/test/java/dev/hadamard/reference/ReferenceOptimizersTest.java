// SPDX-License-Identifier: Apache-2.0

package dev.hadamard.reference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

/** One parameter, from 1 on, by six gradients: the numbers of torch 2.13.0, and for Lion those of the paper's lines. */
class ReferenceOptimizersTest {

    private static final double[] G = {0.5, -0.3, 0.2, 0.0, -0.8, 0.4};
    private static final double TOLERANCE = 1e-14;

    private static void check(ReferenceOptimizer optimizer, double... expected) {
        optimizer.start(1);
        double w = 1;
        for (int t = 0; t < G.length; t++) {
            optimizer.nextStep();
            w = optimizer.updated(0, w, G[t], false);
            assertThat(w).as("step %d", t + 1).isEqualTo(expected[t], within(TOLERANCE));
        }
    }

    @Test
    void amsGrad() {
        check(
                ReferenceOptimizers.amsGrad(0.1, 0.9, 0.5, 1e-8),
                0.900000002,
                0.8806619255569749,
                0.8479561445327447,
                0.8239464983324964,
                0.8457873885729315,
                0.848545806152724);
    }

    @Test
    void nAdam() {
        check(
                ReferenceOptimizers.nAdam(0.1, 0.9, 0.999, 1e-8, 0.004),
                0.8943548242773647,
                0.9427308228470833,
                0.9043043258527466,
                0.899813461846254,
                1.0042819171372737,
                0.9550814261723277);
    }

    @Test
    void adadelta() {
        check(
                ReferenceOptimizers.adadelta(1, 0.9, 1e-6),
                0.9968377855834876,
                0.9992281809559382,
                0.997480128699006,
                0.997480128699006,
                1.0016636718140817,
                0.9990749970832489);
    }

    @Test
    void rprop() {
        check(ReferenceOptimizers.rprop(0.1, 0.5, 1.2, 1e-6, 50), 0.9, 0.9, 0.85, 0.85, 0.9, 0.9);
    }

    @Test
    void lion() {
        // with equal β the direction is the new mean: 0.05, 0.015, 0.0335, 0.03015, −0.052865, −0.0075785
        check(ReferenceOptimizers.lion(0.1, 0.9, 0.9), 0.9, 0.8, 0.7, 0.6, 0.7, 0.8);
    }
}
