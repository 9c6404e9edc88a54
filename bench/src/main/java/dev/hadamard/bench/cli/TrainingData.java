// SPDX-License-Identifier: Apache-2.0

package dev.hadamard.bench.cli;

import dev.hadamard.Preparation;
import dev.hadamard.data.Dataset;
import dev.hadamard.data.RowFile;

/**
 * Data ready to train and test on.
 *
 * @param name where it came from
 * @param train training part; where that is a file's, its first rows
 * @param test test part; null where that is a file's
 * @param images whether features are pixels, else columns of a table
 * @param targetUnit what an error of 1 means in the targets' own unit: their standard deviation where they were
 *     standardised
 * @param preparation what a model needs to be used on such data
 * @param file both parts where they are read piece by piece, else null
 * @param <A> {@code float[]} or {@code double[]}
 */
record TrainingData<A>(
        String name,
        Dataset<A> train,
        Dataset<A> test,
        boolean images,
        double targetUnit,
        Preparation preparation,
        Parts<A> file) {

    /**
     * Rows that need not fit into memory.
     *
     * @param train training part
     * @param test test part
     * @param <A> {@code float[]} or {@code double[]}
     */
    record Parts<A>(RowFile<A> train, RowFile<A> test) {}

    /** Data in memory. */
    TrainingData(
            String name,
            Dataset<A> train,
            Dataset<A> test,
            boolean images,
            double targetUnit,
            Preparation preparation) {
        this(name, train, test, images, targetUnit, preparation, null);
    }

    boolean hasClasses() {
        return train.hasLabels();
    }

    /** Rows to train on. */
    int trainingRows() {
        return file == null ? train.rows() : file.train().rows();
    }

    /** Rows to test on. */
    int testRows() {
        return file == null ? test.rows() : file.test().rows();
    }

    @Override
    public String toString() {
        return String.format(
                "%s: %d rows to train on, %d to test, %d features, %s",
                name,
                trainingRows(),
                testRows(),
                train.features(),
                hasClasses() ? train.outputs() + " classes" : "a number as target");
    }
}
