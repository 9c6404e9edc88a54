// SPDX-License-Identifier: Apache-2.0

package dev.hadamard.bench.cli;

import dev.hadamard.CounterRandom;
import dev.hadamard.Preparation;
import dev.hadamard.bench.step.Precision;
import dev.hadamard.data.Dataset;
import dev.hadamard.data.Split;
import dev.hadamard.data.Splits;
import dev.hadamard.data.Table;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Options that say what to train on. */
final class DataOptions {

    static final double DEFAULT_TEST_SHARE = 0.2;

    @Option(
            names = "--data",
            paramLabel = "DATA",
            defaultValue = "digits",
            description = "digits (1797 handwritten digits, comes with the program), csv:FILE, libsvm:FILE, or"
                    + " idx:DIR with the four files of MNIST and its kin; each plain or gzip; or rows:FILE, which"
                    + " convert wrote and which may be larger than memory. Default: ${DEFAULT-VALUE}.")
    private DataSource source;

    @Mixin
    private TableOptions table;

    @Option(
            names = "--test-share",
            paramLabel = "SHARE",
            description =
                    "Share of the rows to test on, dealt out by the seed; for rows the last ones; not for idx. Default: "
                            + DEFAULT_TEST_SHARE + ", for rows 100,000 at most.")
    private Double testShare;

    /** Made by picocli. */
    DataOptions() {}

    DataSource source() {
        return source;
    }

    /** What is needed to repeat a run, by option. */
    Map<String, Object> settings() {
        Map<String, Object> settings = new LinkedHashMap<>();
        settings.put("data", source.name());
        settings.putAll(table.settings(source));
        if (source instanceof DataSource.Rows && testShare == null) {
            settings.put("testShare", DEFAULT_TEST_SHARE + ", 100000 rows at most");
        } else if (!(source instanceof DataSource.Idx)) {
            settings.put("testShare", share());
        }
        return settings;
    }

    /**
     * Reads the data.
     *
     * @param precision element type
     * @param seed deals out the rows
     * @param batch rows that must be in memory, of a file that is read piece by piece
     * @throws IOException if a file is missing or damaged
     * @throws IllegalArgumentException if options don't fit the data
     */
    <A> TrainingData<A> load(Precision<A> precision, long seed, int batch) throws IOException {
        checkOptions();
        if (source instanceof DataSource.Rows rows) {
            return checked(RowsOfFile.load(precision, rows, table, testShare, batch));
        }
        if (source instanceof DataSource.Idx idx) {
            Split<A> parts = precision.readIdx(idx.folder());
            return checked(new TrainingData<>(source.name(), parts.train(), parts.test(), true, 1, Preparation.NONE));
        }
        if (!(source instanceof DataSource.Digits)) {
            Table read = table.read(source);
            return checked(prepared(precision, parts(read.data(), seed), read));
        }
        return pixels(precision, parts(Digits.read(), seed));
    }

    /**
     * Reads the data and deals its rows out to folds, each of which is the test part once; scaling and filling go by
     * the other folds.
     *
     * @param precision element type
     * @param seed deals out the rows
     * @param count how many folds
     * @throws IOException if a file is missing or damaged
     * @throws IllegalArgumentException if options don't fit the data, or there are fewer rows than folds
     */
    <A> List<TrainingData<A>> folds(Precision<A> precision, long seed, int count) throws IOException {
        checkOptions();
        if (source instanceof DataSource.Idx || source instanceof DataSource.Rows || testShare != null) {
            throw new IllegalArgumentException("--folds is not for --data idx:DIR or rows:FILE, nor with --test-share");
        }
        boolean digits = source instanceof DataSource.Digits;
        Table read = digits ? null : table.read(source);
        Dataset<double[]> all = digits ? Digits.read() : read.data();
        CounterRandom random = new CounterRandom(seed, CounterRandom.Purpose.USER, 0);
        List<Split<double[]>> splits =
                all.hasLabels() ? Splits.stratifiedFolds(all, count, random) : Splits.folds(all, count, random);
        List<TrainingData<A>> folds = new ArrayList<>();
        for (Split<double[]> parts : splits) {
            folds.add(digits ? pixels(precision, parts) : checked(prepared(precision, parts, read)));
        }
        return folds;
    }

    /** Pixels are best left alone. */
    private <A> TrainingData<A> pixels(Precision<A> precision, Split<double[]> parts) {
        return new TrainingData<>(
                source.name(), precision.of(parts.train()), precision.of(parts.test()), true, 1, Preparation.NONE);
    }

    private Split<double[]> parts(Dataset<double[]> data, long seed) {
        CounterRandom random = new CounterRandom(seed, CounterRandom.Purpose.USER, 0);
        return data.hasLabels() ? Splits.stratified(data, share(), random) : data.split(share(), random);
    }

    private <A> TrainingData<A> prepared(Precision<A> precision, Split<double[]> parts, Table read) {
        Preparation preparation = table.preparation(parts.train(), read);
        return new TrainingData<>(
                source.name(),
                precision.of(preparation.apply(parts.train())),
                precision.of(preparation.apply(parts.test())),
                false,
                preparation.targets() == null ? 1 : preparation.targets().scale()[0],
                preparation);
    }

    private static <A> TrainingData<A> checked(TrainingData<A> data) {
        if (data.hasClasses() && data.train().outputs() < 2) {
            throw new IllegalArgumentException("--data " + data.name() + ": all rows are of one class");
        }
        return data;
    }

    private void checkOptions() {
        table.check(source);
        if (testShare != null && source instanceof DataSource.Idx) {
            throw new IllegalArgumentException("--test-share is not for --data idx:DIR, which has its own test files");
        }
        if (!(share() > 0 && share() < 1)) {
            throw new IllegalArgumentException("--test-share must be above 0 and below 1, was " + share());
        }
    }

    private double share() {
        return testShare == null ? DEFAULT_TEST_SHARE : testShare;
    }
}
