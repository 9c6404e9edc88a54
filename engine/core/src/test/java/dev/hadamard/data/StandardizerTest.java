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

class StandardizerTest {

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
        Standardizer standardizer =
                Standardizer.fit(data(new double[] {2, 1, 4, 1, 4, 1, 4, 1, 5, 1, 5, 1, 7, 1, 9, 1}, 2));

        assertThat(standardizer.mean()).containsExactly(5, 1);
        assertThat(standardizer.std()).containsExactly(2, 1);
    }

    @Test
    void appliedToItsOwnDataGivesMeanZeroAndDeviationOne() {
        Random random = new Random(3);
        double[] x = random.doubles(207L * 5).toArray();
        for (int i = 0; i < x.length; i++) {
            x[i] = x[i] * Math.pow(10, i % 5) + 1e4 * (i % 5);
        }

        Dataset<double[]> applied = Standardizer.fit(data(x, 5)).apply(data(x, 5));

        Standardizer again = Standardizer.fit(applied);
        assertThat(again.mean()).containsExactly(new double[5], within(SUM_OF_HUNDREDS));
        assertThat(again.std()).containsExactly(new double[] {1, 1, 1, 1, 1}, within(SUM_OF_HUNDREDS));
    }

    @Test
    void survivesALargeMean() {
        // Σx²/n − mean² would lose everything here: ulp(1e16) is 2.
        double[] x = {1e8 + 1, 1e8 + 2, 1e8 + 3, 1e8 + 4};

        Standardizer standardizer = Standardizer.fit(data(x, 1));

        assertThat(standardizer.mean()[0]).isEqualTo(1e8 + 2.5);
        assertThat(standardizer.std()[0]).isCloseTo(Math.sqrt(1.25), within(SUM_OF_HUNDREDS));
    }

    /** In the longest, the deviation as computed is not 0, but 3e-17: dividing by it would blow up rounding errors. */
    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 207, 1023, 3_000_017})
    void aConstantColumnBecomesExactlyZero(int rows) {
        double[] x = new double[rows];
        Arrays.fill(x, 0.1);

        Standardizer standardizer = Standardizer.fit(data(x, 1));

        assertThat(standardizer.mean()).containsExactly(0.1);
        assertThat(standardizer.std()).containsExactly(1);
        assertThat(Arrays.stream(standardizer.apply(x)).allMatch(z -> z == 0)).isTrue();
    }

    @Test
    void aDeviationThatUnderflowsCountsAsConstant() {
        Standardizer standardizer = Standardizer.fit(data(new double[] {1e-200, 2e-200}, 1));

        assertThat(standardizer.std()).containsExactly(1);
    }

    @Test
    void keepsTargetsAndLeavesTheDataAlone() {
        double[] x = {1, 3};
        int[] labels = {1, 0};
        Dataset<double[]> data = Dataset.ofDoubles(x, 1, labels, 2);

        Dataset<double[]> applied = Standardizer.fit(data).apply(data);

        assertThat(applied.x()).containsExactly(-1, 1);
        assertThat(applied.labels()).isSameAs(labels);
        assertThat(applied.outputs()).isEqualTo(2);
        assertThat(x).containsExactly(1, 3);
    }

    @Test
    void standardisesTargetsAndBack() {
        Dataset<double[]> data = Dataset.ofDoubles(new double[] {8, 9}, 1, new double[] {10, -1, 30, -1}, 2);
        Standardizer targets = Standardizer.fitTargets(data);

        Dataset<double[]> applied = targets.applyToTargets(data);

        assertThat(applied.y()).containsExactly(-1, 0, 1, 0);
        assertThat(applied.x()).isSameAs(data.x());
        assertThat(targets.invert(applied.y())).containsExactly(10, -1, 30, -1);
        assertThat(targets.invert(new float[] {2, 3})).containsExactly(40, 2);
    }

    @Test
    void worksOnFloats() {
        Dataset<float[]> data = Dataset.ofFloats(new float[] {1, 100, 2, 300}, 2, new float[] {0, 1}, 1);
        Standardizer standardizer = Standardizer.fit(data);

        assertThat(standardizer.apply(data).x()).containsExactly(-1, -1, 1, 1);
        assertThat(standardizer.apply(new float[] {1.5f, 400})).containsExactly(0, 2);
        assertThat(standardizer.invert(standardizer.apply(new float[] {0.1f, 123})))
                .containsExactly(new float[] {0.1f, 123}, within(FLOAT_ROUNDING));
    }

    @Test
    void refusesWhatDoesNotFit() {
        Standardizer two = new Standardizer(new double[] {0, 0}, new double[] {1, 1});
        assertThatIllegalArgumentException()
                .isThrownBy(() -> two.apply(data(new double[] {1, 2, 3}, 3)))
                .withMessage("data has 3 features, the standardizer has 2 columns");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> two.applyToTargets(Dataset.ofDoubles(new double[1], 1, new double[1], 1)))
                .withMessage("data has 1 outputs, the standardizer has 2 columns");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> two.invert(new double[3]))
                .withMessage("rows has 3 elements, not a multiple of 2 columns");
        assertThatIllegalArgumentException().isThrownBy(() -> two.apply(new float[0]));
        assertThatIllegalStateException().isThrownBy(() -> Standardizer.fitTargets(data(new double[2], 1)));
        assertThatIllegalStateException().isThrownBy(() -> two.applyToTargets(data(new double[2], 2)));
    }

    @Test
    void refusesNonFiniteNumbers() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Standardizer.fit(data(new double[] {1, 2, 3, Double.NaN}, 2)))
                .withMessage("x: row 1, column 1 is NaN");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Standardizer.fit(data(new double[] {1e200, -1e200}, 1)))
                .withMessage("column 0: mean must be finite, was 0.0, and std positive and finite, was Infinity");
        assertThatIllegalArgumentException().isThrownBy(() -> new Standardizer(new double[] {1}, new double[] {0}));
        assertThatIllegalArgumentException().isThrownBy(() -> new Standardizer(new double[] {1}, new double[] {1, 1}));
        assertThatIllegalArgumentException().isThrownBy(() -> new Standardizer(new double[0], new double[0]));
    }

    @Test
    void isAnImmutableValue() {
        double[] mean = {1};
        double[] std = {2};
        Standardizer standardizer = new Standardizer(mean, std);
        mean[0] = 9;
        standardizer.std()[0] = 9;

        assertThat(standardizer.mean()).containsExactly(1);
        assertThat(standardizer)
                .isEqualTo(new Standardizer(new double[] {1}, new double[] {2}))
                .hasSameHashCodeAs(new Standardizer(new double[] {1}, new double[] {2}))
                .isNotEqualTo(new Standardizer(new double[] {1}, new double[] {3}))
                .hasToString("Standardizer[mean=[1.0], std=[2.0]]");
    }
}
