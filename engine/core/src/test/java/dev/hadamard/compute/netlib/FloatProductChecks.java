// SPDX-License-Identifier: Apache-2.0
// twin: double

package dev.hadamard.compute.netlib;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import dev.hadamard.compute.ActivationFunction;
import dev.hadamard.compute.FloatElements;
import dev.hadamard.compute.scalar.ScalarStrategy;
import dev.ludovic.netlib.blas.BLAS;
import java.util.Arrays;
import java.util.SplittableRandom;

/**
 * Checks {@link FloatNetlibProducts} on one BLAS against sums in plain loops: every pair of dimensions in the grid,
 * whole matrices and tiles, padded rows. Outputs start as NaN, so that whatever is not overwritten, or is touched
 * outside the tile, shows.
 */
final class FloatProductChecks {

    /** 0, single rows and columns, which take another path, odd primes, and one size that BLAS blocks. */
    private static final int[] SIZES = {0, 1, 2, 3, 17, 103};

    static final int SHAPES = SIZES.length * SIZES.length * SIZES.length;

    /** Of 1: factors lie in [-1, 1), partial sums of random signs stay near 1, and each addition may round. */
    private static final double ULPS_PER_SUMMAND = 2;

    private static final int PAD = 3;
    private static final ActivationFunction IDENTITY = ActivationFunction.IDENTITY;

    private final SplittableRandom random = new SplittableRandom(42);
    private final FloatNetlibProducts products;

    FloatProductChecks(BLAS blas) {
        products = new FloatNetlibProducts(
                blas, ScalarStrategy.INSTANCE.newFloatKernels().activations());
    }

    /** Runs a check on every shape, on the whole output and on tiles of it. */
    int onEveryShape(Check check) {
        int shapes = 0;
        for (int rows : SIZES) {
            for (int columns : SIZES) {
                for (int inner : SIZES) {
                    check.run(new Tile(rows, columns, 0, 0), inner);
                    check.run(new Tile(rows, columns, 0, 2), inner);
                    check.run(new Tile(rows, columns, 1, 2), inner);
                    shapes++;
                }
            }
        }
        return shapes;
    }

    void forward(Tile tile, int inner) {
        Matrix x = randomMatrix(tile.allRows(), inner);
        Matrix w = randomMatrix(inner, tile.allColumns());
        Matrix b = randomMatrix(1, tile.allColumns());
        Matrix z = nanMatrix(tile.allRows(), tile.allColumns());
        Matrix a = nanMatrix(tile.allRows(), tile.allColumns());
        products.forward(
                x.elements,
                x.offset,
                x.stride,
                w.elements,
                w.offset,
                w.stride,
                b.elements,
                b.offset,
                z.elements,
                a.elements,
                z.offset,
                z.stride,
                inner,
                tile.row,
                tile.rowTo(),
                tile.column,
                tile.columnTo(),
                IDENTITY);
        assertTile("Z", z, nanMatrix(z.rows, z.columns), tile, inner + 1, (i, j) -> b.at(0, j) + x.row(i, w, j));
        assertThat(Arrays.mismatch(a.elements, z.elements)).as("A of identity").isNegative();
    }

    void backwardInput(Tile tile, int inner) {
        Matrix delta = randomMatrix(tile.allRows(), inner);
        Matrix w = randomMatrix(tile.allColumns(), inner);
        Matrix d = nanMatrix(tile.allRows(), tile.allColumns());
        backwardInput(delta, w, d, tile, inner, false);
        assertTile("D", d, nanMatrix(d.rows, d.columns), tile, inner, (i, j) -> delta.rows(i, w, j));
        Matrix sum = randomMatrix(tile.allRows(), tile.allColumns());
        Matrix before = sum.copy();
        backwardInput(delta, w, sum, tile, inner, true);
        assertTile("D + D", sum, before, tile, inner + 1, (i, j) -> before.at(i, j) + delta.rows(i, w, j));
    }

    private void backwardInput(Matrix delta, Matrix w, Matrix d, Tile tile, int inner, boolean accumulate) {
        products.backwardInput(
                delta.elements,
                delta.offset,
                delta.stride,
                w.elements,
                w.offset,
                w.stride,
                d.elements,
                null,
                null,
                d.offset,
                d.stride,
                inner,
                tile.row,
                tile.rowTo(),
                tile.column,
                tile.columnTo(),
                accumulate,
                IDENTITY);
    }

    void backwardParameters(Tile tile, int samples) {
        Matrix x = randomMatrix(samples, tile.allRows());
        Matrix delta = randomMatrix(samples, tile.allColumns());
        Matrix dw = nanMatrix(tile.allRows(), tile.allColumns());
        Matrix db = nanMatrix(1, tile.allColumns());
        products.backwardParameters(
                x.elements,
                x.offset,
                x.stride,
                delta.elements,
                delta.offset,
                delta.stride,
                samples,
                dw.elements,
                dw.offset,
                dw.stride,
                db.elements,
                db.offset,
                tile.row,
                tile.rowTo(),
                tile.column,
                tile.columnTo());
        assertTile("dW", dw, nanMatrix(dw.rows, dw.columns), tile, samples, (i, j) -> x.columns(i, delta, j));
        Tile columns = new Tile(tile.row == 0 ? 1 : 0, tile.columns, 0, tile.column);
        Matrix ones = onesMatrix(samples);
        assertTile("db", db, nanMatrix(1, db.columns), columns, samples, (i, j) -> ones.columns(0, delta, j));
    }

    private void assertTile(String name, Matrix actual, Matrix before, Tile tile, int summands, Expected expected) {
        double limit = ULPS_PER_SUMMAND * FloatElements.INSTANCE.epsilon() * summands;
        for (int i = 0; i < tile.rows; i++) {
            for (int j = 0; j < tile.columns; j++) {
                int r = tile.row + i;
                int c = tile.column + j;
                double value = expected.at(r, c);
                if (!(Math.abs(actual.at(r, c) - value) <= limit)) { // so that NaN fails
                    fail(
                            "%s[%d, %d] of %s, %d summands: %s, not %s",
                            name, r, c, tile, summands, actual.at(r, c), value);
                }
                before.elements[before.index(r, c)] = actual.elements[actual.index(r, c)];
            }
        }
        assertThat(Arrays.mismatch(actual.elements, before.elements))
                .as("%s outside of %s", name, tile)
                .isNegative();
    }

    private Matrix randomMatrix(int rows, int columns) {
        Matrix matrix = nanMatrix(rows, columns);
        for (int i = 0; i < rows; i++) {
            for (int j = 0; j < columns; j++) {
                matrix.elements[matrix.index(i, j)] = (float) (random.nextDouble() * 2 - 1);
            }
        }
        return matrix;
    }

    private static Matrix onesMatrix(int rows) {
        Matrix matrix = new Matrix(rows, 1);
        Arrays.fill(matrix.elements, 1f);
        return matrix;
    }

    private static Matrix nanMatrix(int rows, int columns) {
        Matrix matrix = new Matrix(rows, columns);
        Arrays.fill(matrix.elements, Float.NaN);
        return matrix;
    }

    /** One product on one tile, with sums of a length. */
    interface Check {
        void run(Tile tile, int inner);
    }

    private interface Expected {
        double at(int row, int column);
    }

    /** Part of an output: some rows and columns, and where they begin. */
    record Tile(int rows, int columns, int row, int column) {
        int rowTo() {
            return row + rows;
        }

        int columnTo() {
            return column + columns;
        }

        int allRows() {
            return row == 0 ? rows : row + rows + 1;
        }

        int allColumns() {
            return column == 0 ? columns : column + columns + 1;
        }
    }

    /** A row-major matrix whose rows are padded, as are both ends of the array. */
    private static final class Matrix {
        final int rows;
        final int columns;
        final int offset = PAD;
        final int stride;
        final float[] elements;

        Matrix(int rows, int columns) {
            this.rows = rows;
            this.columns = columns;
            this.stride = columns == 0 ? 0 : columns + PAD;
            this.elements = new float[offset + rows * stride + PAD];
        }

        int index(int row, int column) {
            return offset + row * stride + column;
        }

        double at(int row, int column) {
            return elements[index(row, column)];
        }

        Matrix copy() {
            Matrix copy = new Matrix(rows, columns);
            System.arraycopy(elements, 0, copy.elements, 0, elements.length);
            return copy;
        }

        /** Row i of this times column j of other. */
        double row(int i, Matrix other, int j) {
            double sum = 0;
            for (int k = 0; k < columns; k++) {
                sum += at(i, k) * other.at(k, j);
            }
            return sum;
        }

        /** Row i of this times row j of other. */
        double rows(int i, Matrix other, int j) {
            double sum = 0;
            for (int k = 0; k < columns; k++) {
                sum += at(i, k) * other.at(j, k);
            }
            return sum;
        }

        /** Column i of this times column j of other. */
        double columns(int i, Matrix other, int j) {
            double sum = 0;
            for (int k = 0; k < rows; k++) {
                sum += at(k, i) * other.at(k, j);
            }
            return sum;
        }
    }
}
