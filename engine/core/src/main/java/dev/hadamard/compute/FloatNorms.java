// SPDX-License-Identifier: Apache-2.0
// twin: double

package dev.hadamard.compute;

import java.util.Arrays;

/** {@link Norms} of {@code float[]}. */
@SuppressWarnings("cast") // the twin's casts are redundant
final class FloatNorms implements Norms<float[]> {

    static final FloatNorms INSTANCE = new FloatNorms();

    private FloatNorms() {}

    @Override
    public void normalizeRows(
            float[] x,
            int xOffset,
            int xStride,
            float[] parameters,
            int gain,
            int bias,
            float[] normalized,
            int normalizedStride,
            double[] inverse,
            float[] z,
            int rows,
            int columns,
            double epsilon) {
        for (int r = 0; r < rows; r++) {
            int row = xOffset + r * xStride;
            double mean = sum(x, row, columns) / columns;
            double scale = 1 / Math.sqrt(squares(x, row, columns, mean) / columns + epsilon);
            inverse[r] = scale;
            int to = r * normalizedStride;
            for (int c = 0; c < columns; c++) {
                normalized[to + c] = (float) ((x[row + c] - mean) * scale);
            }
            for (int c = 0; c < columns; c++) {
                z[r * columns + c] = parameters[gain + c] * normalized[to + c] + parameters[bias + c];
            }
        }
    }

    private static double sum(float[] x, int from, int length) {
        double sum0 = 0;
        double sum1 = 0;
        double sum2 = 0;
        double sum3 = 0;
        int whole = length & -4;
        for (int i = 0; i < whole; i += 4) {
            sum0 += x[from + i];
            sum1 += x[from + i + 1];
            sum2 += x[from + i + 2];
            sum3 += x[from + i + 3];
        }
        for (int i = whole; i < length; i++) {
            sum0 += x[from + i];
        }
        return sum0 + sum1 + (sum2 + sum3);
    }

    private static double squares(float[] x, int from, int length, double mean) {
        double sum0 = 0;
        double sum1 = 0;
        double sum2 = 0;
        double sum3 = 0;
        int whole = length & -4;
        for (int i = 0; i < whole; i += 4) {
            double d0 = x[from + i] - mean;
            double d1 = x[from + i + 1] - mean;
            double d2 = x[from + i + 2] - mean;
            double d3 = x[from + i + 3] - mean;
            sum0 += d0 * d0;
            sum1 += d1 * d1;
            sum2 += d2 * d2;
            sum3 += d3 * d3;
        }
        for (int i = whole; i < length; i++) {
            double d = x[from + i] - mean;
            sum0 += d * d;
        }
        return sum0 + sum1 + (sum2 + sum3);
    }

    @Override
    public void parameterGradients(
            float[] delta,
            float[] normalized,
            float[] gradients,
            int gain,
            int bias,
            double[] sums,
            int rows,
            int columns) {
        Arrays.fill(sums, 0, 2 * columns, 0);
        for (int r = 0; r < rows; r++) {
            int row = r * columns;
            for (int c = 0; c < columns; c++) {
                sums[c] += (double) delta[row + c] * normalized[row + c];
                sums[columns + c] += delta[row + c];
            }
        }
        for (int c = 0; gradients != null && c < columns; c++) {
            gradients[gain + c] = (float) sums[c];
            gradients[bias + c] = (float) sums[columns + c];
        }
    }

    @Override
    public void rowsBackward(
            float[] delta,
            float[] normalized,
            double[] inverse,
            float[] parameters,
            int gain,
            float[] dX,
            boolean adds,
            int rows,
            int columns) {
        for (int r = 0; r < rows; r++) {
            int row = r * columns;
            double sum0 = 0;
            double sum1 = 0;
            double correlation0 = 0;
            double correlation1 = 0;
            int whole = columns & -2;
            for (int c = 0; c < whole; c += 2) {
                double u0 = (double) delta[row + c] * parameters[gain + c];
                double u1 = (double) delta[row + c + 1] * parameters[gain + c + 1];
                sum0 += u0;
                sum1 += u1;
                correlation0 += u0 * normalized[row + c];
                correlation1 += u1 * normalized[row + c + 1];
            }
            if (whole < columns) {
                double u = (double) delta[row + whole] * parameters[gain + whole];
                sum0 += u;
                correlation0 += u * normalized[row + whole];
            }
            double mean = (sum0 + sum1) / columns;
            double correlation = (correlation0 + correlation1) / columns;
            double scale = inverse[r];
            for (int c = 0; c < columns; c++) {
                double u = (double) delta[row + c] * parameters[gain + c];
                float value = (float) ((u - mean - normalized[row + c] * correlation) * scale);
                dX[row + c] = adds ? dX[row + c] + value : value;
            }
        }
    }

    @Override
    public void columnStatistics(
            float[] x, int xOffset, int xStride, double[] mean, double[] variance, int rows, int columns) {
        Arrays.fill(mean, 0, columns, 0);
        for (int r = 0; r < rows; r++) {
            int row = xOffset + r * xStride;
            for (int c = 0; c < columns; c++) {
                mean[c] += x[row + c];
            }
        }
        for (int c = 0; c < columns; c++) {
            mean[c] /= rows;
        }
        Arrays.fill(variance, 0, columns, 0);
        for (int r = 0; r < rows; r++) {
            int row = xOffset + r * xStride;
            for (int c = 0; c < columns; c++) {
                double d = x[row + c] - mean[c];
                variance[c] += d * d;
            }
        }
        for (int c = 0; c < columns; c++) {
            variance[c] /= rows;
        }
    }

    @Override
    public void normalizeColumns(
            float[] x,
            int xOffset,
            int xStride,
            double[] mean,
            double[] inverse,
            float[] parameters,
            int gain,
            int bias,
            float[] normalized,
            int normalizedStride,
            float[] z,
            int rows,
            int columns) {
        for (int r = 0; r < rows; r++) {
            int row = xOffset + r * xStride;
            int to = r * normalizedStride;
            for (int c = 0; c < columns; c++) {
                normalized[to + c] = (float) ((x[row + c] - mean[c]) * inverse[c]);
            }
            for (int c = 0; c < columns; c++) {
                z[r * columns + c] = parameters[gain + c] * normalized[to + c] + parameters[bias + c];
            }
        }
    }

    @Override
    public void columnsBackward(
            float[] delta,
            float[] normalized,
            double[] inverse,
            double[] sums,
            float[] parameters,
            int gain,
            float[] dX,
            boolean adds,
            int rows,
            int columns) {
        double share = sums == null ? 0 : 1.0 / rows;
        for (int r = 0; r < rows; r++) {
            int row = r * columns;
            for (int c = 0; c < columns; c++) {
                double error = delta[row + c];
                if (sums != null) {
                    error -= sums[columns + c] * share + normalized[row + c] * (sums[c] * share);
                }
                float value = (float) (parameters[gain + c] * inverse[c] * error);
                dX[row + c] = adds ? dX[row + c] + value : value;
            }
        }
    }
}
