// SPDX-License-Identifier: Apache-2.0

package dev.hadamard.data;

import java.util.random.RandomGenerator;

/** Checks and conversions of row-major arrays, with messages that hold the numbers. */
final class Shapes {

    private Shapes() {}

    /** How many rows an array holds, at least one. */
    static int rows(String name, int length, String columnsName, int columns) {
        if (columns < 1) {
            throw new IllegalArgumentException(columnsName + " must be at least 1, was " + columns);
        }
        if (length == 0) {
            throw new IllegalArgumentException(name + " has no rows");
        }
        if (length % columns != 0) {
            throw new IllegalArgumentException(
                    name + " has " + length + " elements, not a multiple of " + columns + ' ' + columnsName);
        }
        return length / columns;
    }

    static void checkLabels(int[] labels, int rows, int classes) {
        if (classes < 1) {
            throw new IllegalArgumentException("classes must be at least 1, was " + classes);
        }
        if (labels.length != rows) {
            throw new IllegalArgumentException("labels has " + labels.length + " rows, x has " + rows);
        }
        for (int row = 0; row < rows; row++) {
            if (labels[row] < 0 || labels[row] >= classes) {
                throw new IllegalArgumentException(
                        "labels: row " + row + " has class " + labels[row] + ", expected 0 to " + (classes - 1));
            }
        }
    }

    static void checkWeights(double[] weights, int rows) {
        if (weights.length != rows) {
            throw new IllegalArgumentException("weights has " + weights.length + " rows, x has " + rows);
        }
        double sum = 0;
        for (int row = 0; row < rows; row++) {
            if (!(weights[row] >= 0)) {
                throw new IllegalArgumentException(
                        "weights: row " + row + " has " + weights[row] + ", expected a finite number not below 0");
            }
            sum += weights[row];
        }
        if (!(sum > 0) || Double.isInfinite(sum)) {
            throw new IllegalArgumentException("weights add up to " + sum + ", which must be positive and finite");
        }
    }

    /** rows / (classes · rows of the class). */
    static double[] balancedWeights(int[] labels, int classes) {
        int[] counts = new int[classes];
        for (int label : labels) {
            counts[label]++;
        }
        double[] weights = new double[classes];
        for (int c = 0; c < classes; c++) {
            if (counts[c] == 0) {
                throw new IllegalArgumentException("class " + c + " of " + classes + " has no row to balance");
            }
            weights[c] = (double) labels.length / ((double) classes * counts[c]);
        }
        return weights;
    }

    /** Checks that {@code order[from]}, …, {@code order[from + count - 1]} exist and are row numbers. */
    static void checkOrder(int[] order, int from, int count, int rows) {
        if (from < 0 || count < 0 || from > order.length - count) {
            throw new IllegalArgumentException(
                    "order: " + count + " entries from " + from + " are not within its length " + order.length);
        }
        for (int i = from; i < from + count; i++) {
            if (order[i] < 0 || order[i] >= rows) {
                throw new IllegalArgumentException(
                        "order: entry " + i + " is row " + order[i] + ", expected 0 to " + (rows - 1));
            }
        }
    }

    /** Checks that rows of a width, a stride apart, lie inside an array. */
    static void checkBlock(String name, int length, int offset, int stride, int rows, int width) {
        if (offset < 0 || stride < width) {
            throw new IllegalArgumentException(name + ": offset must be at least 0, was " + offset
                    + ", and stride at least " + width + ", was " + stride);
        }
        long end = rows == 0 ? offset : offset + (rows - 1L) * stride + width;
        if (end > length) {
            throw new IllegalArgumentException(name + ": " + rows + " rows of " + width + ", " + stride
                    + " apart, from " + offset + " on end at " + end + ", its length is " + length);
        }
    }

    /** The number of elements of an array to be made. */
    static int product(String name, int rows, int columns) {
        long product = (long) rows * columns;
        if (product > Integer.MAX_VALUE) {
            throw new IllegalArgumentException(
                    name + ": " + rows + " rows of " + columns + " don't fit into one array");
        }
        return (int) product;
    }

    /** Copies rows of one length into one array. */
    static <A> A flatten(String name, ArrayType<A> type, A[] rows) {
        if (rows.length == 0) {
            throw new IllegalArgumentException(name + " has no rows");
        }
        int columns = type.length(rows[0]);
        A flat = type.allocate(product(name, rows.length, columns));
        for (int r = 0; r < rows.length; r++) {
            if (type.length(rows[r]) != columns) {
                throw new IllegalArgumentException(
                        name + ": row " + r + " has " + type.length(rows[r]) + " elements, row 0 has " + columns);
            }
            System.arraycopy(rows[r], 0, flat, r * columns, columns);
        }
        return flat;
    }

    /** 0, 1, …, rows − 1 in random order (Durstenfeld's shuffle). */
    static int[] shuffled(int rows, RandomGenerator random) {
        int[] order = new int[rows];
        for (int i = 0; i < rows; i++) {
            int j = random.nextInt(i + 1);
            order[i] = order[j];
            order[j] = i;
        }
        return order;
    }

    /** Durstenfeld's shuffle of the first elements, as a trainer shuffles rows in memory. */
    static void shuffle(int[] order, int count, RandomGenerator random) {
        for (int i = count - 1; i > 0; i--) {
            int j = random.nextInt(i + 1);
            int swapped = order[i];
            order[i] = order[j];
            order[j] = swapped;
        }
    }

    /** Converts to another element type; a finite number must stay finite. */
    static <A, B> B convert(String name, ArrayType<A> from, A source, int columns, ArrayType<B> to) {
        int length = from.length(source);
        B target = to.allocate(length);
        for (int i = 0; i < length; i++) {
            double value = from.get(source, i);
            to.set(target, i, value);
            if (Double.isInfinite(to.get(target, i)) && !Double.isInfinite(value)) {
                throw new IllegalArgumentException(name + ": row " + i / columns + ", column " + i % columns + " holds "
                        + value + ", too large for a " + to.elementName());
            }
        }
        return target;
    }
}
