// SPDX-License-Identifier: Apache-2.0

package dev.hadamard.bench.cli;

import dev.hadamard.Backend;
import dev.hadamard.GradientFlow;
import dev.hadamard.Trainer;
import dev.hadamard.TrainingListener;
import dev.hadamard.bench.chart.Chart;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Set;
import picocli.CommandLine.Option;

/** Options of a training that watch over its numbers. */
final class CheckOptions {

    /** What timing processes don't have. */
    static final Set<String> NAMES = Set.of("--strict", "--diagnose", "--diagnose-chart");

    @Option(names = "--strict", description = "Train with the same bits on every machine, JDK and number of threads.")
    private boolean strict;

    @Option(
            names = "--diagnose",
            description = "Print, layer by layer, how the gradient flowed: norms, updates, saturated and dead units.")
    private boolean diagnose;

    @Option(
            names = "--diagnose-chart",
            paramLabel = "FILE",
            description = "Draw the gradient's norm layer by layer, at first and at last, as .svg or .png.")
    private Path chart;

    private Diagnosis diagnosis;
    private boolean pageWanted;

    /** Made by picocli. */
    CheckOptions() {}

    /** Collects the gradient flow for a page too. */
    void diagnoseForPage(boolean wanted) {
        pageWanted = wanted;
    }

    /** What was collected, or null. */
    Diagnosis diagnosis() {
        return diagnosis;
    }

    /** Checks what needs no data. */
    void check() throws IOException {
        if (chart != null && !Chart.canWrite(chart)) {
            throw new IllegalArgumentException("--diagnose-chart must end in .svg or .png, was " + chart);
        }
        if (chart != null) {
            JsonFile.checkWritable(chart);
        }
    }

    boolean strict() {
        return strict;
    }

    /** What computes, by the name that the user gave. */
    Backend backend(String name) {
        return strict && name.equals("auto") ? Backend.strict() : Backend.named(name);
    }

    /** What listens to a training: progress, and the diagnosis where it is wanted. */
    <A> TrainingListener[] listeners(Trainer<A> trainer, TrainingListener progress) {
        if (!diagnose && chart == null && !pageWanted) {
            return new TrainingListener[] {progress};
        }
        diagnosis = new Diagnosis();
        return new TrainingListener[] {progress, GradientFlow.every(Diagnosis.STEPS, trainer, diagnosis::add)};
    }

    /** Prints and draws what was found, as it was wanted. */
    void report(PrintWriter out) throws IOException {
        if (diagnosis == null) {
            return;
        }
        if (diagnose) {
            diagnosis.print(out);
        }
        if (chart != null && !diagnosis.draw(chart)) {
            out.println("no gradient flowed, so there is no " + chart);
            out.flush();
        }
    }
}
