// SPDX-License-Identifier: Apache-2.0
// twin: double

package dev.hadamard.compute.scalar;

/**
 * A matrix in an array: its element (i, j) stands at {@code at + i · rowStep + j · columnStep}. A row-major matrix has
 * column step 1; swapped steps transpose it; steps of 0 repeat one element. Mutable, so that a product allocates
 * nothing.
 */
final class FloatOperand {

    float[] array;
    int at;
    int rowStep;
    int columnStep;

    FloatOperand set(float[] array, int at, int rowStep, int columnStep) {
        this.array = array;
        this.at = at;
        this.rowStep = rowStep;
        this.columnStep = columnStep;
        return this;
    }

    FloatOperand transpose() {
        return set(array, at, columnStep, rowStep);
    }

    int at(int row, int column) {
        return at + row * rowStep + column * columnStep;
    }
}
