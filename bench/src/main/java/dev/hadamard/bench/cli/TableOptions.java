// SPDX-License-Identifier: Apache-2.0

package dev.hadamard.bench.cli;

import dev.hadamard.Preparation;
import dev.hadamard.data.Categories;
import dev.hadamard.data.CsvReader;
import dev.hadamard.data.Dataset;
import dev.hadamard.data.Imputer;
import dev.hadamard.data.LibsvmReader;
import dev.hadamard.data.RowFile;
import dev.hadamard.data.Scaler;
import dev.hadamard.data.Table;
import dev.hadamard.io.HadamardIOException;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/** Options that say how a table of numbers and text becomes features. */
final class TableOptions {

    /** How features are scaled. */
    enum Scaling {
        /** Mean 0, standard deviation 1. */
        STANDARD,
        /** From 0 to 1. */
        MIN_MAX,
        /** Not at all. */
        NONE
    }

    private static final String AUTO = "auto";
    private static final String ERROR = "error";
    private static final String MEAN = "mean";

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
            description = "For csv and libsvm: what the target is. Default: auto.")
    private CsvReader.Task task;

    @Option(
            names = "--one-hot",
            paramLabel = "COLUMN",
            split = ",",
            description =
                    "For csv: columns of categories, each of which becomes a feature; auto for all that hold text.")
    private List<String> oneHot = List.of();

    @Option(
            names = "--ordinal",
            paramLabel = "COLUMN",
            split = ",",
            description = "For csv: columns of categories that become numbers, in sorted order.")
    private List<String> ordinal = List.of();

    @Option(
            names = "--missing",
            paramLabel = "error|mean|NUMBER",
            description = "For csv: what stands in for missing features. Default: error.")
    private String missing;

    @Option(
            names = "--scale",
            paramLabel = "standard|min_max|none",
            description = "For csv, libsvm and rows: how features are scaled, by the training part. Default: standard,"
                    + " for rows what convert was told.")
    private Scaling scaling;

    /** Made by picocli. */
    TableOptions() {}

    /** What is needed to repeat a run, by option. */
    Map<String, Object> settings(DataSource source) {
        Map<String, Object> settings = new LinkedHashMap<>();
        if (source instanceof DataSource.Csv) {
            settings.put("target", target == null ? "last" : target);
            settings.put("header", header == null ? AUTO : Names.of(header));
            settings.put("separator", separator == null ? "," : separator);
            settings.put("oneHot", String.join(",", oneHot));
            settings.put("ordinal", String.join(",", ordinal));
            settings.put("missing", missing == null ? ERROR : missing);
        }
        if (source instanceof DataSource.Csv || source instanceof DataSource.Libsvm) {
            settings.put("task", task == null ? AUTO : Names.of(task));
            settings.put("scale", Names.of(scaling()));
        }
        if (source instanceof DataSource.Rows && scaling != null) {
            settings.put("scale", Names.of(scaling));
        }
        return settings;
    }

    /** Checks what needs no data. */
    void check(DataSource source) {
        boolean csv = source instanceof DataSource.Csv;
        boolean csvOptions = target != null || header != null || separator != null || missing != null;
        if ((csvOptions || !oneHot.isEmpty() || !ordinal.isEmpty()) && !csv) {
            throw new IllegalArgumentException(
                    "--target, --header, --separator, --one-hot, --ordinal and --missing are" + " for --data csv:FILE");
        }
        boolean table = csv || source instanceof DataSource.Libsvm;
        if (task != null && !table) {
            throw new IllegalArgumentException("--task is for --data csv:FILE and libsvm:FILE");
        }
        if (scaling != null && !table && !(source instanceof DataSource.Rows)) {
            throw new IllegalArgumentException("--scale is for --data csv:FILE, libsvm:FILE and rows:FILE");
        }
        if (fills() && !missing.equals(MEAN)) {
            stand();
        }
    }

    /** Reads a table. */
    Table read(DataSource source) throws IOException {
        return source instanceof DataSource.Libsvm libsvm
                ? libsvm(libsvm).read()
                : csv((DataSource.Csv) source).read();
    }

    /** A reader with all that the user wishes. */
    LibsvmReader libsvm(DataSource.Libsvm source) {
        LibsvmReader reader = LibsvmReader.of(source.file());
        return task == null ? reader : reader.task(task);
    }

    /** A reader with all that the user wishes. */
    CsvReader csv(DataSource.Csv source) {
        CsvReader reader = CsvReader.of(source.file());
        reader = target == null ? reader : reader.target(target);
        reader = header == null ? reader : reader.header(header);
        reader = separator == null ? reader : reader.separator(Separator.parse(separator));
        reader = task == null ? reader : reader.task(task);
        reader = oneHot.contains(AUTO) ? reader.encodeText(Categories.Encoding.ONE_HOT) : reader;
        reader = reader.oneHot(
                        oneHot.stream().filter(column -> !column.equals(AUTO)).toArray(String[]::new))
                .ordinal(ordinal.toArray(String[]::new));
        return fills() ? reader.missingAsNaN() : reader;
    }

    /** What is to be done to features and targets, by the training part. */
    Preparation preparation(Dataset<double[]> train, Table table) {
        Imputer imputer = null;
        if (fills()) {
            imputer = fillsByMean() ? Imputer.mean(train) : constant(train.features());
        }
        Dataset<double[]> filled = imputer == null ? train : imputer.apply(train);
        Scaler features = switch (scaling()) {
            case STANDARD -> Scaler.standard(filled);
            case MIN_MAX -> Scaler.minMax(filled);
            case NONE -> null;
        };
        Scaler targets = train.hasLabels() ? null : Scaler.standardTargets(train);
        return new Preparation(table.categories(), imputer, features, targets, table.classNames());
    }

    /** Whether missing features become something. */
    boolean fills() {
        return missing != null && !missing.equals(ERROR);
    }

    /** Whether that is the column's mean, else a number. */
    boolean fillsByMean() {
        return MEAN.equals(missing);
    }

    /** The number in the place of missing ones. */
    Imputer constant(int columns) {
        return Imputer.constant(columns, stand());
    }

    private double stand() {
        try {
            double value = Double.parseDouble(missing);
            if (Double.isFinite(value)) {
                return value;
            }
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException("--missing must be error, mean or a number, was \"" + missing + '"', e);
        }
        throw new IllegalArgumentException("--missing must be a finite number, was " + missing);
    }

    /** How features are scaled. */
    Scaling scaling() {
        return scaling == null ? Scaling.STANDARD : scaling;
    }

    /** How a file's features are scaled: as the user says, else as whoever converted it said. */
    Scaling scaling(RowFile<?> rows) throws HadamardIOException {
        String noted = rows.metadata().get(RowsOfFile.SCALE);
        if (scaling != null || noted == null) {
            return scaling();
        }
        try {
            return Names.parse(Scaling.class, noted);
        } catch (TypeConversionException e) {
            throw new HadamardIOException(rows.path() + ": metadata: " + RowsOfFile.SCALE + ": " + e.getMessage(), e);
        }
    }
}
