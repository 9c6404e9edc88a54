// SPDX-License-Identifier: Apache-2.0

package dev.hadamard.bench.cli;

import dev.hadamard.Preparation;
import dev.hadamard.bench.step.Precision;
import dev.hadamard.data.RowFile;
import dev.hadamard.data.Scaler;
import dev.hadamard.io.HadamardIOException;
import java.io.IOException;

/** A file of rows as training data: its last rows are tested on, and it is read piece by piece. */
final class RowsOfFile {

    /** What convert notes in a file: how training is to scale its features. */
    static final String SCALE = "hadamard.scale";

    /** What convert notes in a file whose features are pixels. */
    static final String IMAGES = "hadamard.images";

    /** More would make a test longer, not better: an accuracy of 90 % is known to 0.1 % from so many. */
    private static final int MOST_TEST_ROWS = 100_000;

    /** Rows, and numbers in them, that are in memory for comparing implementations. */
    private static final int SAMPLE = 8192;

    private static final int SAMPLE_NUMBERS = 1 << 22;

    private RowsOfFile() {}

    /**
     * Opens a file and takes statistics of its training part, which is read for that.
     *
     * @param precision element type
     * @param source where it lies
     * @param table says how to scale
     * @param testShare share of the rows to test on, or null for the default
     * @param sample rows at least that are to be in memory
     */
    static <A> TrainingData<A> load(
            Precision<A> precision, DataSource.Rows source, TableOptions table, Double testShare, int sample)
            throws IOException {
        RowFile<A> all = precision.openRows(source.file());
        if (all.rows() < 2) {
            throw new HadamardIOException(source.file() + ": one row only, and one to test on is needed besides");
        }
        int test = testRows(all.rows(), testShare);
        TrainingData.Parts<A> parts =
                new TrainingData.Parts<>(all.part(0, all.rows() - test), all.part(all.rows() - test, test));
        Preparation preparation = preparation(parts.train(), table.scaling(all));
        RowFile<A> train = prepared(parts.train(), preparation);
        int some = Math.max(1, Math.min(SAMPLE, SAMPLE_NUMBERS / train.features()));
        int inMemory = Math.min(train.rows(), Math.max(some, sample));
        return new TrainingData<>(
                source.name(),
                train.part(0, inMemory).read(),
                null,
                all.metadata().containsKey(IMAGES),
                preparation.targets() == null ? 1 : preparation.targets().scale()[0],
                preparation,
                new TrainingData.Parts<>(train, prepared(parts.test(), preparation)));
    }

    private static int testRows(int rows, Double share) {
        long wanted = share == null
                ? Math.min(MOST_TEST_ROWS, Math.round(rows * DataOptions.DEFAULT_TEST_SHARE))
                : Math.round(rows * share);
        return (int) Math.max(1, Math.min(rows - 1, wanted));
    }

    /** What convert did, and scaling by the training part. */
    private static Preparation preparation(RowFile<?> train, TableOptions.Scaling scaling) throws IOException {
        Preparation converted = Preparation.of(train);
        boolean number = !train.hasLabels() && train.outputs() == 1;
        try {
            Scaler features = switch (scaling) {
                case STANDARD -> train.standard();
                case MIN_MAX -> train.minMax();
                case NONE -> null;
            };
            Scaler targets = number ? train.standardTargets() : null;
            return new Preparation(converted.categories(), converted.imputer(), features, targets, train.classNames());
        } catch (IllegalArgumentException e) { // a number that can't be scaled
            throw new HadamardIOException(train.path() + ": " + e.getMessage(), e);
        }
    }

    private static <A> RowFile<A> prepared(RowFile<A> rows, Preparation preparation) {
        RowFile<A> scaled = rows.scaled(preparation.features());
        return preparation.targets() == null ? scaled : scaled.scaledTargets(preparation.targets());
    }
}
