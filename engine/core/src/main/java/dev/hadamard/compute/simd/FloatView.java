// SPDX-License-Identifier: Apache-2.0
// twin: double

package dev.hadamard.compute.simd;

/** An operand of a product: element (i, j) is array[from + i rowStep + j columnStep], and one of the steps is 1. */
final class FloatView {

    float[] array;
    int from;
    int rowStep;
    int columnStep;

    void set(float[] newArray, int newFrom, int newRowStep, int newColumnStep) {
        array = newArray;
        from = newFrom;
        rowStep = newRowStep;
        columnStep = newColumnStep;
    }

    /** Exchanges rows and columns. */
    void transpose() {
        int step = rowStep;
        rowStep = columnStep;
        columnStep = step;
    }

    int index(int row, int column) {
        return from + row * rowStep + column * columnStep;
    }
}
