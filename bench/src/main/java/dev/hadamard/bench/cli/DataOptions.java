// SPDX-License-Identifier: Apache-2.0

package dev.hadamard.bench.cli;

import dev.hadamard.CounterRandom;
import dev.hadamard.bench.step.Precision;
import dev.hadamard.data.CsvReader;
import dev.hadamard.data.CsvTable;
import dev.hadamard.data.Dataset;
import dev.hadamard.data.Scaler;
import dev.hadamard.data.Split;
import dev.hadamard.data.Splits;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Option;

/** Options that say what to train on. */
final class DataOptions {

    private static final double DEFAULT_TEST_SHARE = 0.2;

    @Option(
            names = "--data",
            paramLabel = "DATA",
            defaultValue = "digits",
            description = "digits (1797 handwritten digits, comes with the program), csv:FILE, or idx:DIR with the four"
                    + " files of MNIST and its kin; each plain or gzip. Default: ${DEFAULT-VALUE}.")
    private DataSource source;

    @Option(
            names = "--target",
            paramLabel = "COLUMN",
            description = "For csv: the column to predict: last, a name, or an index from 0. Default: last.")
    private String target;

    @Option(
            names = "--header",
            paramLabel = "auto|yes|no",
            description = "For csv: whether the first line holds names. Default: auto.")
    private CsvReader.Header header;

    @Option(
            names = "--separator",
            paramLabel = "C",
            description = "For csv: what stands between cells: a character, tab or space. Default: a comma.")
    private String separator;

    @Option(
            names = "--task",
            paramLabel = "auto|classification|regression",
            description = "For csv: what the target is. Default: auto.")
    private CsvReader.Task task;

    @Option(
            names = "--test-share",
            paramLabel = "SHARE",
            description = "For digits and csv: share of the rows to test on, dealt out by the seed. Default: "
                    + DEFAULT_TEST_SHARE + ".")
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
        if (source instanceof DataSource.Csv) {
            settings.put("target", target == null ? "last" : target);
            settings.put("header", header == null ? "auto" : Names.of(header));
            settings.put("separator", separator == null ? "," : separator);
            settings.put("task", task == null ? "auto" : Names.of(task));
        }
        if (!(source instanceof DataSource.Idx)) {
            settings.put("testShare", share());
        }
        return settings;
    }

    /**
     * Reads the data.
     *
     * @param precision element type
     * @param seed deals out the rows
     * @throws IOException if a file is missing or damaged
     * @throws IllegalArgumentException if options don't fit the data
     */
    <A> TrainingData<A> load(Precision<A> precision, long seed) throws IOException {
        checkOptions();
        if (source instanceof DataSource.Idx idx) {
            Split<A> parts = precision.readIdx(idx.folder());
            return checked(new TrainingData<>(source.name(), parts.train(), parts.test(), true, 1, Preparation.NONE));
        }
        if (source instanceof DataSource.Csv csv) {
            CsvTable table = reader(csv).read();
            return checked(standardised(precision, parts(table.data(), seed), table.classNames()));
        }
        Split<double[]> parts = parts(Digits.read(), seed); // pixels, which are best left alone
        return new TrainingData<>(
                source.name(), precision.of(parts.train()), precision.of(parts.test()), true, 1, Preparation.NONE);
    }

    private Split<double[]> parts(Dataset<double[]> data, long seed) {
        CounterRandom random = new CounterRandom(seed, CounterRandom.Purpose.USER, 0);
        return data.hasLabels() ? Splits.stratified(data, share(), random) : data.split(share(), random);
    }

    private <A> TrainingData<A> standardised(Precision<A> precision, Split<double[]> parts, List<String> classes) {
        Scaler features = Scaler.standard(parts.train());
        Dataset<double[]> train = features.apply(parts.train());
        Dataset<double[]> test = features.apply(parts.test());
        double unit = 1;
        Scaler targets = null;
        if (!train.hasLabels()) {
            targets = Scaler.standardTargets(train);
            train = targets.applyToTargets(train);
            test = targets.applyToTargets(test);
            unit = targets.scale()[0];
        }
        return new TrainingData<>(
                source.name(),
                precision.of(train),
                precision.of(test),
                false,
                unit,
                new Preparation(features, targets, classes));
    }

    private static <A> TrainingData<A> checked(TrainingData<A> data) {
        if (data.hasClasses() && data.train().outputs() < 2) {
            throw new IllegalArgumentException("--data " + data.name() + ": all rows are of one class");
        }
        return data;
    }

    private void checkOptions() {
        boolean csv = source instanceof DataSource.Csv;
        boolean csvOptions = target != null || header != null || separator != null || task != null;
        if (csvOptions && !csv) {
            throw new IllegalArgumentException("--target, --header, --separator and --task are for --data csv:FILE");
        }
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

    private CsvReader reader(DataSource.Csv csv) {
        CsvReader reader = CsvReader.of(csv.file());
        reader = target == null ? reader : reader.target(target);
        reader = header == null ? reader : reader.header(header);
        reader = separator == null ? reader : reader.separator(Separator.parse(separator));
        return task == null ? reader : reader.task(task);
    }
}
