// SPDX-License-Identifier: Apache-2.0
// twin: double

package dev.hadamard.compute.simd;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/**
 * Every element of every product has the bits of one chain of fused multiply-adds in the order of the sum, begun with
 * the bias, 0 or what was there, whichever of the kernels computed it.
 */
class FloatVectorProductsTest {

    private static final float[] NONE = {};
    private static final float[] SPECIAL = {
        0f,
        -0f,
        Float.NaN,
        Float.POSITIVE_INFINITY,
        Float.NEGATIVE_INFINITY,
        Float.MIN_VALUE,
        -Float.MIN_NORMAL / 4,
        Float.MAX_VALUE
    };

    /** All shapes with -Dhadamard.test.allShapes=true, which takes minutes, else about 1 of 23. */
    private static final boolean ALL_SHAPES = Boolean.getBoolean("hadamard.test.allShapes");

    private static final int LARGEST = 40;
    private static final int STEP = ALL_SHAPES ? 1 : 23;

    /** Around blocks of 400 and 512, and around 32 rows. */
    private static final int[][] EDGES = {
        {9, 399, 33},
        {9, 400, 33},
        {9, 401, 33},
        {33, 801, 17},
        {5, 33, 511},
        {33, 34, 512},
        {40, 3, 513},
        {31, 70, 129},
        {32, 70, 129},
        {33, 70, 129},
        {401, 20, 70},
        {801, 17, 10},
        {70, 10, 401},
        {67, 129, 803},
        {1, 803, 517},
        {803, 1, 65},
        {530, 65, 1},
        {131, 127, 137},
        {15, 129, 4},
        {16, 128, 4},
        {17, 127, 3},
        {31, 8, 10},
        {32, 7, 10},
        {33, 257, 15},
        {47, 385, 1},
        {100, 256, 9},
        {1, 47, 129},
        {1, 784, 128},
        {9, 100, 257},
        {16, 33, 130},
        {17, 63, 9}
    };

    private final FloatVectorProducts products = newProducts();
    private final SplittableRandom random = new SplittableRandom(12);

    @Test
    void smallShapes() {
        makeLongBlocks();
        int cases = 0;
        for (int i = random.nextInt(STEP); i < LARGEST * LARGEST * LARGEST; i += STEP) {
            check(1 + i % LARGEST, 1 + i / LARGEST % LARGEST, 1 + i / LARGEST / LARGEST, NONE);
            cases++;
        }
        assertThat(cases).isGreaterThanOrEqualTo(LARGEST * LARGEST * LARGEST / STEP);
    }

    @Test
    void edgesOfBlocks() {
        makeLongBlocks();
        for (int[] shape : EDGES) {
            check(shape[0], shape[1], shape[2], NONE);
        }
    }

    /** The first products of new kernels cut their sums into short blocks. */
    @Test
    void firstProducts() {
        for (int[] shape : EDGES) {
            new FloatProductCase(random, shape[0], shape[1], shape[2], NONE).check(newProducts());
        }
    }

    private void makeLongBlocks() {
        for (int i = 0; i < 10; i++) {
            check(4, 40, 40, NONE);
        }
    }

    @Test
    void specialNumbers() {
        for (int i = 0; i < 400; i++) {
            check(1 + random.nextInt(20), 1 + random.nextInt(70), 1 + random.nextInt(70), SPECIAL);
        }
    }

    private static FloatVectorProducts newProducts() {
        return new FloatVectorProducts(new FloatVectorActivations(), new FloatVectorUpdates());
    }

    private void check(int samples, int inputs, int units, float[] special) {
        new FloatProductCase(random, samples, inputs, units, special).check(products);
    }
}
