// SPDX-License-Identifier: Apache-2.0

package dev.hadamard;

/** Checks at the door: messages that hold the numbers and name the argument. */
final class Arguments {

    private Arguments() {}

    static void finite(String name, double value) {
        if (!Double.isFinite(value)) {
            throw new IllegalArgumentException(name + " must be finite, was " + value);
        }
    }

    static void positive(String name, double value) {
        if (!(value > 0) || !Double.isFinite(value)) {
            throw new IllegalArgumentException(name + " must be positive and finite, was " + value);
        }
    }

    static void notNegative(String name, double value) {
        if (!(value >= 0) || !Double.isFinite(value)) {
            throw new IllegalArgumentException(name + " must not be negative and be finite, was " + value);
        }
    }

    /** Checks 0 ≤ value &lt; 1, the range of every decay rate. */
    static void fraction(String name, double value) {
        if (!(value >= 0 && value < 1)) {
            throw new IllegalArgumentException(name + " must be at least 0 and below 1, was " + value);
        }
    }

    /** Checks 0 ≤ value ≤ 1. */
    static void share(String name, double value) {
        if (!(value >= 0 && value <= 1)) {
            throw new IllegalArgumentException(name + " must be from 0 to 1, was " + value);
        }
    }

    static void atLeast(String name, long minimum, long value) {
        if (value < minimum) {
            throw new IllegalArgumentException(name + " must be at least " + minimum + ", was " + value);
        }
    }

    /** A number of restored state that counts something. */
    static long count(String name, State.Source source) {
        long value = source.getLong(name);
        atLeast(name, 0, value);
        return value;
    }

    /** The length of an array of rows x width elements, where one Java array can have it. */
    static int arrayLength(String name, int rows, int width) {
        long length = (long) rows * width;
        if (length > Integer.MAX_VALUE - 8) {
            throw new IllegalArgumentException(
                    name + ": " + rows + " rows x " + width + " elements exceed one Java array");
        }
        return (int) length;
    }

    /** Checks that rows of a width, a stride apart, lie inside an array. */
    static void block(String name, int length, int offset, int stride, int rows, int width) {
        if (offset < 0) {
            throw new IllegalArgumentException(name + ": offset must not be negative, was " + offset);
        }
        if (stride < width) {
            throw new IllegalArgumentException(name + ": stride " + stride + " is less than the row's width " + width);
        }
        long end = offset + (rows - 1L) * stride + width;
        if (end > length) {
            throw new IllegalArgumentException(name + ": " + rows + " rows of " + width + " with stride " + stride
                    + " from offset " + offset + " end at " + end + ", beyond the array's length " + length);
        }
    }
}
