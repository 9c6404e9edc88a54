// SPDX-License-Identifier: Apache-2.0

package dev.hadamard.compute;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class DropoutMaskTest {

    /**
     * The integer threshold decides as the comparison of doubles would, at rates with and without a rest below 2⁻⁵³.
     */
    @Test
    void keepsWhereAUniformNumberIsAtLeastTheRate() {
        int compared = 0;
        for (double rate : new double[] {0, 0x1p-60, 0.1, 1.0 / 3, 0.5, 0.9, 1 - 0x1p-53}) {
            DropoutMask mask = new DropoutMask(rate, 3);
            for (long key = -2; key <= 2; key++) {
                mask.start(key);
                for (int i = 0; i < 1000; i++) {
                    double u = (SplitMix64.at(key, (3L << 32) + i) >>> 11) * 0x1p-53;
                    assertThat(mask.factor(i)).isEqualTo(u >= rate ? 1 / (1 - rate) : 0);
                    compared++;
                }
            }
        }
        assertThat(compared).isEqualTo(7 * 5 * 1000);
    }

    @Test
    void layersOfOtherNumbersHaveMasksOfTheirOwn() {
        DropoutMask one = new DropoutMask(0.5, 1);
        DropoutMask other = new DropoutMask(0.5, 2);
        one.start(7);
        other.start(7);
        int equal = 0;
        for (int i = 0; i < 10_000; i++) {
            equal += one.factor(i) == other.factor(i) ? 1 : 0;
        }
        // five standard deviations of a binomial number
        assertThat(equal).isBetween(5000 - 250, 5000 + 250);
    }

    @Test
    void multipliesOrAddsARowApartAndLeavesTheRestAlone() {
        DropoutMask mask = new DropoutMask(0.5, 1);
        mask.start(11);
        for (int columns : new int[] {0, 1, 7, 8, 9, 207}) {
            int stride = columns + 2;
            float[] x = new float[3 + 4 * stride];
            for (int i = 0; i < x.length; i++) {
                x[i] = i + 1;
            }
            float[] y = new float[4 * columns + 1];
            y[4 * columns] = 99;
            FloatElements.INSTANCE.dropOut(x, 3, stride, mask, y, false, 4, columns);
            for (int i = 0; i < 4 * columns; i++) {
                float expected = (float) mask.factor(i) * x[3 + i / columns * stride + i % columns];
                assertThat(y[i]).isEqualTo(expected);
            }
            FloatElements.INSTANCE.dropOut(x, 3, stride, mask, y, true, 4, columns);
            for (int i = 0; i < 4 * columns; i++) {
                float once = (float) mask.factor(i) * x[3 + i / columns * stride + i % columns];
                assertThat(y[i]).isEqualTo(once + once);
            }
            assertThat(y[4 * columns]).isEqualTo(99);
        }
    }
}
