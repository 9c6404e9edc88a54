// SPDX-License-Identifier: Apache-2.0

package dev.hadamard.reference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class ReferenceLossTest {

    private static final double ROUNDING = 1e-14;
    private static final double[] A = {0.5, 3, -1};
    private static final double[] Y = {0.25, 1, -1};

    private static double[] gradient(ReferenceLoss loss, double[] a, double[] y) {
        double[] dA = {Double.NaN, Double.NaN, Double.NaN};
        loss.gradient(a, y, dA);
        return dA;
    }

    @Test
    void formsOfTheSquaredError() {
        // a − y = 0.25, 2, 0: Σ of squares 4.0625
        assertThat(ReferenceLoss.halfSquaredError().value(A, Y)).isEqualTo(2.03125);
        assertThat(gradient(ReferenceLoss.halfSquaredError(), A, Y)).containsExactly(0.25, 2, 0);
        assertThat(ReferenceLoss.squaredError().value(A, Y)).isEqualTo(4.0625);
        assertThat(gradient(ReferenceLoss.squaredError(), A, Y)).containsExactly(0.5, 4, 0);
        assertThat(ReferenceLoss.meanSquaredError().value(A, Y)).isCloseTo(4.0625 / 3, within(ROUNDING));
        assertThat(gradient(ReferenceLoss.meanSquaredError(), A, Y))
                .containsExactly(new double[] {0.5 / 3, 4.0 / 3, 0}, within(ROUNDING));
    }

    @Test
    void absoluteErrorAndHuber() {
        assertThat(ReferenceLoss.l1().value(A, Y)).isEqualTo(2.25);
        assertThat(gradient(ReferenceLoss.l1(), A, Y)).containsExactly(1, 1, 0);
        assertThat(gradient(ReferenceLoss.l1(), Y, A)).containsExactly(-1, -1, 0);
        // δ = 1: ½·0.25² + 1·(2 − ½)
        assertThat(ReferenceLoss.huber().value(A, Y)).isEqualTo(0.03125 + 1.5);
        assertThat(gradient(ReferenceLoss.huber(), A, Y)).containsExactly(0.25, 1, 0);
        // δ = 3: all in the square; δ = 0.125: 0.125·(0.25 − 0.0625) + 0.125·(2 − 0.0625)
        assertThat(ReferenceLoss.huber(3).value(A, Y)).isEqualTo(2.03125);
        assertThat(ReferenceLoss.huber(0.125).value(A, Y)).isEqualTo(0.265625);
        assertThat(gradient(ReferenceLoss.huber(0.125), Y, A)).containsExactly(-0.125, -0.125, 0);
    }

    @Test
    void crossEntropies() {
        double[] a = {0.5, 0.25, 0.25};
        double[] y = {0.5, 2, 0};
        assertThat(ReferenceLoss.crossEntropy().value(a, y))
                .isCloseTo(0.5 * Math.log(2) + 2 * Math.log(4), within(ROUNDING));
        assertThat(gradient(ReferenceLoss.crossEntropy(), a, y)).containsExactly(-1, -8, -0.0);
        double[] target = {1, 0.5, 0};
        assertThat(ReferenceLoss.binaryCrossEntropy().value(a, target))
                .isCloseTo(Math.log(2) + 0.5 * Math.log(4) - 0.5 * Math.log(0.75) - Math.log(0.75), within(ROUNDING));
        assertThat(gradient(ReferenceLoss.binaryCrossEntropy(), a, target))
                .containsExactly(new double[] {-2, -2 + 0.5 / 0.75, 1 / 0.75}, within(ROUNDING));
    }

    @Test
    void zeroTimesLogOfZeroIsZero() {
        double[] a = {0, 1, 0.5};
        double[] y = {0, 1, 0};
        assertThat(ReferenceLoss.crossEntropy().value(a, y)).isZero();
        assertThat(gradient(ReferenceLoss.crossEntropy(), a, y)).containsExactly(-0.0, -1, -0.0);
        assertThat(ReferenceLoss.binaryCrossEntropy().value(a, y)).isCloseTo(Math.log(2), within(ROUNDING));
        assertThat(gradient(ReferenceLoss.binaryCrossEntropy(), a, y)).containsExactly(1, -1, 2);
        assertThat(ReferenceLoss.crossEntropy().value(new double[] {0}, new double[] {1}))
                .isEqualTo(Double.POSITIVE_INFINITY);
    }

    @Test
    void everyLossPropagatesNan() {
        double[] a = {0.5, Double.NaN, 0.5};
        double[] y = {0.25, 0, 1};
        for (ReferenceLoss loss : Samples.losses()) {
            assertThat(loss.value(a, y)).as(loss.name()).isNaN();
            assertThat(gradient(loss, a, y)[1])
                    .as("gradient of %s", loss.name())
                    .isNaN();
        }
        assertThat(Samples.losses()).hasSize(8);
    }

    @Test
    void reductionWeights() {
        assertThat(ReferenceLoss.Reduction.MEAN.weight(4)).isEqualTo(0.25);
        assertThat(ReferenceLoss.Reduction.SUM.weight(4)).isEqualTo(1);
        assertThatThrownBy(() -> ReferenceLoss.Reduction.MEAN.weight(0))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("rows")
                .hasMessageContaining("0");
    }

    @Test
    void huberRefusesImpossibleDeltas() {
        for (double delta : new double[] {0, -1, Double.NaN, Double.POSITIVE_INFINITY}) {
            assertThatThrownBy(() -> ReferenceLoss.huber(delta))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("delta")
                    .hasMessageContaining("" + delta);
        }
    }

    @Test
    void classIndicesBecomeRows() {
        assertThat(ReferenceTargets.row(2, 4)).containsExactly(0, 0, 1, 0);
        assertThat(ReferenceTargets.row(0, 1)).containsExactly(0);
        assertThat(ReferenceTargets.row(1, 1)).containsExactly(1);
        assertThat(ReferenceTargets.rows(new int[] {1, 0}, 2)).isDeepEqualTo(new double[][] {{0, 1}, {1, 0}});
        int[][] bad = {{4, 4}, {-1, 4}, {2, 1}, {-1, 1}, {0, 0}};
        for (int[] labelAndOutputs : bad) {
            assertThatThrownBy(() -> ReferenceTargets.row(labelAndOutputs[0], labelAndOutputs[1]))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("must be")
                    .hasMessageContaining("was " + labelAndOutputs[0]);
        }
    }
}
