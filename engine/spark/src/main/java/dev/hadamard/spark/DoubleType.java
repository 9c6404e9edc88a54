// SPDX-License-Identifier: Apache-2.0

package dev.hadamard.spark;

import dev.hadamard.Layer;
import dev.hadamard.Network;
import dev.hadamard.io.HadamardIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.Arrays;

/** Double precision. */
enum DoubleType implements ElementType<double[]> {
    /** The only one. */
    INSTANCE;

    @Override
    public Network<double[]> network(long seed, int inputs, Layer... layers) {
        return Network.doubles(seed, inputs, layers);
    }

    @Override
    public Network<double[]> load(Path path) throws HadamardIOException {
        return Network.loadDoubles(path);
    }

    @Override
    public double[] allocate(int length) {
        return new double[length];
    }

    @Override
    public int length(double[] array) {
        return array.length;
    }

    @Override
    public int bytes() {
        return Double.BYTES;
    }

    @Override
    public double get(double[] array, int index) {
        return array[index];
    }

    @Override
    public void set(double[] array, int index, double value) {
        array[index] = value;
    }

    @Override
    public void put(double[] from, double[] to, int offset) {
        System.arraycopy(from, 0, to, offset, from.length);
    }

    @Override
    public void clear(double[] array, int from, int length) {
        Arrays.fill(array, from, from + length, 0);
    }

    @Override
    public boolean isFinite(double value) {
        return Double.isFinite(value);
    }

    @Override
    public void scale(double factor, double[] from, double[] to) {
        double f = factor;
        for (int i = 0; i < from.length; i++) {
            to[i] = f * from[i];
        }
    }

    @Override
    public void addScaled(double factor, double[] from, double[] to) {
        double f = factor;
        for (int i = 0; i < from.length; i++) {
            to[i] += f * from[i];
        }
    }

    @Override
    public byte[] pack(double[] array) {
        byte[] bytes = new byte[Math.multiplyExact(array.length, Double.BYTES)];
        ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).asDoubleBuffer().put(array);
        return bytes;
    }

    @Override
    public double[] unpack(byte[] bytes) {
        double[] array = new double[bytes.length / Double.BYTES];
        ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).asDoubleBuffer().get(array);
        return array;
    }

    @Override
    public boolean equal(double[] a, double[] b) {
        return Arrays.equals(a, b);
    }
}
