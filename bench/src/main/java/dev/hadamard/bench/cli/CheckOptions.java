// SPDX-License-Identifier: Apache-2.0

package dev.hadamard.bench.cli;

import dev.hadamard.Backend;
import dev.hadamard.GradientFlow;
import dev.hadamard.Trainer;
import dev.hadamard.TrainingListener;
import java.io.PrintWriter;
import java.util.Set;
import picocli.CommandLine.Option;

/** Options of a training that watch over its numbers. */
final class CheckOptions {

    /** What timing processes don't have. */
    static final Set<String> NAMES = Set.of("--strict", "--diagnose");

    @Option(names = "--strict", description = "Train with the same bits on every machine, JDK and number of threads.")
    private boolean strict;

    @Option(
            names = "--diagnose",
            description = "Print, layer by layer, how the gradient flowed: norms, updates, saturated and dead units.")
    private boolean diagnose;

    private Diagnosis diagnosis;

    /** Made by picocli. */
    CheckOptions() {}

    boolean strict() {
        return strict;
    }

    /** What computes, by the name that the user gave. */
    Backend backend(String name) {
        return strict && name.equals("auto") ? Backend.strict() : Backend.named(name);
    }

    /** What listens to a training: progress, and the diagnosis where it is wanted. */
    <A> TrainingListener[] listeners(Trainer<A> trainer, TrainingListener progress) {
        if (!diagnose) {
            return new TrainingListener[] {progress};
        }
        diagnosis = new Diagnosis();
        return new TrainingListener[] {progress, GradientFlow.every(Diagnosis.STEPS, trainer, diagnosis::add)};
    }

    /** Prints what was found, if it was wanted. */
    void printDiagnosis(PrintWriter out) {
        if (diagnosis != null) {
            diagnosis.print(out);
        }
    }
}
