// SPDX-License-Identifier: Apache-2.0

package dev.hadamard.bench.cli;

import dev.hadamard.Clipping;
import dev.hadamard.CounterRandom;
import dev.hadamard.EarlyStopping;
import dev.hadamard.Loss;
import dev.hadamard.Metric;
import dev.hadamard.Regularization;
import dev.hadamard.Schedule;
import dev.hadamard.Stop;
import dev.hadamard.TrainerBuilder;
import dev.hadamard.data.Dataset;
import dev.hadamard.data.RowFile;
import dev.hadamard.data.Split;
import dev.hadamard.data.Splits;
import java.io.IOException;
import java.time.Duration;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import picocli.CommandLine.Option;

/** Options that say how training goes on: rates, regularisation, weights, and when to stop early. */
final class TrainingOptions {

    /** What timing processes don't have. */
    static final Set<String> NAMES = Set.of(
            "--schedule",
            "--warmup",
            "--l1",
            "--l2",
            "--weight-decay",
            "--max-norm",
            "--clip-norm",
            "--clip-value",
            "--label-smoothing",
            "--class-weights",
            "--freeze",
            "--rate-of-layer",
            "--early-stopping",
            "--patience",
            "--validation-share",
            "--time-budget");

    private static final int DEFAULT_PATIENCE = 10;
    private static final double DEFAULT_VALIDATION_SHARE = 0.1;

    /** Schedules by their names in torch.optim.lr_scheduler. */
    enum ScheduleName {
        CONSTANT,
        STEP,
        EXPONENTIAL,
        POLYNOMIAL,
        COSINE,
        COSINE_RESTARTS,
        ONE_CYCLE,
        PLATEAU
    }

    @Option(
            names = "--schedule",
            paramLabel = "NAME",
            description = "Learning rate over the training: constant, step (a tenth after each third), exponential (to"
                    + " a hundredth), polynomial (straight to 0), cosine (to 0), cosine_restarts (four waves),"
                    + " one_cycle, or plateau (a tenth after 5 epochs without improvement). Default: constant.")
    private ScheduleName schedule;

    @Option(
            names = "--warmup",
            paramLabel = "STEPS",
            description = "Steps of linear warm-up from a hundredth. Default: 0.")
    private long warmup;

    @Option(names = "--l1", paramLabel = "FACTOR", description = "Penalty on absolute weights. Default: 0.")
    private double l1;

    @Option(names = "--l2", paramLabel = "FACTOR", description = "Penalty on half the squared weights. Default: 0.")
    private double l2;

    @Option(
            names = "--weight-decay",
            paramLabel = "LAMBDA",
            description = "Decoupled decay of weights; not with adamw, which has its own. Default: 0.")
    private double weightDecay;

    @Option(
            names = "--max-norm",
            paramLabel = "NORM",
            description = "Largest norm of a unit's incoming weights. Default: no limit.")
    private double maxNorm;

    @Option(
            names = "--clip-norm",
            paramLabel = "NORM",
            description = "Largest norm of the gradient. Default: no limit.")
    private Double clipNorm;

    @Option(
            names = "--clip-value",
            paramLabel = "VALUE",
            description = "Largest absolute value of a derivative. Default: no limit.")
    private Double clipValue;

    @Option(
            names = "--label-smoothing",
            paramLabel = "SHARE",
            description = "Share of each target spread over all classes. Default: 0.")
    private double labelSmoothing;

    @Option(
            names = "--class-weights",
            paramLabel = "equal|balanced",
            defaultValue = "equal",
            description = "Whether rows or classes count alike. Default: ${DEFAULT-VALUE}.")
    private String classWeights;

    @Option(
            names = "--freeze",
            paramLabel = "LAYER",
            split = ",",
            description = "Layers whose parameters stay as they are, from 1. Default: none.")
    private int[] freeze = {};

    @Option(
            names = "--rate-of-layer",
            paramLabel = "LAYER=FACTOR",
            split = ",",
            description =
                    "What the learning rate of a layer is multiplied by, such as 1=0.1,2=0.5. Default: 1 for all.")
    private Map<Integer, Double> rates = new TreeMap<>();

    @Option(
            names = "--early-stopping",
            paramLabel = "METRIC",
            description =
                    "Stop when this has not improved, and take the best epoch's weights: cost, accuracy, log_loss,"
                            + " macro_f1, roc_auc, r2, mae or rmse of the validation part. Default: no early stop.")
    private Metric earlyStopping;

    @Option(
            names = "--patience",
            paramLabel = "EPOCHS",
            description =
                    "Epochs without improvement that early stopping waits for. Default: " + DEFAULT_PATIENCE + ".")
    private Integer patience;

    @Option(
            names = "--validation-share",
            paramLabel = "SHARE",
            description =
                    "Share of the training rows to validate on instead, for early stopping and plateaus. Default: "
                            + DEFAULT_VALIDATION_SHARE + " with --early-stopping, else none.")
    private Double validationShare;

    @Option(
            names = "--time-budget",
            paramLabel = "SECONDS",
            description = "Time that training may take. Default: no limit.")
    private Double timeBudget;

    /** Made by picocli. */
    TrainingOptions() {}

    /** Checks what needs no data. */
    void check() {
        if (patience != null && earlyStopping == null) {
            throw new IllegalArgumentException("--patience is for --early-stopping");
        }
        if (clipNorm != null && clipValue != null) {
            throw new IllegalArgumentException("--clip-norm and --clip-value exclude each other");
        }
        if (!classWeights.equals("equal") && !classWeights.equals("balanced")) {
            throw new IllegalArgumentException("--class-weights \"" + classWeights + "\" is none of equal, balanced");
        }
        if (validationShare != null && !(validationShare > 0 && validationShare < 1)) {
            throw new IllegalArgumentException(
                    "--validation-share must be above 0 and below 1, was " + validationShare);
        }
        if (timeBudget != null && !(timeBudget > 0 && timeBudget < Long.MAX_VALUE / 1e9)) {
            throw new IllegalArgumentException("--time-budget must be above 0, was " + timeBudget);
        }
        if (warmup < 0) {
            throw new IllegalArgumentException("--warmup must not be negative, was " + warmup);
        }
        positive("--clip-norm", clipNorm);
        positive("--clip-value", clipValue);
    }

    private static void positive(String option, Double value) {
        if (value != null && !(value > 0 && Double.isFinite(value))) {
            throw new IllegalArgumentException(option + " must be above 0 and finite, was " + value);
        }
    }

    /** Whether classes, not rows, count alike. */
    boolean balancesClasses() {
        return classWeights.equals("balanced");
    }

    /** The training rows without those to validate on, and these. */
    <A> FitData<A> parts(TrainingData<A> data, long seed) throws IOException {
        boolean validates = validationShare != null || earlyStopping != null;
        double share = validationShare == null ? DEFAULT_VALIDATION_SHARE : validationShare;
        if (data.file() != null) {
            RowFile<A> train = data.file().train();
            return validates ? lastRows(train, share) : new FitData.OfFile<>(train, null);
        }
        Dataset<A> train = data.train();
        if (!validates) {
            return new FitData.InMemory<>(train, null);
        }
        CounterRandom random = new CounterRandom(seed, CounterRandom.Purpose.USER, 1);
        Split<A> parts =
                train.hasLabels() ? Splits.stratified(train, share, random) : Splits.holdOut(train, share, random);
        return new FitData.InMemory<>(parts.train(), parts.test());
    }

    private static <A> FitData<A> lastRows(RowFile<A> train, double share) throws IOException {
        if (train.rows() < 2) {
            throw new IllegalArgumentException("--validation-share: there is one row to train on only");
        }
        int last = (int) Math.max(1, Math.min(train.rows() - 1, Math.round(train.rows() * share)));
        int rest = train.rows() - last;
        return new FitData.OfFile<>(train.part(0, rest), train.part(rest, last).read());
    }

    /** Puts all of it into the description of a trainer. */
    <A> TrainerBuilder<A> apply(TrainerBuilder<A> builder, Loss loss, Dataset<A> train, int epochs, long steps) {
        builder.loss(labelSmoothing == 0 ? loss : loss.smoothed(labelSmoothing));
        builder.regularization(new Regularization(l1, l2, weightDecay, maxNorm, false));
        if (clipNorm != null) {
            builder.clipping(Clipping.byGlobalNorm(clipNorm));
        } else if (clipValue != null) {
            builder.clipping(Clipping.byValue(clipValue));
        }
        if (balancesClasses()) {
            builder.classWeights(train.balancedClassWeights());
        }
        if (schedule != null || warmup > 0) {
            Schedule byStep = schedule(Math.max(4, steps - warmup));
            builder.schedule(warmup > 0 ? byStep.warmUp(warmup, 0.01) : byStep);
        }
        Stop stop = Stop.afterEpochs(epochs);
        if (earlyStopping != null) {
            int waits = patience == null ? DEFAULT_PATIENCE : patience;
            stop = stop.orWithoutImprovement(EarlyStopping.of(earlyStopping, waits));
        }
        if (timeBudget != null) {
            stop = stop.orAfter(Duration.ofNanos((long) (timeBudget * 1e9)));
        }
        rates.forEach(builder::rateOfLayer);
        return builder.freeze(freeze).stop(stop);
    }

    private Schedule schedule(long steps) {
        return switch (scheduleName()) {
            case CONSTANT -> Schedule.constant();
            case STEP -> Schedule.step((steps + 2) / 3, 0.1);
            case EXPONENTIAL -> Schedule.exponential(Math.pow(0.01, 1.0 / steps));
            case POLYNOMIAL -> Schedule.polynomial(steps, 1);
            case COSINE -> Schedule.cosine(steps, 0);
            case COSINE_RESTARTS -> Schedule.cosineWithRestarts((steps + 3) / 4, 1, 0);
            case ONE_CYCLE -> Schedule.oneCycle(steps);
            case PLATEAU -> Schedule.reduceOnPlateau(0.1, 5);
        };
    }

    private ScheduleName scheduleName() {
        return schedule == null ? ScheduleName.CONSTANT : schedule;
    }

    /** What is needed to repeat a run, by option; only what was asked for. */
    Map<String, Object> settings() {
        Map<String, Object> settings = new LinkedHashMap<>();
        settings.put("schedule", Names.of(scheduleName()));
        settings.put("warmup", warmup);
        settings.put("l1", l1);
        settings.put("l2", l2);
        settings.put("weightDecay", weightDecay);
        settings.put("maxNorm", maxNorm);
        settings.put("labelSmoothing", labelSmoothing);
        settings.put("classWeights", classWeights);
        if (clipNorm != null) {
            settings.put("clipNorm", clipNorm);
        }
        if (clipValue != null) {
            settings.put("clipValue", clipValue);
        }
        if (freeze.length > 0) {
            settings.put("freeze", Arrays.toString(freeze));
        }
        if (!rates.isEmpty()) {
            settings.put("rateOfLayer", rates.toString());
        }
        if (validationShare != null || earlyStopping != null) {
            settings.put("validationShare", validationShare == null ? DEFAULT_VALIDATION_SHARE : validationShare);
        }
        if (earlyStopping != null) {
            settings.put("earlyStopping", Names.of(earlyStopping));
            settings.put("patience", patience == null ? DEFAULT_PATIENCE : patience);
        }
        if (timeBudget != null) {
            settings.put("timeBudget", timeBudget);
        }
        return settings;
    }
}
