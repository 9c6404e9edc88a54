// SPDX-License-Identifier: Apache-2.0
// twin: double

package dev.hadamard.data;

import dev.hadamard.io.HadamardIOException;
import dev.hadamard.io.TensorFile;

/** {@link ArrayType} of {@code float[]}. */
@SuppressWarnings("cast") // the twin's cast is redundant
final class FloatArrays implements ArrayType<float[]> {

    static final FloatArrays INSTANCE = new FloatArrays();

    private FloatArrays() {}

    @Override
    public String elementName() {
        return "float";
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
    public double get(float[] array, int index) {
        return array[index];
    }

    @Override
    public void set(float[] array, int index, double value) {
        array[index] = (float) value;
    }

    @Override
    public void copyRows(
            float[] source, int columns, int[] order, int from, int count, float[] target, int offset, int stride) {
        for (int r = 0; r < count; r++) {
            System.arraycopy(source, order[from + r] * columns, target, offset + r * stride, columns);
        }
    }

    @Override
    public void read(TensorFile file, String tensor, long from, int count, float[] target, int offset)
            throws HadamardIOException {
        file.read(tensor, from, count, target, offset);
    }
}
