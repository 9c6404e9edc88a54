// SPDX-License-Identifier: Apache-2.0

package dev.hadamard.bench.cli;

import dev.hadamard.History;
import dev.hadamard.bench.chart.Chart;
import dev.hadamard.bench.page.LearningCurve;
import dev.hadamard.io.AtomicFile;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.Writer;
import java.nio.channels.Channels;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;
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
    void check() {
        if (plot != null && !Chart.canWrite(plot)) {
            throw new IllegalArgumentException("--plot must end in .svg or .png, was " + plot);
        }
        checkFolder("--html", html);
        checkFolder("--plot", plot);
        checkFolder("--history", history);
    }

    private static void checkFolder(String option, Path file) {
        if (file == null) {
            return;
        }
        Path folder = file.toAbsolutePath().getParent();
        if (folder == null || !Files.isDirectory(folder)) {
            throw new IllegalArgumentException(option + " " + file + ": no such folder");
        }
    }

    boolean wantsPage() {
        return html != null;
    }

    /** Writes all that was asked for. */
    void write(TrainResult result, Diagnosis diagnosis, PrintWriter out) throws IOException {
        History epochs = result.outcome().history();
        if (history != null) {
            write(history, writer -> writeCsv(epochs, writer));
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
            write(html, writer -> writer.write(page));
        }
    }

    private interface Content {
        void write(Writer writer) throws IOException;
    }

    private static void write(Path file, Content content) throws IOException {
        AtomicFile.write(file, channel -> {
            Writer writer = Channels.newWriter(channel, StandardCharsets.UTF_8);
            content.write(writer);
            writer.flush();
        });
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
