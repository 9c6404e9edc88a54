// SPDX-License-Identifier: Apache-2.0

package dev.hadamard.data;

/**
 * Data in two parts that fit one network.
 *
 * @param train what to train on
 * @param test what to test on
 * @param <A> {@code float[]} or {@code double[]}
 */
public record Split<A>(Dataset<A> train, Dataset<A> test) {

    /**
     * Checks that the parts have the same shape.
     *
     * @param train what to train on
     * @param test what to test on
     * @throws IllegalArgumentException if features, outputs or kind of target differ
     */
    public Split {
        if (train.features() != test.features()
                || train.outputs() != test.outputs()
                || train.hasLabels() != test.hasLabels()) {
            throw new IllegalArgumentException("train has " + train + ", test has " + test);
        }
    }
}
