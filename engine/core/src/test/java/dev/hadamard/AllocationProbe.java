// SPDX-License-Identifier: Apache-2.0

package dev.hadamard;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import dev.hadamard.Precision.Block;
import dev.hadamard.data.Dataset;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;
import java.util.function.UnaryOperator;

/**
 * Measures that, once the JVM has compiled it, a step or a prediction allocates nothing: not a byte in a thousand of
 * them. Run by {@link AllocationTest}, in a JVM of its own for each backend, as an application has it: what one
 * backend's vector code does to JDK 17's profiles can keep another's vectors on the heap.
 */
final class AllocationProbe {

    private static final int BLOCK = 1000;

    /**
     * For the compiler: interpreter and C1 allocate what C2 keeps in registers, such as the vectors of netlib's Java
     * BLAS.
     */
    private static final Duration WARM_UP = Duration.ofSeconds(60);

    private static final int ROWS = 6;
    private static final int INPUTS = 5;
    private static final int OUTPUTS = 3;
    private static final double[][] X = Examples.normal(1, ROWS, INPUTS);
    private static final int[] CLASSES = Examples.labels(2, ROWS, OUTPUTS);
    private static final double[][] Y = Examples.oneHot(CLASSES, OUTPUTS);

    /** netlib's own vector code allocates where a row ends within a vector, so its rows don't. */
    private static final String NETLIB_JAVA = "netlib-java";

    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    private AllocationProbe() {}

    /** Takes the name of a backend; prints a line for each check that held, and fails at the first that does not. */
    public static void main(String[] arguments) {
        Setting.all()
                .filter(setting -> setting.backend().name().equals(arguments[0]))
                .forEach(AllocationProbe::check);
    }

    private static <A> void check(Setting<A> setting) {
        aStepWithFullGuard(setting);
        aStepOfEveryOptimizer(setting);
        aStepOfEveryWish(setting);
        aStepOfEveryActivation(setting);
        aStepOfEveryLoss(setting);
        aStepOfEveryStructure(setting);
        aStepOfTwoThreads(setting);
        theStepsOfAnEpoch(setting);
        aPrediction(setting);
        System.out.println("nothing allocated: " + setting);
    }

    /** Bytes that this thread allocates in a block of calls, without those of measuring. */
    private static long allocatedByBlock(Runnable call) {
        long first = THREADS.getCurrentThreadAllocatedBytes();
        long second = THREADS.getCurrentThreadAllocatedBytes();
        for (int i = 0; i < BLOCK; i++) {
            call.run();
        }
        return THREADS.getCurrentThreadAllocatedBytes() - second - (second - first);
    }

    private static void assertAllocatesNothing(String name, Runnable call) {
        assertThat(firstQuietBlock(() -> allocatedByBlock(call)))
                .as(name + ": bytes of a block when warm")
                .isZero();
    }

    /**
     * Measures blocks until three successive ones allocated nothing: two alike, and a thousand calls more. Waiting for
     * two alike would not do: a method that waits for C2 allocates alike for seconds.
     *
     * @return 0, or what the last block allocated if that never came
     */
    private static long firstQuietBlock(LongSupplier block) {
        long deadline = System.nanoTime() + WARM_UP.toNanos();
        int quiet = 0;
        long bytes = -1;
        while (quiet < 3 && System.nanoTime() < deadline) {
            bytes = block.getAsLong();
            quiet = bytes == 0 ? quiet + 1 : 0;
        }
        return quiet == 3 ? 0 : Math.max(1, bytes);
    }

    private static <A> void assertStepsAllocateNothing(
            Setting<A> setting, String name, TrainerBuilder<A> builder, boolean classes) {
        Block<A> x = setting.precision().block(X, 1, INPUTS + 1);
        Block<A> y = setting.precision().block(Y, 2, OUTPUTS + 2);
        try (Trainer<A> trainer = builder.backend(setting.backend()).build()) {
            assertAllocatesNothing(
                    name,
                    classes
                            ? () -> trainer.step(x.array(), 1, x.stride(), CLASSES, 0, ROWS)
                            : () -> trainer.step(x.array(), 1, x.stride(), y.array(), 2, y.stride(), ROWS));
        }
    }

    private static <A> void aStepOfEveryOptimizer(Setting<A> setting) {
        int measured = 0;
        for (Optimizer optimizer : Examples.optimizers()) {
            Network<A> network = setting.network(
                    1, INPUTS, Layer.dense(7, Activation.RELU), Layer.dense(OUTPUTS, Activation.SOFTMAX));
            TrainerBuilder<A> builder = Trainer.of(network).optimizer(optimizer.withRate(1e-4));
            assertStepsAllocateNothing(setting, optimizer.toString(), builder, false);
            measured++;
        }
        assertThat(measured).isEqualTo(13);
    }

    /** Schedules, rates of layers, penalties, clipping and limits. */
    private static <A> void aStepOfEveryWish(Setting<A> setting) {
        Map<String, UnaryOperator<TrainerBuilder<A>>> wishes = new LinkedHashMap<>();
        wishes.put(
                "schedule",
                b -> b.schedule(Schedule.cosineWithRestarts(10, 2, 0.1).warmUp(5, 0.1)));
        wishes.put("rates of layers", b -> b.rateOfLayer(2, 0.5).optimizer(Optimizer.adam(1e-4)));
        wishes.put("frozen", b -> b.freeze(1));
        wishes.put("regularisation", b -> b.regularization(new Regularization(1e-4, 1e-3, 1e-3, 1, true)));
        wishes.put("clip value", b -> b.clipping(Clipping.byValue(0.01)));
        wishes.put("clip layers", b -> b.clipping(Clipping.byLayerNorm(0.01)));
        wishes.put("clip all", b -> b.clipping(Clipping.byGlobalNorm(0.01)));
        wishes.put("L-BFGS", b -> b.optimizer(Optimizer.lbfgs()));
        wishes.put("class weights", b -> b.classWeights(1, 0.5, 0));
        wishes.put("smoothing", b -> b.loss(Loss.crossEntropy().smoothed(0.1)));
        wishes.forEach((name, wish) -> {
            Network<A> network = setting.network(
                    1, INPUTS, Layer.dense(7, Activation.RELU), Layer.dense(OUTPUTS, Activation.SOFTMAX));
            TrainerBuilder<A> builder = Trainer.of(network).optimizer(Optimizer.gradientDescent(1e-4));
            assertStepsAllocateNothing(setting, name, wish.apply(builder), true);
        });
    }

    /** Each in a network of its own, then all in one, with widths that have whole vectors and a rest. */
    private static <A> void aStepOfEveryActivation(Setting<A> setting) {
        int units = setting.backend().name().equals(NETLIB_JAVA) ? 32 : 37;
        Layer output = Layer.dense(OUTPUTS, Activation.SOFTMAX);
        List<Layer> all = new ArrayList<>();
        for (Activation activation : Examples.activations()) {
            Layer hidden = Layer.dense(units, activation);
            all.add(hidden);
            TrainerBuilder<A> builder =
                    Trainer.of(setting.network(1, INPUTS, hidden, output)).optimizer(Optimizer.gradientDescent(1e-4));
            assertStepsAllocateNothing(setting, activation.toString(), builder, false);
        }
        assertThat(all).hasSize(15);
        all.add(output);
        Network<A> network = setting.network(1, INPUTS, all.toArray(Layer[]::new));
        assertStepsAllocateNothing(
                setting, "all activations", Trainer.of(network).optimizer(Optimizer.gradientDescent(1e-9)), false);
    }

    /** With as many outputs as vectors and a rest need; the fused pairs with the output's activation. */
    private static <A> void aStepOfEveryLoss(Setting<A> setting) {
        int outputs = setting.backend().name().equals(NETLIB_JAVA) ? 32 : 37;
        double[][] y = Examples.uniform(7, ROWS, outputs, 0.1, 0.9);
        A targets = setting.precision().block(y).array();
        A x = setting.precision().block(X).array();
        int measured = 0;
        for (Activation activation : List.of(Activation.SIGMOID, Activation.SOFTMAX)) {
            for (Loss loss : Examples.losses()) {
                Network<A> network = setting.network(1, INPUTS, Layer.dense(outputs, activation));
                try (Trainer<A> trainer = setting.trainer(network)
                        .loss(loss)
                        .optimizer(Optimizer.gradientDescent(1e-4))
                        .build()) {
                    assertAllocatesNothing(
                            loss + " of " + activation, () -> trainer.step(x, 0, INPUTS, targets, 0, outputs, ROWS));
                    measured++;
                }
            }
        }
        assertThat(measured).isEqualTo(32);
    }

    private static <A> void aStepOfEveryStructure(Setting<A> setting) {
        Map<String, Layer[]> networks = new LinkedHashMap<>();
        networks.put("softmax output", new Layer[] {Layer.dense(OUTPUTS, Activation.SOFTMAX)});
        networks.put("residual", new Layer[] {
            Layer.residual(Layer.dense(4, Activation.GELU), Layer.dense(INPUTS, Activation.TANH)),
            Layer.dense(OUTPUTS, Activation.SIGMOID).withoutBias()
        });
        networks.put("dropout", new Layer[] {
            Layer.dropout(0.1),
            Layer.dense(4, Activation.GELU),
            Layer.dropout(0.5),
            Layer.residual(Layer.dense(4, Activation.TANH), Layer.dropout(0.5)),
            Layer.dense(OUTPUTS, Activation.SIGMOID)
        });
        networks.put("branches and normalisation", new Layer[] {
            Layer.concatenate(
                    Layer.dense(4, Activation.IDENTITY),
                    Layer.chain(Layer.columns(1, 4), Layer.dense(3, Activation.TANH))),
            Layer.layerNorm(Activation.SILU),
            Layer.batchNorm(Activation.TANH),
            Layer.dense(OUTPUTS, Activation.SIGMOID)
        });
        networks.put("row-wise hidden layers", new Layer[] {
            Layer.dense(4, Activation.SOFTMAX),
            Layer.dense(4, Examples.RUNNING_SUM),
            Layer.dense(4, Examples.CUBIC),
            Layer.dense(OUTPUTS, Activation.leakyRelu())
        });
        networks.forEach((name, layers) -> {
            for (boolean classes : new boolean[] {false, true}) {
                Network<A> network = setting.network(1, INPUTS, layers);
                TrainerBuilder<A> builder =
                        Trainer.of(network).inputGradient(true).optimizer(Optimizer.gradientDescent(1e-4));
                assertStepsAllocateNothing(setting, name + (classes ? ", classes" : ", rows"), builder, classes);
                builder.loss(Examples.LOG_COSH);
                assertStepsAllocateNothing(setting, name + ", user's loss", builder, classes);
            }
        });
    }

    /** Large enough for its products to be shared. */
    private static <A> void aStepOfTwoThreads(Setting<A> setting) {
        int rows = 64;
        int inputs = 128;
        int units = setting.backend().name().equals(NETLIB_JAVA) ? 128 : 131;
        Network<A> network = setting.network(
                1, inputs, Layer.dense(units, Activation.RELU), Layer.dense(OUTPUTS, Activation.SOFTMAX));
        A x = setting.precision().block(Examples.normal(5, rows, inputs)).array();
        int[] classes = Examples.labels(6, rows, OUTPUTS);
        try (Trainer<A> trainer = setting.trainer(network)
                .batch(rows)
                .threads(2)
                .optimizer(Optimizer.gradientDescent(1e-4))
                .build()) {
            assertAllocatesNothing("two threads", () -> trainer.step(x, 0, inputs, classes, 0, rows));
        }
    }

    private static <A> void aStepWithFullGuard(Setting<A> setting) {
        int units = setting.backend().name().equals(NETLIB_JAVA) ? 64 : 71;
        Network<A> network = setting.network(
                1, INPUTS, Layer.dense(units, Activation.RELU), Layer.dense(OUTPUTS, Activation.SOFTMAX));
        TrainerBuilder<A> builder = Trainer.of(network).optimizer(Optimizer.gradientDescent(1e-4));
        assertStepsAllocateNothing(setting, "full guard", builder.guard(Guard.FULL), true);
    }

    /** The gathering of shuffled rows and the bookkeeping of {@link Trainer#fit} between its steps. */
    private static <A> void theStepsOfAnEpoch(Setting<A> setting) {
        int rows = BLOCK + 1;
        Meter meter = new Meter(rows);
        Network<A> network = setting.network(1, INPUTS, Layer.dense(OUTPUTS, Activation.SOFTMAX));
        double[][] x = Examples.normal(3, rows, INPUTS);
        try (Trainer<A> trainer = setting.trainer(network)
                .batch(1)
                .optimizer(Optimizer.gradientDescent(1e-4))
                .stop(Stop.afterEpochs(1).orDerivativesBelow(1e-30))
                .build()) {
            Dataset<A> data = setting.precision().data(x, Examples.labels(4, rows, OUTPUTS), OUTPUTS);
            long bytes = firstQuietBlock(() -> {
                trainer.fit(data, meter);
                return meter.allocatedBetweenSteps();
            });
            assertThat(bytes)
                    .as("bytes between the steps of an epoch when warm")
                    .isZero();
        }
    }

    private static <A> void aPrediction(Setting<A> setting) {
        Network<A> network = setting.network(
                1,
                INPUTS,
                Layer.dense(7, Activation.SILU),
                Layer.residual(Layer.dense(7, Activation.SOFTPLUS)),
                Layer.dropout(0.5),
                Layer.dense(OUTPUTS, Activation.SOFTMAX));
        Block<A> x = setting.precision().block(X, 1, INPUTS + 1);
        A out = setting.precision().array(new double[ROWS * OUTPUTS]);
        try (Predictor<A> predictor = setting.predictor(network, 4)) {
            assertAllocatesNothing("predict", () -> predictor.predict(x.array(), 1, x.stride(), out, 0, OUTPUTS, ROWS));
            assertAllocatesNothing("classify", () -> predictor.classify(x.array(), 1));
        }
    }

    /** Reads the counter after each step. */
    private static final class Meter implements TrainingListener {

        private final long[] readings;
        private int steps;

        Meter(int steps) {
            this.readings = new long[steps];
        }

        @Override
        public void stepDone(Trainer<?> trainer, long step, int rows, double cost) {
            readings[steps] = THREADS.getCurrentThreadAllocatedBytes();
            steps++;
        }

        /** From the end of the epoch's first step to that of its last. */
        long allocatedBetweenSteps() {
            assertThat(steps).isEqualTo(readings.length);
            steps = 0;
            return readings[readings.length - 1] - readings[0];
        }
    }
}
