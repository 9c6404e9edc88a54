// SPDX-License-Identifier: Apache-2.0

package dev.hadamard.bench.cli;

import dev.hadamard.Preparation;
import dev.hadamard.data.Dataset;

/**
 * Data ready to train and test on.
 *
 * @param name where it came from
 * @param train training part
 * @param test test part
 * @param images whether features are pixels, else columns of a table
 * @param targetUnit what an error of 1 means in the targets' own unit: their standard deviation where they were
 *     standardised
 * @param preparation what a model needs to be used on such data
 * @param <A> {@code float[]} or {@code double[]}
 */
record TrainingData<A>(
        String name, Dataset<A> train, Dataset<A> test, boolean images, double targetUnit, Preparation preparation) {

    boolean hasClasses() {
        return train.hasLabels();
    }

    @Override
    public String toString() {
        return String.format(
                "%s: %d rows to train on, %d to test, %d features, %s",
                name,
                train.rows(),
                test.rows(),
                train.features(),
                hasClasses() ? train.outputs() + " classes" : "a number as target");
    }
}
