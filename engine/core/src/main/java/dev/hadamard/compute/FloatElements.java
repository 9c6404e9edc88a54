// SPDX-License-Identifier: Apache-2.0
// twin: double

package dev.hadamard.compute;

import java.util.Arrays;

/** {@link Elements} of {@code float[]}. */
@SuppressWarnings("cast") // the twin's casts are redundant
public final class FloatElements implements Elements<float[]> {

    /** The one instance. */
    public static final FloatElements INSTANCE = new FloatElements();

    private FloatElements() {}

    @Override
    public String typeName() {
        return "float";
    }

    @Override
    public double epsilon() {
        return Math.ulp((float) 1);
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
    public void fill(float[] array, int offset, int length, double value) {
        Arrays.fill(array, offset, offset + length, (float) value);
    }

    @Override
    public void toDoubles(float[] source, int sourceOffset, double[] target, int targetOffset, int length) {
        for (int i = 0; i < length; i++) {
            target[targetOffset + i] = source[sourceOffset + i];
        }
    }

    @Override
    public void fromDoubles(double[] source, int sourceOffset, float[] target, int targetOffset, int length) {
        for (int i = 0; i < length; i++) {
            target[targetOffset + i] = (float) source[sourceOffset + i];
        }
    }

    @Override
    public void fromFloats /* keep */(
            float /* keep */[] source, int sourceOffset, float[] target, int targetOffset, int length) {
        for (int i = 0; i < length; i++) {
            target[targetOffset + i] = source[sourceOffset + i];
        }
    }

    @Override
    public void transpose(float[] source, int sourceOffset, float[] target, int targetOffset, int rows, int columns) {
        for (int r = 0; r < rows; r++) {
            for (int c = 0; c < columns; c++) {
                target[targetOffset + c * rows + r] = source[sourceOffset + r * columns + c];
            }
        }
    }

    @Override
    public void dropOut(
            float[] x, int xOffset, int xStride, DropoutMask mask, float[] y, boolean adds, int rows, int columns) {
        for (int r = 0; r < rows; r++) {
            int xRow = xOffset + r * xStride;
            int row = r * columns;
            for (int c = 0; c < columns; c++) {
                float kept = x[xRow + c] * (float) mask.factor(row + c);
                y[row + c] = adds ? y[row + c] + kept : kept;
            }
        }
    }

    @Override
    public Norms<float[]> norms() {
        return FloatNorms.INSTANCE;
    }

    @Override
    public DenseKernels<float[]> newKernels(Strategy strategy) {
        return strategy.newFloatKernels();
    }
}
