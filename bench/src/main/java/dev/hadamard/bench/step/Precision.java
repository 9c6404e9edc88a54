// SPDX-License-Identifier: Apache-2.0

package dev.hadamard.bench.step;

import dev.hadamard.Layer;
import dev.hadamard.Network;
import dev.hadamard.data.Dataset;
import dev.hadamard.data.IdxReader;
import dev.hadamard.data.RowFile;
import dev.hadamard.data.Split;
import dev.hadamard.io.HadamardIOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

/**
 * The element type, as a value. Immutable.
 *
 * @param <A> {@code float[]} or {@code double[]}
 */
public sealed interface Precision<A> {

    /** Single precision. */
    Precision<float[]> FLOAT = new Floats();

    /** Double precision. */
    Precision<double[]> DOUBLE = new Doubles();

    /**
     * The precision of a name.
     *
     * @param name "float" or "double"
     * @return the precision
     * @throws IllegalArgumentException if it is neither
     */
    static Precision<?> named(String name) {
        return List.<Precision<?>>of(FLOAT, DOUBLE).stream()
                .filter(precision -> precision.name().equals(name))
                .findFirst()
                .orElseThrow(() ->
                        new IllegalArgumentException("\"" + name + "\" is no precision; expected float or double"));
    }

    /**
     * The element type's name.
     *
     * @return "float" or "double"
     */
    String name();

    /**
     * A new network.
     *
     * @param seed decides the initial parameters
     * @param inputs elements of an input row
     * @param layers from input to output
     * @return the network
     */
    Network<A> network(long seed, int inputs, List<Layer> layers);

    /**
     * A data set in this precision.
     *
     * @param data of either precision
     * @return a copy
     */
    Dataset<A> of(Dataset<?> data);

    /**
     * Reads a folder of IDX files, pixels / 255.
     *
     * @param folder where the four files lie
     * @return training and test part
     * @throws HadamardIOException if a file is missing or damaged
     */
    Split<A> readIdx(Path folder) throws HadamardIOException;

    /**
     * Opens a file of rows.
     *
     * @param file what {@code convert} wrote
     * @return its rows, which are not read yet
     * @throws HadamardIOException if it is missing or no such file
     */
    RowFile<A> openRows(Path file) throws HadamardIOException;

    /**
     * Numbers as an array of this type.
     *
     * @param values the numbers
     * @return a copy, rounded to the element type
     */
    A arrayOf(double[] values);

    /**
     * The numbers of an array of this type.
     *
     * @param values the array
     * @return a copy
     */
    double[] doublesOf(A values);

    /** Single precision. */
    final class Floats implements Precision<float[]> {

        private Floats() {}

        @Override
        public String name() {
            return "float";
        }

        @Override
        public Network<float[]> network(long seed, int inputs, List<Layer> layers) {
            return Network.floats(seed, inputs, layers.toArray(Layer[]::new));
        }

        @Override
        public Dataset<float[]> of(Dataset<?> data) {
            return data.toFloats();
        }

        @Override
        public Split<float[]> readIdx(Path folder) throws HadamardIOException {
            return IdxReader.readFloats(folder);
        }

        @Override
        public RowFile<float[]> openRows(Path file) throws HadamardIOException {
            return RowFile.openFloats(file);
        }

        @Override
        public float[] arrayOf(double[] values) {
            float[] array = new float[values.length];
            for (int i = 0; i < values.length; i++) {
                array[i] = (float) values[i];
            }
            return array;
        }

        @Override
        public double[] doublesOf(float[] values) {
            double[] array = new double[values.length];
            Arrays.setAll(array, i -> values[i]);
            return array;
        }

        @Override
        public String toString() {
            return name();
        }
    }

    /** Double precision. */
    final class Doubles implements Precision<double[]> {

        private Doubles() {}

        @Override
        public String name() {
            return "double";
        }

        @Override
        public Network<double[]> network(long seed, int inputs, List<Layer> layers) {
            return Network.doubles(seed, inputs, layers.toArray(Layer[]::new));
        }

        @Override
        public Dataset<double[]> of(Dataset<?> data) {
            return data.toDoubles();
        }

        @Override
        public Split<double[]> readIdx(Path folder) throws HadamardIOException {
            return IdxReader.readDoubles(folder);
        }

        @Override
        public RowFile<double[]> openRows(Path file) throws HadamardIOException {
            return RowFile.openDoubles(file);
        }

        @Override
        public double[] arrayOf(double[] values) {
            return values.clone();
        }

        @Override
        public double[] doublesOf(double[] values) {
            return values.clone();
        }

        @Override
        public String toString() {
            return name();
        }
    }
}
