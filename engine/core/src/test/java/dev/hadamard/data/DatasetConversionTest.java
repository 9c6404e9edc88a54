// SPDX-License-Identifier: Apache-2.0

package dev.hadamard.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;

class DatasetConversionTest {

    @Test
    void roundsToFloat() {
        Dataset<float[]> floats = Dataset.ofDoubles(new double[] {0.1, 1e-60}, 2, new double[] {1 / 3.0}, 1)
                .toFloats();

        assertThat(floats.x()).containsExactly(0.1f, 0f);
        assertThat(floats.y()).containsExactly(1 / 3f);
    }

    @Test
    void refusesANumberThatIsTooLargeForAFloat() {
        Dataset<double[]> data = Dataset.ofDoubles(new double[] {1, 2, 3, -1e39}, 2, new int[] {0, 0}, 1);

        assertThatIllegalArgumentException()
                .isThrownBy(data::toFloats)
                .withMessage("x: row 1, column 1 holds -1.0E39, too large for a float");
    }

    @Test
    void keepsNonFiniteNumbers() {
        double[] x = {Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY};

        Dataset<float[]> floats = Dataset.ofDoubles(x, 3, new int[1], 1).toFloats();

        assertThat(floats.x()).containsExactly(Float.NaN, Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY);
        assertThat(floats.toDoubles().x()).containsExactly(x);
    }

    @Test
    void splitsMustFitOneNetwork() {
        Dataset<double[]> two = Dataset.ofDoubles(new double[] {1, 2}, 2, new int[1], 1);
        Dataset<double[]> three = Dataset.ofDoubles(new double[] {1, 2, 3}, 3, new int[1], 1);

        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Split<>(two, three))
                .withMessage("train has 1 rows of 2 double features, 1 classes, "
                        + "test has 1 rows of 3 double features, 1 classes");
    }
}
