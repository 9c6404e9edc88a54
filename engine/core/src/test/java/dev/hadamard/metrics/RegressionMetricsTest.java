// SPDX-License-Identifier: Apache-2.0

package dev.hadamard.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

/** Numbers that scikit-learn 1.9.1 computed for the same rows. */
class RegressionMetricsTest {

    private static final double[][] A = {{1, 10}, {2, 20}, {3.5, 30}, {4, 41}};
    private static final double[][] Y = {{1.5, 12}, {2, 20}, {6, 28}, {3, 40}};

    @Test
    void twoOutputs() {
        RegressionMetrics metrics = new RegressionMetrics(2);
        for (int row = 0; row < A.length; row++) {
            metrics.add(A[row], Y[row]);
        }
        assertThat(metrics.rows()).isEqualTo(4);
        assertThat(metrics.r2()).isEqualTo(0.6817936736161034, within(1e-14));
        assertThat(metrics.mae()).isEqualTo(1.125, within(1e-14));
        assertThat(metrics.rmse()).isEqualTo(1.4361406616345072, within(1e-14));
    }

    /** Σ(y − ȳ)² by differences of large sums would have no digit right here. */
    @Test
    void r2OfTargetsFarFromZero() {
        RegressionMetrics metrics = new RegressionMetrics(1);
        for (int i = 0; i < 1000; i++) {
            double y = 1e8 + i % 2;
            metrics.add(new double[] {y + 0.25}, new double[] {y});
        }
        assertThat(metrics.r2()).isEqualTo(1 - 0.0625 / 0.25, within(1e-6));
    }

    @Test
    void refusesWhatDoesNotFit() {
        assertThatIllegalArgumentException().isThrownBy(() -> new RegressionMetrics(0));
        RegressionMetrics metrics = new RegressionMetrics(2);
        assertThatIllegalArgumentException().isThrownBy(() -> metrics.add(new double[1], new double[2]));
        assertThatIllegalArgumentException().isThrownBy(() -> metrics.add(new double[2], new double[3]));
        assertThat(metrics.rmse()).isNaN();
    }
}
