// SPDX-License-Identifier: Apache-2.0

package dev.hadamard;

import dev.hadamard.compute.DoubleElements;
import dev.hadamard.compute.Elements;
import dev.hadamard.compute.FloatElements;
import dev.hadamard.data.Dataset;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;

/**
 * An element type, with what tests need to be written once for both.
 *
 * @param elements what to do with its arrays
 * @param tolerance largest max|g − r| / max|r| against the reference: some units in the last place of sums of up to
 *     about a hundred terms, through a few layers
 * @param factory makes networks
 * @param converter makes data sets
 * @param <A> {@code float[]} or {@code double[]}
 */
record Precision<A>(
        Elements<A> elements, double tolerance, Factory<A> factory, Function<Dataset<double[]>, Dataset<A>> converter) {

    static final Precision<float[]> FLOAT =
            new Precision<>(FloatElements.INSTANCE, 1e-5, Network::floats, Dataset::toFloats);
    static final Precision<double[]> DOUBLE =
            new Precision<>(DoubleElements.INSTANCE, 1e-12, Network::doubles, Function.identity());

    /** {@link Network#floats} or {@link Network#doubles}. */
    interface Factory<A> {
        Network<A> network(long seed, int inputs, Layer... layers);
    }

    /**
     * Rows of a mini-batch, as an application may hold them.
     *
     * @param array where they lie, NaN between and around them
     * @param offset first element of the first row
     * @param stride elements from one row to the next
     * @param rows number of rows
     */
    record Block<A>(A array, int offset, int stride, int rows) {}

    static List<Precision<?>> all() {
        return List.of(FLOAT, DOUBLE);
    }

    /** Distance from 1 to the next larger number. */
    double epsilon() {
        return elements.epsilon();
    }

    Network<A> network(long seed, int inputs, Layer... layers) {
        return factory.network(seed, inputs, layers);
    }

    A array(double... values) {
        A array = elements.allocate(values.length);
        elements.fromDoubles(values, 0, array, 0, values.length);
        return array;
    }

    double[] doubles(A array) {
        double[] values = new double[elements.length(array)];
        elements.toDoubles(array, 0, values, 0, values.length);
        return values;
    }

    /** The same rows after rounding to the element type, for the reference to compute with. */
    double[][] rounded(double[][] rows) {
        return Arrays.stream(rows).map(row -> doubles(array(row))).toArray(double[][]::new);
    }

    /** Rows one after the other. */
    Block<A> block(double[][] rows) {
        return block(rows, 0, rows[0].length);
    }

    Block<A> block(double[][] rows, int offset, int stride) {
        double[] values = new double[offset + rows.length * stride];
        Arrays.fill(values, Double.NaN);
        for (int row = 0; row < rows.length; row++) {
            System.arraycopy(rows[row], 0, values, offset + row * stride, rows[row].length);
        }
        return new Block<>(array(values), offset, stride, rows.length);
    }

    Dataset<A> data(double[][] x, double[][] y) {
        return converter.apply(Dataset.ofRows(x, y));
    }

    Dataset<A> data(double[][] x, int[] labels, int classes) {
        return converter.apply(Dataset.ofRows(x, labels, classes));
    }

    @Override
    public String toString() {
        return elements.typeName();
    }
}
