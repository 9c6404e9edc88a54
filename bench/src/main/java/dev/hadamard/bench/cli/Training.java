// SPDX-License-Identifier: Apache-2.0

package dev.hadamard.bench.cli;

import dev.hadamard.Backend;
import dev.hadamard.CounterRandom;
import dev.hadamard.Evaluation;
import dev.hadamard.History;
import dev.hadamard.Network;
import dev.hadamard.Predictor;
import dev.hadamard.Trainer;
import dev.hadamard.TrainerBuilder;
import dev.hadamard.TrainingListener;
import dev.hadamard.bench.step.ReferenceRows;
import dev.hadamard.bench.step.StepSetup;
import dev.hadamard.data.Dataset;
import dev.hadamard.data.RowFile;
import dev.hadamard.metrics.ClassificationMetrics;
import dev.hadamard.metrics.RegressionMetrics;
import dev.hadamard.reference.ReferenceTrainer;
import dev.hadamard.verify.Oracle;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Trains and tests a network, by the engine or by the naive reference. */
final class Training {

    private static final int PREDICTED_AT_ONCE = 256;

    private Training() {}

    /**
     * What came of it.
     *
     * @param history the epochs
     * @param classes figures on the test part, null where targets are numbers
     * @param numbers figures on the test part, null where targets are classes
     * @param backend what computed, for people
     */
    record Outcome(History history, ClassificationMetrics classes, RegressionMetrics numbers, String backend) {

        double samplesPerSecond() {
            long rows = history.epochs().stream().mapToLong(History.Epoch::rows).sum();
            long nanoseconds = history.epochs().stream()
                    .mapToLong(History.Epoch::nanoseconds)
                    .sum();
            return nanoseconds == 0 ? 0 : rows * 1e9 / nanoseconds;
        }

        double seconds() {
            return history.epochs().stream()
                            .mapToLong(History.Epoch::nanoseconds)
                            .sum()
                    / 1e9;
        }
    }

    /**
     * How the engine trains.
     *
     * @param backend what computes
     * @param checks what is checked on the way
     * @param options what the user wished
     * @param files what is left behind
     * @param seed deals out the rows to validate on
     * @param interruption what may end it early
     */
    record Engine(
            Backend backend,
            CheckOptions checks,
            TrainingOptions options,
            FileOptions files,
            long seed,
            Interruption interruption) {}

    /** Trains by the engine; the setup's network is changed. */
    static <A> Outcome byEngine(StepSetup<A> setup, TrainingData<A> data, Engine engine, int epochs, Progress progress)
            throws IOException {
        Backend backend = engine.backend();
        FitData<A> parts = engine.options().parts(data, engine.seed());
        Dataset<A> train = parts instanceof FitData.InMemory<A> memory ? memory.train() : data.train();
        long steps = epochs * ((parts.rows() + setup.batch() - 1L) / setup.batch());
        TrainerBuilder<A> builder = Trainer.of(setup.network())
                .optimizer(setup.optimizer())
                .batch(setup.batch())
                .backend(backend);
        engine.options().apply(builder, setup.loss(), train, epochs, steps);
        try (Trainer<A> trainer = (engine.checks().strict() ? builder.strict() : builder).build()) {
            engine.interruption().watch(trainer);
            boolean resumed = engine.files().resume(trainer);
            History history = resumed && !trainer.isUnfinished()
                    ? new History(List.of(), History.Reason.EPOCHS)
                    : fit(trainer, parts, engine, progress);
            return data.file() == null
                    ? outcome(history, setup.network(), data.test(), backend, backend.describe())
                    : outcome(history, setup.network(), data.file().test(), backend);
        }
    }

    private static <A> Outcome outcome(
            History history, Network<A> network, Dataset<A> test, Backend backend, String description) {
        try (Predictor<A> predictor = Predictor.of(network, PREDICTED_AT_ONCE, backend)) {
            return test.hasLabels()
                    ? new Outcome(history, Evaluation.classification(predictor, test), null, description)
                    : new Outcome(history, null, Evaluation.regression(predictor, test), description);
        }
    }

    private static <A> Outcome outcome(History history, Network<A> network, RowFile<A> test, Backend backend)
            throws IOException {
        String description = backend.describe();
        try (Predictor<A> predictor = Predictor.of(network, PREDICTED_AT_ONCE, backend)) {
            return test.hasLabels()
                    ? new Outcome(history, Evaluation.classification(predictor, test), null, description)
                    : new Outcome(history, null, Evaluation.regression(predictor, test), description);
        }
    }

    private static <A> History fit(Trainer<A> trainer, FitData<A> data, Engine engine, Progress progress)
            throws IOException {
        List<TrainingListener> all =
                new ArrayList<>(Arrays.asList(engine.checks().listeners(trainer, progress)));
        engine.files().checkpoints().ifPresent(all::add);
        TrainingListener[] listeners = all.toArray(TrainingListener[]::new);
        try {
            return data.fit(trainer, listeners);
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }

    /** Trains by the reference, on rows in the order that the engine takes them in; the setup's network is changed. */
    static Outcome byReference(
            StepSetup<double[]> setup,
            Dataset<double[]> test,
            int epochs,
            Progress progress,
            Interruption interruption) {
        Network<double[]> network = setup.network();
        ReferenceTrainer trainer = Oracle.trainer(network, setup.loss(), setup.optimizer());
        List<History.Epoch> done = new ArrayList<>();
        for (int epoch = 0; epoch < epochs && !interruption.isWanted(); epoch++) {
            done.add(referenceEpoch(trainer, setup, epoch, progress));
            progress.epoch(done.get(epoch));
        }
        network.setParameters(trainer.network().parameters());
        return outcome(
                new History(done, interruption.isWanted() ? History.Reason.REQUEST : History.Reason.EPOCHS),
                network,
                test,
                Backend.named("scalar"),
                "naive reference, one sample at a time in double precision");
    }

    private static History.Epoch referenceEpoch(
            ReferenceTrainer trainer, StepSetup<double[]> setup, int epoch, Progress progress) {
        long begin = System.nanoTime();
        int rows = setup.data().rows();
        int[] order = order(rows, setup.network().seed(), epoch);
        double cost = 0;
        for (int from = 0; from < rows; from += setup.batch()) {
            int to = Math.min(rows, from + setup.batch());
            ReferenceRows batch = ReferenceRows.of(setup.data().subset(Arrays.copyOfRange(order, from, to)));
            cost += step(trainer, batch, epoch) * (to - from);
            progress.step();
        }
        return new History.Epoch(epoch + 1L, cost / rows, rows, System.nanoTime() - begin, Double.NaN);
    }

    private static double step(ReferenceTrainer trainer, ReferenceRows batch, int epoch) {
        try {
            return trainer.step(batch.x(), batch.y());
        } catch (ArithmeticException e) {
            throw new TrainingFailedException(
                    "epoch " + (epoch + 1) + ": " + e.getMessage() + "; a smaller --lr may help", e);
        }
    }

    /**
     * Durstenfeld's shuffle by the epoch's own stream, as the engine does it: costs of both can be compared epoch by
     * epoch.
     */
    private static int[] order(int rows, long seed, int epoch) {
        CounterRandom random = new CounterRandom(seed, CounterRandom.Purpose.SHUFFLE, epoch);
        int[] order = new int[rows];
        Arrays.setAll(order, i -> i);
        for (int i = rows - 1; i > 0; i--) {
            int j = random.nextInt(i + 1);
            int swapped = order[i];
            order[i] = order[j];
            order[j] = swapped;
        }
        return order;
    }
}
