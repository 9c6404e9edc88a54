// SPDX-License-Identifier: Apache-2.0

package dev.hadamard.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ScalerTest {

    /** Rounding of a sum of some hundred numbers of order 1. */
    private static final double SUM_OF_HUNDREDS = 1e-12;

    /** One rounding to float of numbers of order 1. */
    private static final float FLOAT_ROUNDING = 1e-6f;

    private static Dataset<double[]> data(double[] x, int features) {
        return Dataset.ofDoubles(x, features, new int[x.length / features], 1);
    }

    @Test
    void computesPopulationMeanAndDeviation() {
        // 2, 4, 4, 4, 5, 5, 7, 9: mean 5, deviation 2.
        Scaler scaler = Scaler.standard(data(new double[] {2, 1, 4, 1, 4, 1, 4, 1, 5, 1, 5, 1, 7, 1, 9, 1}, 2));

        assertThat(scaler.shift()).containsExactly(5, 1);
        assertThat(scaler.scale()).containsExactly(2, 1);
    }

    /** Numbers of scikit-learn 1.5's MinMaxScaler, data_min_ and data_range_. */
    @Test
    void takesTheRangeFromZeroToOne() {
        Dataset<double[]> data = data(new double[] {-1, 2, 7, -0.5, 6, 7, 0, 10, 7, 1, 18, 7}, 3);

        Scaler scaler = Scaler.minMax(data);

        assertThat(scaler.shift()).containsExactly(-1, 2, 7);
        assertThat(scaler.scale()).containsExactly(2, 16, 1);
        assertThat(scaler.apply(data).x()).containsExactly(0, 0, 0, 0.25, 0.25, 0, 0.5, 0.5, 0, 1, 1, 0);
    }

    @Test
    void takesTargetsToTheirRange() {
        Dataset<float[]> data = Dataset.ofFloats(new float[3], 1, new float[] {4, 2, 6}, 1);

        Scaler scaler = Scaler.minMaxTargets(data);

        assertThat(scaler.applyToTargets(data).y()).containsExactly(0.5f, 0, 1);
        assertThat(scaler.invert(new float[] {0.5f})).containsExactly(4);
    }

    @Test
    void appliedToItsOwnDataGivesMeanZeroAndDeviationOne() {
        Random random = new Random(3);
        double[] x = random.doubles(207L * 5).toArray();
        for (int i = 0; i < x.length; i++) {
            x[i] = x[i] * Math.pow(10, i % 5) + 1e4 * (i % 5);
        }

        Dataset<double[]> applied = Scaler.standard(data(x, 5)).apply(data(x, 5));

        Scaler again = Scaler.standard(applied);
        assertThat(again.shift()).containsExactly(new double[5], within(SUM_OF_HUNDREDS));
        assertThat(again.scale()).containsExactly(new double[] {1, 1, 1, 1, 1}, within(SUM_OF_HUNDREDS));
    }

    @Test
    void survivesALargeMean() {
        // Σx²/n − mean² would lose everything here: ulp(1e16) is 2.
        double[] x = {1e8 + 1, 1e8 + 2, 1e8 + 3, 1e8 + 4};

        Scaler scaler = Scaler.standard(data(x, 1));

        assertThat(scaler.shift()[0]).isEqualTo(1e8 + 2.5);
        assertThat(scaler.scale()[0]).isCloseTo(Math.sqrt(1.25), within(SUM_OF_HUNDREDS));
    }

    /** In the longest, the deviation as computed is not 0, but 3e-17: dividing by it would blow up rounding errors. */
    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 207, 1023, 3_000_017})
    void aConstantColumnBecomesExactlyZero(int rows) {
        double[] x = new double[rows];
        Arrays.fill(x, 0.1);

        Scaler scaler = Scaler.standard(data(x, 1));

        assertThat(scaler.shift()).containsExactly(0.1);
        assertThat(scaler.scale()).containsExactly(1);
        assertThat(Arrays.stream(scaler.apply(x)).allMatch(z -> z == 0)).isTrue();
    }

    @Test
    void aDeviationThatUnderflowsCountsAsConstant() {
        Scaler scaler = Scaler.standard(data(new double[] {1e-200, 2e-200}, 1));

        assertThat(scaler.scale()).containsExactly(1);
    }

    @Test
    void keepsTargetsAndLeavesTheDataAlone() {
        double[] x = {1, 3};
        int[] labels = {1, 0};
        Dataset<double[]> data = Dataset.ofDoubles(x, 1, labels, 2);

        Dataset<double[]> applied = Scaler.standard(data).apply(data);

        assertThat(applied.x()).containsExactly(-1, 1);
        assertThat(applied.labels()).isSameAs(labels);
        assertThat(applied.outputs()).isEqualTo(2);
        assertThat(x).containsExactly(1, 3);
    }

    @Test
    void standardisesTargetsAndBack() {
        Dataset<double[]> data = Dataset.ofDoubles(new double[] {8, 9}, 1, new double[] {10, -1, 30, -1}, 2);
        Scaler targets = Scaler.standardTargets(data);

        Dataset<double[]> applied = targets.applyToTargets(data);

        assertThat(applied.y()).containsExactly(-1, 0, 1, 0);
        assertThat(applied.x()).isSameAs(data.x());
        assertThat(targets.invert(applied.y())).containsExactly(10, -1, 30, -1);
        assertThat(targets.invert(new float[] {2, 3})).containsExactly(40, 2);
    }

    @Test
    void worksOnFloats() {
        Dataset<float[]> data = Dataset.ofFloats(new float[] {1, 100, 2, 300}, 2, new float[] {0, 1}, 1);
        Scaler scaler = Scaler.standard(data);

        assertThat(scaler.apply(data).x()).containsExactly(-1, -1, 1, 1);
        assertThat(scaler.apply(new float[] {1.5f, 400})).containsExactly(0, 2);
        assertThat(scaler.invert(scaler.apply(new float[] {0.1f, 123})))
                .containsExactly(new float[] {0.1f, 123}, within(FLOAT_ROUNDING));
    }

    @Test
    void refusesWhatDoesNotFit() {
        Scaler two = new Scaler(new double[] {0, 0}, new double[] {1, 1});
        assertThatIllegalArgumentException()
                .isThrownBy(() -> two.apply(data(new double[] {1, 2, 3}, 3)))
                .withMessage("data has 3 features, the scaler has 2 columns");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> two.applyToTargets(Dataset.ofDoubles(new double[1], 1, new double[1], 1)))
                .withMessage("data has 1 outputs, the scaler has 2 columns");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> two.invert(new double[3]))
                .withMessage("rows has 3 elements, not a multiple of 2 columns");
        assertThatIllegalArgumentException().isThrownBy(() -> two.apply(new float[0]));
        assertThatIllegalStateException().isThrownBy(() -> Scaler.standardTargets(data(new double[2], 1)));
        assertThatIllegalStateException().isThrownBy(() -> two.applyToTargets(data(new double[2], 2)));
    }

    @Test
    void refusesNonFiniteNumbers() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Scaler.standard(data(new double[] {1, 2, 3, Double.NaN}, 2)))
                .withMessage("x: row 1, column 1 is NaN");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Scaler.standard(data(new double[] {1e200, -1e200}, 1)))
                .withMessage("column 0: shift must be finite, was 0.0, and scale positive and finite, was Infinity");
        assertThatIllegalArgumentException().isThrownBy(() -> new Scaler(new double[] {1}, new double[] {0}));
        assertThatIllegalArgumentException().isThrownBy(() -> new Scaler(new double[] {1}, new double[] {1, 1}));
        assertThatIllegalArgumentException().isThrownBy(() -> new Scaler(new double[0], new double[0]));
    }

    @Test
    void isAnImmutableValue() {
        double[] shift = {1};
        double[] scale = {2};
        Scaler scaler = new Scaler(shift, scale);
        shift[0] = 9;
        scaler.scale()[0] = 9;

        assertThat(scaler.shift()).containsExactly(1);
        assertThat(scaler)
                .isEqualTo(new Scaler(new double[] {1}, new double[] {2}))
                .hasSameHashCodeAs(new Scaler(new double[] {1}, new double[] {2}))
                .isNotEqualTo(new Scaler(new double[] {1}, new double[] {3}))
                .hasToString("Scaler[shift=[1.0], scale=[2.0]]");
    }
}
