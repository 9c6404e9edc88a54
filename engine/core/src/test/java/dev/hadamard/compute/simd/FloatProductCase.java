// SPDX-License-Identifier: Apache-2.0
// twin: double

package dev.hadamard.compute.simd;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hadamard.compute.ActivationFunction;
import java.util.Arrays;
import java.util.random.RandomGenerator;

/**
 * One shape of a layer with random operands, offsets and strides: what the three products make of it, and what one
 * chain of fused multiply-adds for each element makes of it.
 */
final class FloatProductCase {

    private static final float OUTSIDE = -4096.25f;

    private final int samples;
    private final int inputs;
    private final int units;
    private final boolean accumulate;
    private final Matrix x;
    private final Matrix w;
    private final Matrix b;
    private final Matrix delta;
    private final RandomGenerator random;

    /** A matrix in a larger array. */
    private record Matrix(float[] array, int offset, int stride, int rows, int columns) {

        static Matrix within(RandomGenerator random, int rows, int columns) {
            int offset = random.nextInt(5);
            int stride = columns + random.nextInt(4);
            float[] array = new float[offset + rows * stride + random.nextInt(3)];
            Arrays.fill(array, OUTSIDE);
            return new Matrix(array, offset, stride, rows, columns);
        }

        int index(int row, int column) {
            return offset + row * stride + column;
        }

        float at(int row, int column) {
            return array[index(row, column)];
        }

        Matrix copy() {
            return new Matrix(array.clone(), offset, stride, rows, columns);
        }
    }

    /** The number at a place. */
    private interface Element {
        float at(int row, int column);
    }

    FloatProductCase(RandomGenerator random, int samples, int inputs, int units, float[] special) {
        this.random = random;
        this.samples = samples;
        this.inputs = inputs;
        this.units = units;
        accumulate = random.nextBoolean();
        x = drawn(samples, inputs, special);
        w = drawn(inputs, units, special);
        b = drawn(1, units, special);
        delta = drawn(samples, units, special);
    }

    /** Random numbers, every fifth of them a special one if there are such. */
    private Matrix drawn(int rows, int columns, float[] special) {
        Matrix m = Matrix.within(random, rows, columns);
        for (int i = 0; i < rows; i++) {
            for (int j = 0; j < columns; j++) {
                boolean odd = special.length > 0 && random.nextInt(5) == 0;
                m.array[m.index(i, j)] = odd ? special[random.nextInt(special.length)] : (float) random.nextGaussian();
            }
        }
        return m;
    }

    /** Runs the three products, compares each of their elements, and folds all of them into a number. */
    int check(FloatVectorProducts products) {
        int hash = forward(products);
        hash = 31 * hash + backwardInput(products);
        return 31 * hash + backwardParameters(products);
    }

    private int forward(FloatVectorProducts products) {
        boolean biased = random.nextBoolean();
        Matrix z = output(samples, units);
        Matrix expected = expected(z, (i, j) -> {
            float sum = biased ? b.at(0, j) : 0;
            for (int k = 0; k < inputs; k++) {
                sum = Math.fma(x.at(i, k), w.at(k, j), sum);
            }
            return sum;
        });
        products.forward(
                x.array,
                x.offset,
                x.stride,
                w.array,
                w.offset,
                w.stride,
                biased ? b.array : null,
                b.offset,
                z.array,
                z.array,
                z.offset,
                z.stride,
                inputs,
                0,
                samples,
                0,
                units,
                ActivationFunction.IDENTITY);
        return compare("Z", z, expected);
    }

    private int backwardInput(FloatVectorProducts products) {
        Matrix d = accumulate ? drawn(samples, inputs, new float[0]) : output(samples, inputs);
        Matrix expected = expected(d, (i, j) -> {
            float sum = accumulate ? d.at(i, j) : 0;
            for (int k = 0; k < units; k++) {
                sum = Math.fma(delta.at(i, k), w.at(j, k), sum);
            }
            return sum;
        });
        products.backwardInput(
                delta.array,
                delta.offset,
                delta.stride,
                w.array,
                w.offset,
                w.stride,
                d.array,
                null,
                null,
                d.offset,
                d.stride,
                units,
                0,
                samples,
                0,
                inputs,
                accumulate,
                ActivationFunction.IDENTITY);
        return compare("D", d, expected);
    }

    private int backwardParameters(FloatVectorProducts products) {
        Matrix dw = output(inputs, units);
        Matrix db = output(1, units);
        Matrix expected = expected(dw, (i, j) -> {
            float sum = 0;
            for (int k = 0; k < samples; k++) {
                sum = Math.fma(x.at(k, i), delta.at(k, j), sum);
            }
            return sum;
        });
        Matrix expectedBias = expected(db, (i, j) -> {
            float sum = 0;
            for (int k = 0; k < samples; k++) {
                sum += delta.at(k, j);
            }
            return sum;
        });
        products.backwardParameters(
                x.array,
                x.offset,
                x.stride,
                delta.array,
                delta.offset,
                delta.stride,
                samples,
                dw.array,
                dw.offset,
                dw.stride,
                db.array,
                db.offset,
                0,
                inputs,
                0,
                units);
        return 31 * compare("dW", dw, expected) + compare("db", db, expectedBias);
    }

    /** A matrix of NaN. */
    private Matrix output(int rows, int columns) {
        Matrix m = Matrix.within(random, rows, columns);
        for (int i = 0; i < rows; i++) {
            Arrays.fill(m.array, m.index(i, 0), m.index(i, 0) + columns, Float.NaN);
        }
        return m;
    }

    private static Matrix expected(Matrix before, Element element) {
        Matrix m = before.copy();
        for (int i = 0; i < m.rows; i++) {
            for (int j = 0; j < m.columns; j++) {
                m.array[m.index(i, j)] = element.at(i, j);
            }
        }
        return m;
    }

    /** Whole arrays, so that writing beside the matrix shows; all NaN are equal, 0 and −0 are not. */
    private int compare(String what, Matrix actual, Matrix expected) {
        int first = Arrays.mismatch(actual.array, expected.array);
        assertThat(first)
                .as(
                        "first element of %s that differs, of %d samples, %d inputs, %d units",
                        what, samples, inputs, units)
                .isEqualTo(-1);
        return Arrays.hashCode(actual.array);
    }
}
