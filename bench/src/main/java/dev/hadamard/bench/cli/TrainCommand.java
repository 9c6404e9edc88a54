// SPDX-License-Identifier: Apache-2.0

package dev.hadamard.bench.cli;

import dev.hadamard.Backend;
import dev.hadamard.bench.step.Precision;
import dev.hadamard.bench.step.StepSetup;
import dev.hadamard.bench.step.TrainStep;
import dev.hadamard.bench.timing.TimingProcess;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Trains, tests and compares. */
@Command(
        name = "train",
        description = {
            "Trains a network, tests it, and times every implementation on the same network and data.",
            "GFLOP/s count the matrix products of a step: rows x (6 x weights - 2 x inputs x units of the first layer)."
        },
        footerHeading = HadamardCommand.EXAMPLE,
        footer = "  hadamard train --data csv:flowers.csv --target species --save flowers.model",
        mixinStandardHelpOptions = true,
        sortOptions = false)
final class TrainCommand implements Callable<Integer> {

    /** Options of this command that its timing processes don't have. */
    private static final Set<String> NOT_PASSED_ON = Stream.concat(
                    Stream.concat(FileOptions.NAMES.stream(), LayerOptions.NAMES.stream()),
                    Stream.of("--epochs", "--backend", "--json", "--compare"))
            .collect(Collectors.toUnmodifiableSet());

    private static final int USUAL_STEPS = 1000;
    private static final int LEAST_EPOCHS = 10;

    /** As many iterations as scikit-learn gives it. */
    private static final int LBFGS_EPOCHS = 200;

    private static final Comparison NO_COMPARISON = new Comparison(List.of());

    @Spec
    private CommandSpec spec;

    @Mixin
    private DataOptions data;

    @Mixin
    private ModelOptions model;

    @Mixin
    private CheckOptions checks;

    @Mixin
    private FileOptions files;

    @Mixin
    private TrainingOptions training;

    @Mixin
    private PageOptions pages;

    @Option(
            names = "--epochs",
            paramLabel = "N",
            description = "How often to go through the training data. Default: as often as makes " + USUAL_STEPS
                    + " steps, but at least " + LEAST_EPOCHS + " times; " + LBFGS_EPOCHS + " for lbfgs.")
    private Integer epochs;

    @Option(
            names = "--folds",
            paramLabel = "K",
            description = "Cross-validate: train K times, each time without a Kth of the rows, and test on those.")
    private Integer folds;

    @Option(
            names = "--backend",
            paramLabel = "NAME",
            defaultValue = "auto",
            description =
                    "What trains: auto, simd, netlib-native, netlib-java, scalar, or reference, which is the naive"
                            + " implementation in double precision. Default: ${DEFAULT-VALUE}.")
    private String backend;

    @Option(names = "--json", paramLabel = "FILE", description = "Where to write all figures as JSON.")
    private Path json;

    @Option(
            names = "--compare",
            negatable = true,
            defaultValue = "true",
            fallbackValue = "true",
            description = "Whether to time all implementations at the end; not for lbfgs. Default: yes.")
    private boolean compare;

    /** Made by picocli. */
    TrainCommand() {}

    @Override
    public Integer call() throws IOException {
        model.check();
        checks.check();
        pages.check();
        checks.diagnoseForPage(pages.wantsPage());
        files.check(byReference());
        training.check();
        if (epochs != null && epochs < 1) {
            throw new IllegalArgumentException("--epochs must be at least 1, was " + epochs);
        }
        checkBackend();
        checkFolds();
        checkRows();
        JsonFile file = json == null ? null : JsonFile.writable(json);
        try (Interruption interruption = Interruption.begin()) {
            if (folds != null) {
                crossValidate(model.precision(), interruption, file);
                return ExitCode.OK;
            }
            TrainResult result =
                    byReference() ? trainByReference(interruption) : trainByEngine(model.precision(), interruption);
            if (file != null) {
                file.write(result::write);
            }
            pages.write(result, checks.diagnosis(), out());
            return result.comparison().anyFailed() ? ExitCode.SOFTWARE : ExitCode.OK;
        } catch (OutOfMemoryError e) {
            long megabytes = Runtime.getRuntime().maxMemory() >> 20;
            throw new TrainingFailedException(
                    "network and data don't fit into the heap of " + megabytes + " MB; java -Xmx sets a larger one", e);
        }
    }

    private boolean byReference() {
        return backend.equals(TrainStep.REFERENCE);
    }

    private void checkBackend() {
        if (checks.strict() && byReference()) {
            throw new IllegalArgumentException("--strict is of the engine, not of --backend " + TrainStep.REFERENCE);
        }
        if (model.searchesLines() && byReference()) {
            throw new IllegalArgumentException("--optimizer lbfgs is not for --backend " + TrainStep.REFERENCE);
        }
        if (!byReference() && !backend.equals("auto") && !Backend.names().contains(backend)) {
            throw new IllegalArgumentException("--backend \"" + backend + "\" is none of auto, "
                    + String.join(", ", Backend.names()) + ", " + TrainStep.REFERENCE);
        }
    }

    private void checkFolds() {
        if (folds == null) {
            return;
        }
        if (folds < 2) {
            throw new IllegalArgumentException("--folds must be at least 2, was " + folds);
        }
        if (byReference()) {
            throw new IllegalArgumentException("--folds is not for --backend " + TrainStep.REFERENCE);
        }
        for (OptionSpec option : spec.commandLine().getParseResult().matchedOptions()) {
            String name = option.longestName();
            if (FileOptions.NAMES.contains(name) || PageOptions.NAMES.contains(name) || name.startsWith("--diagnose")) {
                throw new IllegalArgumentException(name + " is of one training, not of --folds");
            }
        }
    }

    private void checkRows() {
        if (!(data.source() instanceof DataSource.Rows)) {
            return;
        }
        if (byReference() || model.searchesLines() || training.balancesClasses()) {
            throw new IllegalArgumentException("--data rows:FILE is not for "
                    + (byReference()
                            ? "--backend " + TrainStep.REFERENCE
                            : model.searchesLines() ? "--optimizer lbfgs" : "--class-weights balanced")
                    + ", which takes data in memory");
        }
    }

    private <A> void crossValidate(Precision<A> precision, Interruption interruption, JsonFile file)
            throws IOException {
        CrossValidation validation = new CrossValidation();
        Backend chosen = checks.backend(backend);
        Map<String, Object> settings = Map.of();
        for (TrainingData<A> fold : data.folds(precision, model.seed(), folds)) {
            StepSetup<A> setup = announced(fold, model.setup(precision, fold), chosen.describe());
            TrainResult result = new TrainResult(
                    settings(fold, setup), fold, setup, trained(setup, fold, chosen, interruption), NO_COMPARISON);
            result.printTest(out());
            validation.add(result.metrics());
            settings = result.settings();
            if (interruption.isWanted()) {
                return; // what is half done tells nothing
            }
        }
        validation.print(out());
        if (file != null) {
            Map<String, Object> all = settings;
            file.write(json -> validation.write(json, all));
        }
    }

    private TrainResult trainByReference(Interruption interruption) throws IOException {
        for (OptionSpec option : spec.commandLine().getParseResult().matchedOptions()) {
            if (TrainingOptions.NAMES.contains(option.longestName())) {
                throw new IllegalArgumentException(
                        option.longestName() + " is not for --backend " + TrainStep.REFERENCE);
            }
        }
        TrainingData<double[]> loaded = data.load(Precision.DOUBLE, model.seed(), model.batch());
        StepSetup<double[]> setup = announced(loaded, model.setup(Precision.DOUBLE, loaded), TrainStep.REFERENCE);
        try (Progress progress = progress(loaded, setup)) {
            Training.Outcome outcome =
                    Training.byReference(setup, loaded.test(), epochs(loaded, setup), progress, interruption);
            return finished(loaded, setup, outcome, interruption);
        }
    }

    private <A> TrainResult trainByEngine(Precision<A> precision, Interruption interruption) throws IOException {
        TrainingData<A> loaded = data.load(precision, model.seed(), model.batch());
        Backend chosen = checks.backend(backend);
        StepSetup<A> setup = announced(loaded, model.setup(precision, loaded), chosen.describe());
        Training.Outcome outcome;
        try {
            outcome = trained(setup, loaded, chosen, interruption);
        } finally {
            checks.report(out());
        }
        return finished(loaded, setup, outcome, interruption);
    }

    private <A> Training.Outcome trained(
            StepSetup<A> setup, TrainingData<A> loaded, Backend chosen, Interruption interruption) throws IOException {
        try (Progress progress = progress(loaded, setup)) {
            Training.Engine engine = new Training.Engine(chosen, checks, training, files, model.seed(), interruption);
            return Training.byEngine(setup, loaded, engine, epochs(loaded, setup), progress);
        }
    }

    private <A> StepSetup<A> announced(TrainingData<A> loaded, StepSetup<A> setup, String description) {
        out().println(loaded);
        out().println("network: " + setup.network());
        out().println("backend: " + description);
        out().flush();
        return setup;
    }

    private Progress progress(TrainingData<?> loaded, StepSetup<?> setup) {
        int all = epochs(loaded, setup);
        return Progress.of(out(), Progress.isTerminal(), all, all * stepsPerEpoch(loaded, setup));
    }

    private int epochs(TrainingData<?> loaded, StepSetup<?> setup) {
        if (epochs != null || model.searchesLines()) {
            return epochs != null ? epochs : LBFGS_EPOCHS;
        }
        return (int) Math.max(LEAST_EPOCHS, ceilDiv(USUAL_STEPS, stepsPerEpoch(loaded, setup)));
    }

    private static long stepsPerEpoch(TrainingData<?> loaded, StepSetup<?> setup) {
        return ceilDiv(loaded.trainingRows(), setup.batch());
    }

    /** In long, since a batch may be as large as an int. */
    private static long ceilDiv(long x, long y) {
        return (x + y - 1) / y;
    }

    private TrainResult finished(
            TrainingData<?> loaded, StepSetup<?> setup, Training.Outcome outcome, Interruption interruption)
            throws IOException {
        files.save(setup.network(), loaded.preparation());
        TrainResult trained = new TrainResult(settings(loaded, setup), loaded, setup, outcome, NO_COMPARISON);
        trained.printTest(out());
        if (!compare || interruption.isWanted() || model.searchesLines()) { // a line search has no step to time
            return trained;
        }
        out().printf("%none training step on %d rows, each implementation in a JVM of its own:%n", setup.batch());
        out().flush();
        List<String> passedOn = optionsToPassOn();
        Comparison comparison = Comparison.of(name -> {
            List<String> args = new ArrayList<>(List.of(TimeStepCommand.NAME, TimeStepCommand.IMPLEMENTATION, name));
            args.addAll(passedOn);
            return TimingProcess.run(name, args);
        });
        comparison.print(out());
        return new TrainResult(trained.settings(), loaded, setup, outcome, comparison);
    }

    /** The options that describe data and network, as the user wrote them. */
    private List<String> optionsToPassOn() {
        List<String> options = new ArrayList<>();
        for (OptionSpec option : spec.commandLine().getParseResult().matchedOptions()) {
            if (!NOT_PASSED_ON.contains(option.longestName())
                    && !CheckOptions.NAMES.contains(option.longestName())
                    && !TrainingOptions.NAMES.contains(option.longestName())
                    && !PageOptions.NAMES.contains(option.longestName())) {
                options.add(option.longestName());
                options.addAll(option.originalStringValues());
            }
        }
        return options;
    }

    private Map<String, Object> settings(TrainingData<?> loaded, StepSetup<?> setup) {
        Map<String, Object> settings = new LinkedHashMap<>(data.settings());
        settings.putAll(model.settings(loaded));
        settings.putAll(training.settings());
        settings.put(
                "precision",
                byReference() ? Precision.DOUBLE.name() : model.precision().name());
        settings.put("epochs", epochs(loaded, setup));
        settings.put("backend", backend);
        return settings;
    }

    private PrintWriter out() {
        return spec.commandLine().getOut();
    }
}
