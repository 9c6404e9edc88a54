// SPDX-License-Identifier: Apache-2.0

package dev.hadamard.bench.cli;

import dev.hadamard.Predictor;
import dev.hadamard.Preparation;
import dev.hadamard.data.CsvReader;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.Writer;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVPrinter;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Predicts by a model that train saved. */
@Command(
        name = "predict",
        description = {
            "Predicts a target for each row of a table, by a model that train --save wrote.",
            "The result is a table too: for classes the likeliest and the probability of each, else the numbers."
        },
        footerHeading = HadamardCommand.EXAMPLE,
        footer = "  hadamard predict --model flowers.model --data csv:new.csv --output answers.csv",
        mixinStandardHelpOptions = true,
        sortOptions = false)
final class PredictCommand implements Callable<Integer> {

    @Spec
    private CommandSpec spec;

    @Option(names = "--model", paramLabel = "FILE", required = true, description = "What train --save wrote.")
    private Path model;

    @Option(
            names = "--data",
            paramLabel = "DATA",
            required = true,
            description = "csv:FILE, with as many columns as the model has inputs or one more, which is its target;"
                    + " libsvm:FILE; idx:DIR, of which the test files are read; rows:FILE; or digits.")
    private DataSource data;

    @Option(
            names = "--target",
            paramLabel = "COLUMN",
            description = "For csv: the column to leave out, where there is one: last, a name, or an index from 0."
                    + " Default: last.")
    private String target;

    @Option(
            names = "--separator",
            paramLabel = "C",
            description = "For csv: what stands between cells, a character, tab or space. Default: a comma.")
    private String separator;

    @Option(names = "--output", paramLabel = "FILE", description = "Where to write the result. Default: to the screen.")
    private Path output;

    /** Made by picocli. */
    PredictCommand() {}

    @Override
    public Integer call() throws IOException {
        LoadedModel loaded = LoadedModel.of(model);
        FeatureTable table = read(loaded);
        if (output == null) {
            StringWriter text = new StringWriter();
            print(loaded, table, text);
            PrintWriter out = spec.commandLine().getOut();
            out.print(text);
            out.flush();
        } else {
            TextFile.write(output, writer -> print(loaded, table, writer));
            spec.commandLine().getOut().printf("%d rows predicted%n", table.rows());
            spec.commandLine().getOut().flush();
        }
        return 0;
    }

    private FeatureTable read(LoadedModel loaded) throws IOException {
        int inputs = loaded.network().inputs();
        if (!(data instanceof DataSource.Csv csv)) {
            if (target != null || separator != null) {
                throw new IllegalArgumentException("--target and --separator are for --data csv:FILE");
            }
            return FeatureTable.read(data, loaded.preparation(), inputs);
        }
        CsvReader reader = CsvReader.of(csv.file());
        reader = target == null ? reader : reader.target(target);
        reader = separator == null ? reader : reader.separator(Separator.parse(separator));
        return FeatureTable.read(reader, loaded.preparation(), inputs);
    }

    private static void print(LoadedModel model, FeatureTable table, Writer writer) throws IOException {
        CSVPrinter printer = new CSVPrinter(
                writer, CSVFormat.DEFAULT.builder().setRecordSeparator('\n').build());
        List<String> classes = model.preparation().classes();
        int outputs = model.network().outputs();
        if (!classes.isEmpty()) {
            printer.print("prediction");
        }
        for (int i = 0; i < outputs; i++) {
            printer.print(classes.isEmpty() ? "output " + i : classes.get(outputs == 1 ? 1 : i));
        }
        printer.println();
        try (Predictor<?> predictor = model.predictor()) {
            table.forEach(row -> print(printer, model.preparation(), predictor.predict(row)));
        }
    }

    private static void print(CSVPrinter printer, Preparation preparation, double[] outputs) throws IOException {
        if (!preparation.classes().isEmpty()) {
            printer.print(preparation.classes().get(likeliest(outputs)));
        }
        for (double value : preparation.invert(outputs)) {
            printer.print(value);
        }
        printer.println();
    }

    /** Of one output, which is the probability of class 1, whether that is at least a half. */
    private static int likeliest(double[] outputs) {
        if (outputs.length == 1) {
            return outputs[0] >= 0.5 ? 1 : 0;
        }
        int best = 0;
        for (int i = 1; i < outputs.length; i++) {
            best = outputs[i] > outputs[best] ? i : best;
        }
        return best;
    }
}
