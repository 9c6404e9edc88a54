// SPDX-License-Identifier: Apache-2.0

package dev.hadamard.compute;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.DoubleSupplier;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The contract of {@link ProductKernels}, for every strategy: {@link ProductChecks} on many shapes. */
class ProductKernelsTest {

    private static final int GRID = 12;
    private static final int RANDOM_SHAPES = 300;
    private static final int RANDOM_LARGEST = 40;

    /** Rows, columns, inner: primes, single rows and columns, and both sides of every block edge of our strategies. */
    private static final int[][] LARGER = {
        {53, 61, 67},
        {2, 127, 131},
        {131, 2, 127},
        {1, 521, 7},
        {523, 1, 7},
        {7, 1, 523},
        {1, 1, 1025},
        {1, 1025, 5},
        {3, 513, 97},
        {2, 512, 96},
        {2, 511, 95},
        {5, 16, 49},
        {5, 15, 48},
        {17, 14, 47},
        {1, 17, 1023},
        {16, 16, 207},
        {1025, 3, 4},
        {96, 24, 33},
        {13, 257, 129},
        {129, 33, 257},
        {33, 1030, 3},
        {11, 130, 388},
    };

    private static final List<Check> CHECKS =
            List.of(ProductChecks::forward, ProductChecks::backwardInput, ProductChecks::backwardParameters);

    /** One of the three products. */
    private interface Check {
        void run(ProductChecks<?> checks, ProductChecks.Tile tile, int inner);
    }

    /** Small integers: every sum is exact in any order. */
    @ParameterizedTest
    @MethodSource(StrategiesUnderTest.ALL)
    void smallShapesExactly(Subject<?> subject) {
        SplittableRandom random = new SplittableRandom(1);
        List<int[]> shapes = new ArrayList<>();
        for (int rows = 1; rows <= GRID; rows++) {
            for (int columns = 1; columns <= GRID; columns++) {
                for (int inner = 1; inner <= GRID; inner++) {
                    shapes.add(new int[] {rows, columns, inner});
                }
            }
        }
        ProductChecks<?> checks = new ProductChecks<>(subject, random, () -> random.nextInt(-4, 5), true);
        assertThat(onWholeMatrices(checks, shapes)).isEqualTo(3 * GRID * GRID * GRID);
        assertThat(onTiles(checks, shapes, random)).isEqualTo(3 * GRID * GRID * GRID);
    }

    @ParameterizedTest
    @MethodSource(StrategiesUnderTest.ALL)
    void randomShapes(Subject<?> subject) {
        SplittableRandom random = new SplittableRandom(2);
        List<int[]> shapes = new ArrayList<>();
        for (int k = 0; k < RANDOM_SHAPES; k++) {
            shapes.add(random.ints(3, 1, RANDOM_LARGEST + 1).toArray());
        }
        ProductChecks<?> checks = new ProductChecks<>(subject, random, between(random), false);
        assertThat(onWholeMatrices(checks, shapes)).isEqualTo(3 * RANDOM_SHAPES);
        assertThat(onTiles(checks, shapes, random)).isEqualTo(3 * RANDOM_SHAPES);
    }

    @ParameterizedTest
    @MethodSource(StrategiesUnderTest.ALL)
    void largerShapes(Subject<?> subject) {
        SplittableRandom random = new SplittableRandom(3);
        ProductChecks<?> checks = new ProductChecks<>(subject, random, between(random), false);
        assertThat(onWholeMatrices(checks, List.of(LARGER))).isEqualTo(3 * LARGER.length);
        assertThat(onTiles(checks, List.of(LARGER), random)).isEqualTo(3 * LARGER.length);
    }

    /** An empty sum is 0 (or what was there, if accumulated); an empty output is left alone. */
    @ParameterizedTest
    @MethodSource(StrategiesUnderTest.ALL)
    void emptyDimensions(Subject<?> subject) {
        SplittableRandom random = new SplittableRandom(4);
        int[] sizes = {0, 1, 5, 17};
        List<int[]> shapes = new ArrayList<>();
        for (int rows : sizes) {
            for (int columns : sizes) {
                for (int inner : sizes) {
                    if (rows * columns * inner == 0) {
                        shapes.add(new int[] {rows, columns, inner});
                    }
                }
            }
        }
        ProductChecks<?> checks = new ProductChecks<>(subject, random, between(random), false);
        assertThat(onWholeMatrices(checks, shapes)).isEqualTo(3 * (4 * 4 * 4 - 3 * 3 * 3));
        assertThat(onTiles(checks, shapes, random)).isEqualTo(3 * (4 * 4 * 4 - 3 * 3 * 3));
    }

    private static DoubleSupplier between(SplittableRandom random) {
        return () -> random.nextDouble(-1, 1);
    }

    private static int onWholeMatrices(ProductChecks<?> checks, List<int[]> shapes) {
        int cases = 0;
        for (int[] shape : shapes) {
            for (Check check : CHECKS) {
                check.run(checks, ProductChecks.Tile.whole(shape[0], shape[1]), shape[2]);
                cases++;
            }
        }
        return cases;
    }

    /** The given shape is the tile; the matrix around it is larger. */
    private static int onTiles(ProductChecks<?> checks, List<int[]> shapes, SplittableRandom random) {
        int cases = 0;
        for (int[] shape : shapes) {
            for (Check check : CHECKS) {
                check.run(checks, ProductChecks.Tile.within(random, shape[0], shape[1]), shape[2]);
                cases++;
            }
        }
        return cases;
    }
}
