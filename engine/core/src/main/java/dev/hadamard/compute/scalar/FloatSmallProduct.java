// SPDX-License-Identifier: Apache-2.0
// twin: double

package dev.hadamard.compute.scalar;

/**
 * The product of factors that are too small, or used too little, to be packed: four sums at a time, in local variables.
 * C2 does not vectorise such a loop; four independent sums hide the latency of an addition.
 */
final class FloatSmallProduct {

    private static final int TOGETHER = 4;

    private FloatSmallProduct() {}

    /**
     * out = left · right.
     *
     * @param left rows x inner
     * @param right inner x columns
     * @param out rows x columns
     * @param inner length of the sums
     * @param rows number of rows
     * @param columns number of columns
     * @param accumulate whether the sums start with what out holds, not with 0
     */
    static void multiply(
            FloatOperand left,
            FloatOperand right,
            FloatOperand out,
            int inner,
            int rows,
            int columns,
            boolean accumulate) {
        int together = columns - columns % TOGETHER;
        for (int i = 0; i < rows; i++) {
            for (int j = 0; j < together; j += TOGETHER) {
                sumFour(left, right, out, inner, i, j, accumulate);
            }
            for (int j = together; j < columns; j++) {
                sumOne(left, right, out, inner, i, j, accumulate);
            }
        }
    }

    private static void sumFour(
            FloatOperand left, FloatOperand right, FloatOperand out, int inner, int i, int j, boolean accumulate) {
        float[] x = left.array;
        float[] w = right.array;
        float[] z = out.array;
        int zAt = out.at(i, j);
        int zStep = out.columnStep;
        float sum0 = accumulate ? z[zAt] : 0;
        float sum1 = accumulate ? z[zAt + zStep] : 0;
        float sum2 = accumulate ? z[zAt + 2 * zStep] : 0;
        float sum3 = accumulate ? z[zAt + 3 * zStep] : 0;
        int xAt = left.at(i, 0);
        int wAt = right.at(0, j);
        int wStep = right.columnStep;
        for (int k = 0; k < inner; k++) {
            float factor = x[xAt];
            sum0 += factor * w[wAt];
            sum1 += factor * w[wAt + wStep];
            sum2 += factor * w[wAt + 2 * wStep];
            sum3 += factor * w[wAt + 3 * wStep];
            xAt += left.columnStep;
            wAt += right.rowStep;
        }
        z[zAt] = sum0;
        z[zAt + zStep] = sum1;
        z[zAt + 2 * zStep] = sum2;
        z[zAt + 3 * zStep] = sum3;
    }

    private static void sumOne(
            FloatOperand left, FloatOperand right, FloatOperand out, int inner, int i, int j, boolean accumulate) {
        float[] x = left.array;
        float[] w = right.array;
        int xAt = left.at(i, 0);
        int xStep = left.columnStep;
        int wAt = right.at(0, j);
        int wStep = right.rowStep;
        int zAt = out.at(i, j);
        float sum = accumulate ? out.array[zAt] : 0;
        for (int k = 0; k < inner; k++) {
            sum += x[xAt + k * xStep] * w[wAt + k * wStep];
        }
        out.array[zAt] = sum;
    }
}
