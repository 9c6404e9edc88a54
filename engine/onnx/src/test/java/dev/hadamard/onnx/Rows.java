// SPDX-License-Identifier: Apache-2.0

package dev.hadamard.onnx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.hadamard.Network;
import dev.hadamard.Predictor;
import java.util.Random;

/** Rows of numbers for tests. */
final class Rows {

    private Rows() {}

    static double[][] normal(long seed, int rows, int columns) {
        Random random = new Random(seed);
        double[][] result = new double[rows][columns];
        for (double[] row : result) {
            for (int i = 0; i < columns; i++) {
                row[i] = (float) (2 * random.nextGaussian());
            }
        }
        return result;
    }

    static float[][] floats(double[][] rows) {
        float[][] result = new float[rows.length][rows[0].length];
        for (int r = 0; r < rows.length; r++) {
            for (int c = 0; c < rows[r].length; c++) {
                result[r][c] = (float) rows[r][c];
            }
        }
        return result;
    }

    static double[][] doubles(float[][] rows) {
        double[][] result = new double[rows.length][rows[0].length];
        for (int r = 0; r < rows.length; r++) {
            for (int c = 0; c < rows[r].length; c++) {
                result[r][c] = rows[r][c];
            }
        }
        return result;
    }

    static double[][] predictedByFloats(Network<float[]> network, double[][] rows) {
        double[][] result = new double[rows.length][];
        try (Predictor<float[]> predictor = Predictor.of(network, 1)) {
            for (int r = 0; r < rows.length; r++) {
                result[r] = predictor.predict(floats(rows)[r]).clone();
            }
        }
        return result;
    }

    static double[][] predictedByDoubles(Network<double[]> network, double[][] rows) {
        double[][] result = new double[rows.length][];
        try (Predictor<double[]> predictor = Predictor.of(network, 1)) {
            for (int r = 0; r < rows.length; r++) {
                result[r] = predictor.predict(rows[r]).clone();
            }
        }
        return result;
    }

    /** To a tolerance, relative for numbers beyond 1. */
    static void assertClose(double[][] actual, double[][] expected, double tolerance) {
        assertThat(actual).hasNumberOfRows(expected.length);
        for (int r = 0; r < expected.length; r++) {
            assertThat(actual[r]).hasSameSizeAs(expected[r]);
            for (int c = 0; c < expected[r].length; c++) {
                assertThat(actual[r][c])
                        .as("row %d, column %d", r, c)
                        .isCloseTo(expected[r][c], within(tolerance * Math.max(1, Math.abs(expected[r][c]))));
            }
        }
    }
}
