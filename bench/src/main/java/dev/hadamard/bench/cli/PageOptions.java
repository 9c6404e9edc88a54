// SPDX-License-Identifier: Apache-2.0

package dev.hadamard.bench.cli;

import dev.hadamard.History;
import dev.hadamard.bench.chart.Chart;
import dev.hadamard.bench.page.LearningCurve;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.Writer;
import java.nio.file.Path;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVPrinter;
import picocli.CommandLine.Option;

/** Options that leave a training's course behind, for people. */
final class PageOptions {

    /** What timing processes don't have. */
    static final Set<String> NAMES = Set.of("--html", "--plot", "--history");

    @Option(
            names = "--html",
            paramLabel = "FILE",
            description = "Where to write a page with the learning curve, confusion matrix, gradient flow, norms,"
                    + " settings and environment.")
    private Path html;

    @Option(names = "--plot", paramLabel = "FILE", description = "Where to draw the learning curve, as .svg or .png.")
    private Path plot;

    @Option(names = "--history", paramLabel = "FILE", description = "Where to write a row for each epoch, as CSV.")
    private Path history;

    /** Made by picocli. */
    PageOptions() {}

    /** Checks what needs no data, before time is spent. */
    void check() throws IOException {
        if (plot != null && !Chart.canWrite(plot)) {
            throw new IllegalArgumentException("--plot must end in .svg or .png, was " + plot);
        }
        for (Path file : Stream.of(html, plot, history).filter(Objects::nonNull).toList()) {
            JsonFile.checkWritable(file);
        }
    }

    boolean wantsPage() {
        return html != null;
    }

    /** Writes all that was asked for. */
    void write(TrainResult result, Diagnosis diagnosis, PrintWriter out) throws IOException {
        History epochs = result.outcome().history();
        if (history != null) {
            TextFile.write(history, writer -> writeCsv(epochs, writer));
        }
        if (plot != null) {
            Optional<Chart> curve = LearningCurve.of(epochs, result.data().name(), TrainingPage.watched(result));
            if (curve.isPresent()) {
                curve.get().write(plot);
            } else {
                out.println("no epoch has a cost above 0, so there is no " + plot);
            }
        }
        if (html != null) {
            String page = TrainingPage.of(result, diagnosis);
            TextFile.write(html, writer -> writer.write(page));
        }
    }

    private static void writeCsv(History history, Writer writer) throws IOException {
        CSVPrinter printer = new CSVPrinter(
                writer, CSVFormat.DEFAULT.builder().setRecordSeparator('\n').build());
        printer.printRecord("epoch", "cost", "watched", "rows", "seconds", "rows per second", "largest derivative");
        for (History.Epoch epoch : history.epochs()) {
            printer.printRecord(
                    epoch.number(),
                    epoch.cost(),
                    orEmpty(epoch.watched()),
                    epoch.rows(),
                    epoch.nanoseconds() / 1e9,
                    epoch.rowsPerSecond(),
                    orEmpty(epoch.largestDerivative()));
        }
    }

    private static String orEmpty(double value) {
        return Double.isNaN(value) ? "" : String.valueOf(value);
    }
}
