// SPDX-License-Identifier: Apache-2.0

package dev.hadamard.compute;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import java.util.function.DoubleSupplier;

/**
 * A row-major matrix inside a larger array, with an offset, gaps between rows and room behind. Whatever no test has set
 * is NaN, and spoils the result of a kernel that reads it.
 *
 * @param <A> {@code float[]} or {@code double[]}
 */
final class Block<A> {

    private static final int ROOM_BEHIND = 5;

    /** Exact in float; finite, so that adding to it shows too. */
    private static final double CANARY = -4096.25;

    final Elements<A> elements;
    final A array;
    final int offset;
    final int stride;
    final int rows;
    final int columns;

    /**
     * A matrix of NaN.
     *
     * @param offset where it starts
     * @param gap elements between the end of a row and the start of the next
     */
    Block(Elements<A> elements, int rows, int columns, int offset, int gap) {
        this(elements, elements.allocate(offset + rows * (columns + gap) + ROOM_BEHIND), rows, columns, offset, gap);
        elements.fill(array, 0, elements.length(array), Double.NaN);
    }

    private Block(Elements<A> elements, A array, int rows, int columns, int offset, int gap) {
        this.elements = elements;
        this.array = array;
        this.offset = offset;
        this.stride = columns + gap;
        this.rows = rows;
        this.columns = columns;
    }

    Block<A> copy() {
        int length = elements.length(array);
        double[] values = new double[length];
        elements.toDoubles(array, 0, values, 0, length);
        A copy = elements.allocate(length);
        elements.fromDoubles(values, 0, copy, 0, length);
        return new Block<>(elements, copy, rows, columns, offset, stride - columns);
    }

    /** The same numbers elsewhere in memory. */
    Block<A> movedTo(int newOffset, int newGap) {
        Block<A> moved = new Block<>(elements, rows, columns, newOffset, newGap);
        for (int i = 0; i < rows; i++) {
            for (int j = 0; j < columns; j++) {
                moved.set(i, j, at(i, j));
            }
        }
        return moved;
    }

    /** Where a row starts. */
    int rowOffset(int row) {
        return offset + row * stride;
    }

    double at(int row, int column) {
        return elements.get(array, rowOffset(row) + column);
    }

    void set(int row, int column, double value) {
        elements.set(array, rowOffset(row) + column, value);
    }

    /** A row, widened. */
    double[] row(int row) {
        double[] values = new double[columns];
        elements.toDoubles(array, rowOffset(row), values, 0, columns);
        return values;
    }

    Block<A> fill(DoubleSupplier values) {
        return fill(values, 0, rows, 0, columns);
    }

    Block<A> fill(DoubleSupplier values, int rowFrom, int rowTo, int columnFrom, int columnTo) {
        for (int i = rowFrom; i < rowTo; i++) {
            for (int j = columnFrom; j < columnTo; j++) {
                set(i, j, values.getAsDouble());
            }
        }
        return this;
    }

    /** Makes everything outside the tile, be it of the matrix or not, a canary. */
    Block<A> guard(int rowFrom, int rowTo, int columnFrom, int columnTo) {
        for (int k = 0; k < elements.length(array); k++) {
            if (!isInside(k, rowFrom, rowTo, columnFrom, columnTo)) {
                elements.set(array, k, CANARY);
            }
        }
        return this;
    }

    Block<A> guard() {
        return guard(0, rows, 0, columns);
    }

    private boolean isInside(int index, int rowFrom, int rowTo, int columnFrom, int columnTo) {
        if (index < offset || stride == 0) {
            return false;
        }
        int row = (index - offset) / stride;
        int column = (index - offset) % stride;
        return row >= rowFrom && row < rowTo && column >= columnFrom && column < columnTo;
    }

    /** What an element should be, or how far from that it may be. */
    interface Expected {
        double at(int row, int column);
    }

    void assertClose(String what, Expected expected, Expected tolerance) {
        assertClose(what, expected, tolerance, 0, rows, 0, columns);
    }

    /** Fails where an element of the tile is not finite, or too far from what is expected. */
    void assertClose(
            String what, Expected expected, Expected tolerance, int rowFrom, int rowTo, int columnFrom, int columnTo) {
        for (int i = rowFrom; i < rowTo; i++) {
            for (int j = columnFrom; j < columnTo; j++) {
                double value = at(i, j);
                double wanted = expected.at(i, j);
                double allowed = tolerance.at(i, j);
                if (!(Math.abs(value - wanted) <= allowed)) {
                    fail("%s (%d, %d) is %s, not %s +- %s", what, i, j, value, wanted, allowed);
                }
            }
        }
    }

    /** Fails where an element outside the tile, be it of the matrix or not, differs from what it was. */
    void assertUnchangedOutside(String what, Block<A> before, int rowFrom, int rowTo, int columnFrom, int columnTo) {
        for (int k = 0; k < elements.length(array); k++) {
            if (!isInside(k, rowFrom, rowTo, columnFrom, columnTo)
                    && !sameBits(elements.get(array, k), elements.get(before.array, k))) {
                fail("%s changed at index %d: offset %d, stride %d", what, k, offset, stride);
            }
        }
    }

    void assertUnchangedOutside(String what, Block<A> before) {
        assertUnchangedOutside(what, before, 0, rows, 0, columns);
    }

    void assertUnchanged(String what, Block<A> before) {
        assertUnchangedOutside(what, before, 0, 0, 0, 0);
    }

    /** Fails unless the two matrices agree bit for bit. */
    void assertSameBits(String what, Block<A> other) {
        assertThat(other.rows).isEqualTo(rows);
        assertThat(other.columns).isEqualTo(columns);
        for (int i = 0; i < rows; i++) {
            for (int j = 0; j < columns; j++) {
                if (!sameBits(at(i, j), other.at(i, j))) {
                    fail("%s (%d, %d): %s and %s are not the same bits", what, i, j, at(i, j), other.at(i, j));
                }
            }
        }
    }

    /** Widening a float is exact, so that doubles tell its bits. */
    static boolean sameBits(double x, double y) {
        return Double.doubleToLongBits(x) == Double.doubleToLongBits(y);
    }
}
