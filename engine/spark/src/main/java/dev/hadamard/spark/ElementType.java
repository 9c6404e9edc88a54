// SPDX-License-Identifier: Apache-2.0

package dev.hadamard.spark;

import dev.hadamard.Layer;
import dev.hadamard.Network;
import dev.hadamard.io.HadamardIOException;
import java.io.Serializable;
import java.nio.file.Path;

/**
 * The element type of a network, with the loops over its arrays that the cluster needs: few, and the same for both, so
 * they are written out twice rather than generated.
 *
 * @param <A> {@code float[]} or {@code double[]}
 */
interface ElementType<A> extends Serializable {

    /**
     * The type of a name.
     *
     * @throws IllegalArgumentException if it is neither "float" nor "double"
     */
    static ElementType<?> named(String precision) {
        return switch (precision) {
            case "float" -> FloatType.INSTANCE;
            case "double" -> DoubleType.INSTANCE;
            default -> throw new IllegalArgumentException("precision must be float or double, was " + precision);
        };
    }

    Network<A> network(long seed, int inputs, Layer... layers);

    Network<A> load(Path path) throws HadamardIOException;

    /** Zeros. */
    A allocate(int length);

    int length(A array);

    /** Bytes of an element. */
    int bytes();

    double get(A array, int index);

    void set(A array, int index, double value);

    /** Rounds some numbers into an array. */
    void put(double[] from, A to, int offset);

    void clear(A array, int from, int length);

    /** Whether a number is finite, and still is when rounded. */
    boolean isFinite(double value);

    /** to = factor · from. */
    void scale(double factor, A from, A to);

    /** to += factor · from. */
    void addScaled(double factor, A from, A to);

    /**
     * An array's bytes, little-endian: Java's serialisation copies these as they are, and numbers one by one.
     *
     * @throws ArithmeticException if they are more than one array holds
     */
    byte[] pack(A array);

    /** The array whose bytes these are. */
    A unpack(byte[] bytes);

    /** Whether two arrays are equal to the bit. */
    boolean equal(A a, A b);

    /** A copy of the first elements, with zeros behind where there are not as many. */
    default A resized(A array, int length) {
        A copy = allocate(length);
        System.arraycopy(array, 0, copy, 0, Math.min(length, length(array)));
        return copy;
    }
}
