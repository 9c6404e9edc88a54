// SPDX-License-Identifier: Apache-2.0

package dev.hadamard.bench.cli;

import dev.hadamard.Preparation;
import dev.hadamard.bench.step.Precision;
import dev.hadamard.data.Categories;
import dev.hadamard.data.CsvReader;
import dev.hadamard.data.Dataset;
import dev.hadamard.data.LibsvmReader;
import dev.hadamard.data.RowFile;
import dev.hadamard.data.RowWindows;
import dev.hadamard.io.HadamardIOException;
import java.io.IOException;
import java.util.Arrays;

/** Rows of a table to predict for, prepared as the model's training data was. */
interface FeatureTable {

    /** How many there are. */
    int rows();

    /** Shows each row to somebody. */
    void forEach(Row row) throws IOException;

    /** Is shown a row of the network's inputs. */
    @FunctionalInterface
    interface Row {
        void accept(double[] features) throws IOException;
    }

    /**
     * Rows in memory.
     *
     * @param x row-major, rows x inputs
     * @param inputs of the network
     */
    record InMemory(double[] x, int inputs) implements FeatureTable {

        @Override
        public int rows() {
            return x.length / inputs;
        }

        @Override
        public void forEach(Row row) throws IOException {
            for (int i = 0; i < rows(); i++) {
                row.accept(Arrays.copyOfRange(x, i * inputs, (i + 1) * inputs));
            }
        }
    }

    /**
     * Rows that are read piece by piece.
     *
     * @param file where they lie
     * @param preparation what is done to them
     */
    record OfFile(RowFile<double[]> file, Preparation preparation) implements FeatureTable {

        @Override
        public int rows() {
            return file.rows();
        }

        @Override
        public void forEach(Row row) throws IOException {
            try (RowWindows<double[]> windows = file.windows(1, null)) {
                for (int window = 0; window < windows.windows(); window++) {
                    windows.moveTo(0, window);
                    new InMemory(preparation.apply(windows.data().x()), file.features()).forEach(row);
                }
            }
        }
    }

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
        return new InMemory(preparation.apply(x), inputs);
    }

    /**
     * Reads rows that are numbers already.
     *
     * @param source anything but a CSV file
     * @throws IOException if it can't be read
     * @throws IllegalArgumentException if its rows don't fit the network
     */
    static FeatureTable read(DataSource source, Preparation preparation, int inputs) throws IOException {
        if (source instanceof DataSource.Rows rows) {
            RowFile<double[]> file = RowFile.openDoubles(rows.file());
            checkFeatures(source, file.features(), inputs);
            return new OfFile(file, preparation);
        }
        Dataset<double[]> data;
        if (source instanceof DataSource.Libsvm libsvm) {
            data = LibsvmReader.of(libsvm.file()).features(inputs).read().data();
        } else if (source instanceof DataSource.Idx idx) {
            data = Precision.DOUBLE.readIdx(idx.folder()).test();
        } else {
            data = Digits.read();
        }
        checkFeatures(source, data.features(), inputs);
        return new InMemory(preparation.apply(data.x()), inputs);
    }

    private static void checkFeatures(DataSource source, int features, int inputs) {
        if (features != inputs) {
            throw new IllegalArgumentException(
                    "--data " + source.name() + " has " + features + " features, the model has " + inputs + " inputs");
        }
    }
}
