// SPDX-License-Identifier: Apache-2.0

package dev.hadamard.bench.cli;

import dev.hadamard.CounterRandom;
import dev.hadamard.Preparation;
import dev.hadamard.bench.step.Precision;
import dev.hadamard.data.Categories;
import dev.hadamard.data.CsvReader;
import dev.hadamard.data.Dataset;
import dev.hadamard.data.Imputer;
import dev.hadamard.data.RowConsumer;
import dev.hadamard.data.RowFile;
import dev.hadamard.data.RowFileWriter;
import dev.hadamard.data.Split;
import dev.hadamard.data.Targets;
import dev.hadamard.io.HadamardIOException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Writes data as a file of rows. */
@Command(
        name = "convert",
        description = {
            "Writes a table or images as a file of rows, which train --data rows:FILE reads piece by piece: it may be"
                    + " larger than memory.",
            "Rows of csv and libsvm are read one by one; only their targets are held in memory. Numbers become floats."
        },
        footerHeading = HadamardCommand.EXAMPLE,
        footer = "  hadamard convert --data csv:flowers.csv --target species --output flowers.rows",
        mixinStandardHelpOptions = true,
        sortOptions = false)
final class ConvertCommand implements Callable<Integer> {

    /** Which of the two parts that MNIST and its kin have. */
    enum Part {
        TRAIN,
        TEST
    }

    @Spec
    private CommandSpec spec;

    @Option(
            names = "--data",
            paramLabel = "DATA",
            required = true,
            description = "csv:FILE, libsvm:FILE, idx:DIR, each plain or gzip; or digits.")
    private DataSource data;

    @Mixin
    private TableOptions table;

    @Option(names = "--part", paramLabel = "train|test", description = "For idx: which files. Default: train.")
    private Part part;

    @Option(
            names = "--output",
            paramLabel = "FILE",
            required = true,
            description = "Where to write the file (safetensors). It is there as a whole or not at all.")
    private Path output;

    @Option(
            names = "--shuffle",
            negatable = true,
            defaultValue = "true",
            fallbackValue = "true",
            description = "Whether to shuffle the rows, so that the last, which train tests on, are like the others."
                    + " Default: yes.")
    private boolean shuffle;

    @Option(
            names = "--seed",
            paramLabel = "N",
            defaultValue = "1",
            description = "Decides how rows are shuffled. Default: ${DEFAULT-VALUE}.")
    private long seed;

    /** Made by picocli. */
    ConvertCommand() {}

    @Override
    public Integer call() throws IOException {
        table.check(data);
        if (data instanceof DataSource.Rows) {
            throw new IllegalArgumentException("--data " + data.name() + " is a file of rows already");
        }
        if (part != null && !(data instanceof DataSource.Idx)) {
            throw new IllegalArgumentException("--part is for --data idx:DIR");
        }
        JsonFile.checkWritable(output);
        if (data instanceof DataSource.Csv csv) {
            convert(csv);
        } else if (data instanceof DataSource.Libsvm libsvm) {
            try (Rows rows = new Rows(List.of())) {
                rows.finish(table.libsvm(libsvm).forEach(rows));
            }
        } else {
            write(images());
        }
        RowFile<float[]> written = RowFile.openFloats(output);
        spec.commandLine().getOut().println(written);
        spec.commandLine().getOut().flush();
        return 0;
    }

    private void convert(DataSource.Csv csv) throws IOException {
        CsvReader reader = table.csv(csv);
        List<Categories> categories = reader.scanCategories();
        CsvReader known = reader.categories(categories);
        Imputer means = table.fillsByMean() ? means(known) : null;
        try (Rows rows = new Rows(categories)) {
            rows.imputer = means;
            rows.finish(known.forEach(rows));
        }
    }

    /** Reads the file for nothing but the means of its columns. */
    private static Imputer means(CsvReader reader) throws HadamardIOException {
        Imputer.Means[] means = new Imputer.Means[1];
        reader.forEach(row -> {
            if (means[0] == null) {
                means[0] = new Imputer.Means(row.length);
            }
            means[0].accept(row);
        });
        return means[0].imputer();
    }

    /** The rows of a table on their way to the file, which is begun when the first shows how wide they are. */
    private final class Rows implements RowConsumer, AutoCloseable {

        private final List<Categories> categories;
        private Imputer imputer;
        private RowFileWriter writer;

        Rows(List<Categories> categories) {
            this.categories = categories;
        }

        @Override
        public void accept(double[] features) throws HadamardIOException {
            if (writer == null) {
                begin(features.length);
            }
            try {
                writer.add(imputer == null ? features : imputer.apply(features), 0);
            } catch (IllegalArgumentException e) {
                throw new HadamardIOException("--data " + data.name() + ": " + e.getMessage(), e);
            }
        }

        private void begin(int width) throws HadamardIOException {
            if (imputer == null && table.fills()) {
                imputer = table.constant(width);
            }
            writer = started(width).metadata(RowsOfFile.SCALE, Names.of(table.scaling()));
            new Preparation(categories, imputer, null, null, List.of()).addTo(writer);
        }

        void finish(Targets targets) throws HadamardIOException {
            writer.finish(targets);
        }

        @Override
        public void close() throws HadamardIOException {
            if (writer != null) {
                writer.close();
            }
        }
    }

    private RowFileWriter started(int width) throws HadamardIOException {
        RowFileWriter writer = new RowFileWriter(output, width);
        return shuffle ? writer.shuffled(new CounterRandom(seed, CounterRandom.Purpose.USER, 0)) : writer;
    }

    private Dataset<?> images() throws IOException {
        if (data instanceof DataSource.Idx idx) {
            Split<float[]> parts = Precision.FLOAT.readIdx(idx.folder());
            return part == Part.TEST ? parts.test() : parts.train();
        }
        return Digits.read();
    }

    /** Pixels are best left alone. */
    private void write(Dataset<?> images) throws HadamardIOException {
        try (RowFileWriter writer = started(images.features())) {
            writer.metadata(RowsOfFile.SCALE, Names.of(TableOptions.Scaling.NONE))
                    .metadata(RowsOfFile.IMAGES, "true")
                    .write(images, List.of());
        }
    }
}
