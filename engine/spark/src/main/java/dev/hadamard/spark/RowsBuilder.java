// SPDX-License-Identifier: Apache-2.0

package dev.hadamard.spark;

import java.util.Arrays;
import org.apache.spark.ml.linalg.Vector;

/**
 * Collects rows, doubling its arrays as they fill.
 *
 * @param <A> {@code float[]} or {@code double[]}
 */
final class RowsBuilder<A> {

    private static final int FIRST_CAPACITY = 64;

    /** Longer arrays are refused by some virtual machines. */
    private static final int LONGEST = Integer.MAX_VALUE - 8;

    private final Topology<A> topology;
    private final boolean weighted;
    private final int features;
    private final int mostRows;
    private A x;
    private int[] classes;
    private A numbers;
    private double[] weights;
    private int count;

    RowsBuilder(Topology<A> topology, boolean weighted) {
        this.topology = topology;
        this.weighted = weighted;
        this.features = topology.inputs();
        this.mostRows = LONGEST / features;
        resize(Math.min(FIRST_CAPACITY, mostRows));
    }

    /** Whether another row exceeds what an array can hold. */
    boolean isFull() {
        return count == mostRows;
    }

    /** Adds a row that was checked. */
    void add(Vector vector, double label, double weight) {
        if (count == capacity()) {
            resize((int) Math.min(mostRows, 2L * count));
        }
        Vectors.write(vector, topology.type(), x, count * features);
        if (classes != null) {
            classes[count] = (int) label;
        } else {
            topology.type().set(numbers, count, label);
        }
        if (weighted) {
            weights[count] = weight;
        }
        count++;
    }

    Rows<A> build() {
        resize(count);
        return new Rows<>(x, classes, numbers, weights, count);
    }

    private int capacity() {
        return topology.type().length(x) / features;
    }

    private void resize(int rows) {
        ElementType<A> type = topology.type();
        x = x == null ? type.allocate(rows * features) : type.resized(x, rows * features);
        if (topology.classes() > 0) {
            classes = classes == null ? new int[rows] : Arrays.copyOf(classes, rows);
        } else {
            numbers = numbers == null ? type.allocate(rows) : type.resized(numbers, rows);
        }
        if (weighted) {
            weights = weights == null ? new double[rows] : Arrays.copyOf(weights, rows);
        }
    }
}
