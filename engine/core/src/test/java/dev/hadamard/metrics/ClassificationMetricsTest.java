// SPDX-License-Identifier: Apache-2.0

package dev.hadamard.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

/**
 * Numbers that scikit-learn 1.9.1 computed for the same rows: {@code accuracy_score}, {@code top_k_accuracy_score},
 * {@code log_loss}, {@code confusion_matrix}, {@code precision_score}, {@code recall_score}, {@code f1_score} and
 * {@code roc_auc_score}.
 */
class ClassificationMetricsTest {

    /** Some rounding errors of sums of a few terms. */
    private static final double TOLERANCE = 1e-14;

    private static final double[][] P = {
        {.7, .2, .1},
        {.1, .6, .3},
        {.3, .3, .4},
        {.2, .5, .3},
        {.5, .25, .25},
        {.05, .05, .9},
        {.4, .4, .2},
        {.1, .8, .1}
    };
    private static final int[] Y = {0, 1, 2, 2, 1, 2, 1, 0};

    private static ClassificationMetrics of(int classes, double[][] a, int... labels) {
        ClassificationMetrics metrics = new ClassificationMetrics(classes, a[0].length);
        for (int row = 0; row < a.length; row++) {
            metrics.add(a[row], labels[row]);
        }
        return metrics;
    }

    private static double[][] column(double... values) {
        double[][] rows = new double[values.length][];
        for (int row = 0; row < rows.length; row++) {
            rows[row] = new double[] {values[row]};
        }
        return rows;
    }

    @Test
    void threeClasses() {
        ClassificationMetrics metrics = of(3, P, Y);
        assertThat(metrics.rows()).isEqualTo(8);
        assertThat(metrics.right()).isEqualTo(4);
        assertThat(metrics.accuracy()).isEqualTo(0.5);
        assertThat(metrics.topKAccuracy(1)).as("of equal ones the last").isEqualTo(0.625);
        assertThat(metrics.topKAccuracy(2)).isEqualTo(0.75);
        assertThat(metrics.topKAccuracy(9)).isEqualTo(1);
        assertThat(metrics.logLoss()).isEqualTo(0.9622868506938415, within(TOLERANCE));
        assertThat(metrics.confusionMatrix()).isDeepEqualTo(new long[][] {{1, 1, 0}, {2, 1, 0}, {0, 1, 2}});
        assertThat(metrics.macroPrecision()).isEqualTo(0.5555555555555555, within(TOLERANCE));
        assertThat(metrics.macroRecall()).isEqualTo(0.5, within(TOLERANCE));
        assertThat(metrics.macroF1()).isEqualTo(0.5111111111111112, within(TOLERANCE));
        assertThat(metrics.microF1()).isEqualTo(0.5);
        assertThat(metrics.precision(2)).isEqualTo(1);
        assertThat(metrics.recall(2)).isEqualTo(2.0 / 3);
        assertThat(metrics.f1(2)).isEqualTo(0.8);
        assertThat(metrics.rocAuc()).isEqualTo(0.7305555555555556, within(TOLERANCE));
    }

    @Test
    void oneOutputForTwoClasses() {
        ClassificationMetrics metrics = of(2, column(.1, .4, .35, .8, .35, .6), 0, 0, 1, 1, 0, 1);
        assertThat(metrics.rocAuc()).isEqualTo(0.8333333333333333, within(TOLERANCE));
        assertThat(metrics.logLoss()).isEqualTo(0.4717933925158582, within(TOLERANCE));
        assertThat(metrics.f1(1)).isEqualTo(0.8);
        assertThat(metrics.topKAccuracy(2)).isEqualTo(1);
        double[][] both = {{.9, .1}, {.6, .4}, {.65, .35}, {.2, .8}, {.65, .35}, {.4, .6}};
        ClassificationMetrics two = of(2, both, 0, 0, 1, 1, 0, 1);
        assertThat(two.rocAuc()).isEqualTo(metrics.rocAuc());
        assertThat(two.logLoss()).isEqualTo(metrics.logLoss(), within(TOLERANCE));
    }

    @Test
    void certainAndWrongIsBadButFinite() {
        assertThat(of(2, column(1, 0, .5, .25), 0, 1, 1, 0).logLoss()).isEqualTo(18.26703400781151, within(1e-12));
    }

    @Test
    void classesThatDoNotOccurAreLeftOut() {
        double[][] a = {{1, 0, 0}, {0, 0, 1}, {0, 0, 1}, {0, 0, 1}};
        ClassificationMetrics metrics = of(3, a, 0, 0, 2, 2);
        assertThat(metrics.macroF1()).isEqualTo(0.7333333333333334, within(TOLERANCE));
        assertThat(metrics.macroPrecision()).isEqualTo(0.8333333333333333, within(TOLERANCE));
        assertThat(metrics.macroRecall()).isEqualTo(0.75, within(TOLERANCE));
        assertThat(metrics.rocAuc()).isNaN();
    }

    @Test
    void withoutRowsThereAreNoFigures() {
        ClassificationMetrics metrics = new ClassificationMetrics(3, 3);
        assertThat(new double[] {metrics.accuracy(), metrics.logLoss(), metrics.macroF1(), metrics.rocAuc()})
                .containsOnly(Double.NaN);
    }

    @Test
    void aNaNIsNoAnswer() {
        ClassificationMetrics metrics = of(2, column(.1, Double.NaN, .9), 0, 1, 1);
        assertThat(metrics.rocAuc()).isNaN();
        assertThat(metrics.logLoss()).isNaN();
        assertThat(metrics.accuracy()).isEqualTo(2.0 / 3);
    }

    @Test
    void growsWithItsRows() {
        ClassificationMetrics metrics = new ClassificationMetrics(3, 3);
        for (int i = 0; i < 1000; i++) {
            metrics.add(P[i % 8], Y[i % 8]);
        }
        assertThat(metrics.rocAuc()).isEqualTo(0.7305555555555556, within(TOLERANCE));
    }

    @Test
    void refusesWhatDoesNotFit() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new ClassificationMetrics(1, 1))
                .withMessageContaining("1");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new ClassificationMetrics(3, 1))
                .withMessageContaining("3");
        ClassificationMetrics metrics = new ClassificationMetrics(3, 3);
        assertThatIllegalArgumentException().isThrownBy(() -> metrics.add(new double[2], 0));
        assertThatIllegalArgumentException().isThrownBy(() -> metrics.add(new double[3], 3));
        assertThatIllegalArgumentException().isThrownBy(() -> metrics.add(new double[3], -1));
        assertThatIllegalArgumentException().isThrownBy(() -> metrics.topKAccuracy(0));
        assertThat(metrics.rows()).isZero();
    }
}
