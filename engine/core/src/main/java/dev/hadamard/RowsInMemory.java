// SPDX-License-Identifier: Apache-2.0

package dev.hadamard;

import dev.hadamard.data.Dataset;
import java.util.stream.IntStream;

/**
 * Rows of a data set, shuffled anew for each epoch; those of weight 0 are left out, as if they were absent.
 *
 * @param <A> {@code float[]} or {@code double[]}
 */
final class RowsInMemory<A> implements TrainingRows<A> {

    private final Trainer<A> trainer;
    private final Dataset<A> data;
    private final double totalWeight;
    private int[] order;

    /**
     * Leaves out what has no weight.
     *
     * @param classWeights by class, or null
     * @throws IllegalArgumentException if nothing has any weight
     */
    RowsInMemory(Trainer<A> trainer, Dataset<A> all, double[] classWeights) {
        this.trainer = trainer;
        this.data = weighted(all, classWeights);
        double sum = 0;
        for (int row = 0; row < data.rows(); row++) {
            sum += weight(data, classWeights, row);
        }
        this.totalWeight = sum;
    }

    /** The data without the rows whose weight is 0. */
    static <A> Dataset<A> weighted(Dataset<A> data, double[] classWeights) {
        int[] kept = IntStream.range(0, data.rows())
                .filter(row -> weight(data, classWeights, row) > 0)
                .toArray();
        if (kept.length == 0) {
            throw new IllegalArgumentException("all " + data.rows() + " rows have weight 0");
        }
        return kept.length == data.rows() ? data : data.subset(kept);
    }

    private static double weight(Dataset<?> data, double[] classWeights, int row) {
        double weight = data.hasWeights() ? data.weights()[row] : 1;
        return classWeights == null ? weight : weight * classWeights[data.label(row)];
    }

    @Override
    public int rows() {
        return data.rows();
    }

    @Override
    public double totalWeight() {
        return totalWeight;
    }

    @Override
    public void begin(DataPosition position) {
        order = position.order(data.rows());
    }

    @Override
    public Batch<A> batch(int row, int count) {
        return trainer.gathered(data, order, row, count);
    }
}
