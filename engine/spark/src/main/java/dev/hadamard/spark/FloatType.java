// SPDX-License-Identifier: Apache-2.0

package dev.hadamard.spark;

import dev.hadamard.Layer;
import dev.hadamard.Network;
import dev.hadamard.io.HadamardIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.Arrays;

/** Single precision. */
enum FloatType implements ElementType<float[]> {
    /** The only one. */
    INSTANCE;

    @Override
    public Network<float[]> network(long seed, int inputs, Layer... layers) {
        return Network.floats(seed, inputs, layers);
    }

    @Override
    public Network<float[]> load(Path path) throws HadamardIOException {
        return Network.loadFloats(path);
    }

    @Override
    public float[] allocate(int length) {
        return new float[length];
    }

    @Override
    public int length(float[] array) {
        return array.length;
    }

    @Override
    public int bytes() {
        return Float.BYTES;
    }

    @Override
    public double get(float[] array, int index) {
        return array[index];
    }

    @Override
    public void set(float[] array, int index, double value) {
        array[index] = (float) value;
    }

    @Override
    public void put(double[] from, float[] to, int offset) {
        for (int i = 0; i < from.length; i++) {
            to[offset + i] = (float) from[i];
        }
    }

    @Override
    public void clear(float[] array, int from, int length) {
        Arrays.fill(array, from, from + length, 0);
    }

    @Override
    public boolean isFinite(double value) {
        return Float.isFinite((float) value);
    }

    @Override
    public void scale(double factor, float[] from, float[] to) {
        float f = (float) factor;
        for (int i = 0; i < from.length; i++) {
            to[i] = f * from[i];
        }
    }

    @Override
    public void addScaled(double factor, float[] from, float[] to) {
        float f = (float) factor;
        for (int i = 0; i < from.length; i++) {
            to[i] += f * from[i];
        }
    }

    @Override
    public byte[] pack(float[] array) {
        byte[] bytes = new byte[Math.multiplyExact(array.length, Float.BYTES)];
        ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer().put(array);
        return bytes;
    }

    @Override
    public float[] unpack(byte[] bytes) {
        float[] array = new float[bytes.length / Float.BYTES];
        ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer().get(array);
        return array;
    }

    @Override
    public boolean equal(float[] a, float[] b) {
        return Arrays.equals(a, b);
    }
}
