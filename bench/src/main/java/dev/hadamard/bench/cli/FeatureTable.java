// SPDX-License-Identifier: Apache-2.0

package dev.hadamard.bench.cli;

import dev.hadamard.Preparation;
import dev.hadamard.bench.step.Precision;
import dev.hadamard.data.Categories;
import dev.hadamard.data.CsvReader;
import dev.hadamard.data.Dataset;
import dev.hadamard.data.LibsvmReader;
import dev.hadamard.io.HadamardIOException;
import java.io.IOException;
import java.util.Arrays;

/**
 * Rows of a table to predict for, prepared as the model's training data was.
 *
 * @param x row-major, rows x inputs
 * @param inputs of the network
 */
record FeatureTable(double[] x, int inputs) {

    /**
     * Reads a table.
     *
     * @param reader of the file; one column besides the features is the target, which is left out
     * @throws HadamardIOException if it can't be read, or has other columns or cells that are no numbers
     */
    static FeatureTable read(CsvReader reader, Preparation preparation, int inputs) throws HadamardIOException {
        int columns = inputs
                - preparation.categories().stream()
                        .mapToInt(Categories::width)
                        .map(width -> width - 1)
                        .sum();
        CsvReader alike = reader.categories(preparation.categories());
        double[] x = (preparation.imputer() == null ? alike : alike.missingAsNaN()).readFeatures(columns);
        return new FeatureTable(preparation.apply(x), inputs);
    }

    /**
     * Reads rows that are numbers already.
     *
     * @param source anything but a CSV file
     * @throws IOException if it can't be read
     * @throws IllegalArgumentException if its rows don't fit the network
     */
    static FeatureTable read(DataSource source, Preparation preparation, int inputs) throws IOException {
        Dataset<double[]> data;
        if (source instanceof DataSource.Libsvm libsvm) {
            data = LibsvmReader.of(libsvm.file()).features(inputs).read().data();
        } else if (source instanceof DataSource.Idx idx) {
            data = Precision.DOUBLE.readIdx(idx.folder()).test();
        } else {
            data = Digits.read();
        }
        if (data.features() != inputs) {
            throw new IllegalArgumentException("--data " + source.name() + " has " + data.features()
                    + " features, the model has " + inputs + " inputs");
        }
        return new FeatureTable(preparation.apply(data.x()), inputs);
    }

    int rows() {
        return x.length / inputs;
    }

    double[] row(int row) {
        return Arrays.copyOfRange(x, row * inputs, (row + 1) * inputs);
    }
}
