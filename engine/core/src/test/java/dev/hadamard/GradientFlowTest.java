// SPDX-License-Identifier: Apache-2.0

package dev.hadamard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import com.sun.management.ThreadMXBean;
import dev.hadamard.GradientFlow.LayerFlow;
import dev.hadamard.GradientFlow.Verdict;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import jdk.jfr.Recording;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordingFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The gradient flow tells sick networks from sound ones, and its figures are those of the step. */
class GradientFlowTest {

    private static final int ROWS = 64;
    private static final int INPUTS = 8;
    private static final int CLASSES = 3;

    @TempDir
    private Path directory;

    private static Layer[] deep(Layer.Dense hidden) {
        Layer[] layers = new Layer[10];
        Arrays.fill(layers, hidden);
        layers[9] = Layer.dense(CLASSES, Activation.SOFTMAX);
        return layers;
    }

    /** The verdicts of an epoch's measurements, whole networks. */
    private static <A> List<GradientFlow<A>> train(
            Setting<A> setting, Optimizer optimizer, int every, List<Verdict> verdicts, Layer... layers) {
        List<GradientFlow<A>> flows = new ArrayList<>();
        try (Trainer<A> trainer = setting.trainer(setting.network(1, INPUTS, layers))
                .optimizer(optimizer)
                .batch(16)
                .stop(Stop.afterEpochs(2))
                .build()) {
            GradientFlow<A> flow = GradientFlow.every(every, trainer, measured -> verdicts.add(measured.verdict()));
            flows.add(flow);
            assertThat(flow.layers()).isEmpty();
            trainer.fit(
                    setting.precision()
                            .data(Examples.normal(1, ROWS, INPUTS), Examples.labels(2, ROWS, CLASSES), CLASSES),
                    flow);
        }
        return flows;
    }

    @EverySetting
    <A> void tenLayersOfSigmoidVanish(Setting<A> setting) {
        List<Verdict> verdicts = new ArrayList<>();
        GradientFlow<A> flow = train(
                        setting, Optimizer.gradientDescent(0.1), 1, verdicts, deep(Layer.dense(16, Activation.SIGMOID)))
                .get(0);
        assertThat(verdicts).hasSize(8).containsOnly(Verdict.VANISHING);
        assertThat(flow.step()).isEqualTo(8);
        assertThat(flow.layers()).hasSize(10);
        assertThat(flow.layers().get(0).verdict()).isEqualTo(Verdict.VANISHING);
        assertThat(flow.layers().get(9).verdict()).isEqualTo(Verdict.HEALTHY);
    }

    @EverySetting
    <A> void tenLayersOfReluWithHeAreHealthy(Setting<A> setting) {
        List<Verdict> verdicts = new ArrayList<>();
        train(setting, Optimizer.gradientDescent(0.01), 2, verdicts, deep(Layer.dense(32, Activation.RELU)));
        assertThat(verdicts).hasSize(4).containsOnly(Verdict.HEALTHY);
    }

    @EverySetting
    <A> void equalWeightsAreSymmetric(Setting<A> setting) {
        List<Verdict> verdicts = new ArrayList<>();
        GradientFlow<A> flow = train(
                        setting,
                        Optimizer.adam(0.01),
                        1,
                        verdicts,
                        Layer.dense(6, Activation.TANH).weights(Initializer.constant(0.1)),
                        Layer.dense(CLASSES, Activation.SOFTMAX).weights(Initializer.constant(0.1)))
                .get(0);
        assertThat(verdicts).containsOnly(Verdict.SYMMETRIC);
        assertThat(flow.layers().get(0).symmetric()).isEqualTo(6);
        assertThat(flow.layers().get(1).symmetric()).isZero();
    }

    @EverySetting
    <A> void anOverLargeRateExplodes(Setting<A> setting) {
        List<Verdict> verdicts = new ArrayList<>();
        assertThatExceptionOfType(NonFiniteException.class)
                .isThrownBy(() -> train(
                        setting, Optimizer.gradientDescent(100), 1, verdicts, deep(Layer.dense(16, Activation.RELU))));
        assertThat(verdicts.get(0)).isEqualTo(Verdict.EXPLODING);
    }

    @EverySetting
    <A> void unitsThatAreShutAreDead(Setting<A> setting) {
        List<Verdict> verdicts = new ArrayList<>();
        GradientFlow<A> flow = train(
                        setting,
                        Optimizer.gradientDescent(0.01),
                        1,
                        verdicts,
                        Layer.dense(10, Activation.RELU).biases(Initializer.constant(-100)),
                        Layer.dense(CLASSES, Activation.SOFTMAX))
                .get(0);
        assertThat(verdicts).containsOnly(Verdict.DEAD);
        assertThat(flow.layers().get(0).dead()).isEqualTo(1);
    }

    /** Figures by hand, of a network with one weight. */
    @EverySetting
    <A> void figuresAreThoseOfTheStep(Setting<A> setting) {
        Network<A> network = setting.network(
                1,
                1,
                Layer.dense(1, Activation.SIGMOID)
                        .weights(Initializer.constant(8))
                        .withoutBias());
        List<LayerFlow> measured = new ArrayList<>();
        try (Trainer<A> trainer = setting.trainer(network)
                .loss(Loss.binaryCrossEntropy())
                .optimizer(Optimizer.gradientDescent(0.5))
                .batch(2)
                .shuffle(false)
                .stop(Stop.afterEpochs(1))
                .build()) {
            trainer.fit(
                    setting.precision().data(new double[][] {{1}, {0}}, new double[][] {{0}, {1}}),
                    GradientFlow.every(1, trainer, flow -> measured.addAll(flow.layers())));
        }
        double gradient = 1 / (1 + Math.exp(-8)) / 2; // the second row's input is 0
        LayerFlow flow = measured.get(0);
        assertThat(measured).hasSize(1);
        assertThat(flow.gradientNorm()).isCloseTo(gradient, within(1e-6));
        assertThat(flow.updateRatio()).isCloseTo(0.5 * gradient / 8, within(1e-6));
        assertThat(flow.saturated()).isEqualTo(0.5);
        assertThat(flow.dead()).isZero();
        assertThat(flow.verdict()).isEqualTo(Verdict.HEALTHY);
    }

    @EverySetting
    <A> void itChangesNoBit(Setting<A> setting) {
        List<double[]> trained = new ArrayList<>();
        for (boolean measured : new boolean[] {true, false}) {
            Network<A> network = setting.network(1, INPUTS, deep(Layer.dense(9, Activation.GELU)));
            try (Trainer<A> trainer = setting.trainer(network)
                    .optimizer(Optimizer.momentum(0.01, 0.9))
                    .build()) {
                TrainingListener[] listeners = {GradientFlow.every(1, trainer, flow -> {})};
                trainer.fit(
                        setting.precision()
                                .data(Examples.normal(1, ROWS, INPUTS), Examples.labels(2, ROWS, CLASSES), CLASSES),
                        measured ? listeners : new TrainingListener[0]);
            }
            trained.add(network.parametersAsDoubles());
        }
        assertThat(trained.get(0)).isEqualTo(trained.get(1));
    }

    @EverySetting
    <A> void measuringAllocatesNothing(Setting<A> setting) {
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        Network<A> network =
                setting.network(1, INPUTS, Layer.dense(9, Activation.RELU), Layer.dense(CLASSES, Activation.SOFTMAX));
        try (Trainer<A> trainer = setting.trainer(network).build()) {
            GradientFlow<A> flow = GradientFlow.every(1, trainer, measured -> {});
            setting.gradients(
                    trainer, Examples.normal(1, 9, INPUTS), Examples.oneHot(Examples.labels(2, 9, CLASSES), CLASSES));
            long least = Long.MAX_VALUE;
            long deadline = System.nanoTime() + 20_000_000_000L; // for the compiler
            while (least > 0 && System.nanoTime() < deadline) {
                long start = threads.getCurrentThreadAllocatedBytes();
                long empty = threads.getCurrentThreadAllocatedBytes() - start;
                start = threads.getCurrentThreadAllocatedBytes();
                for (int i = 0; i < 100; i++) {
                    flow.stepDone(trainer, i + 1, 9, 1);
                }
                least = Math.min(least, threads.getCurrentThreadAllocatedBytes() - start - empty);
            }
            assertThat(least).as("bytes of 100 measurements").isZero();
        }
    }

    @Test
    void flightRecordingsHaveAnEventALayer() throws IOException {
        Setting<float[]> setting = new Setting<>(Backend.auto(), Precision.FLOAT);
        Path file = directory.resolve("flow.jfr");
        try (Recording recording = new Recording()) {
            recording.enable("dev.hadamard.GradientFlow");
            recording.start();
            train(setting, Optimizer.adam(0.01), 2, new ArrayList<>(), deep(Layer.dense(5, Activation.SIGMOID)));
            recording.stop();
            recording.dump(file);
        }
        List<RecordedEvent> events = RecordingFile.readAllEvents(file);
        assertThat(events).hasSize(4 * 10);
        assertThat(events.get(0).getLong("step")).isEqualTo(2);
        assertThat(events.get(0).getInt("layer")).isEqualTo(1);
        assertThat(events.get(0).getString("verdict")).isEqualTo("VANISHING");
        assertThat(events.get(0).getDouble("gradientNorm")).isPositive();
        assertThat(events.get(39).getStartTime()).isAfter(events.get(0).getStartTime());
    }

    @Test
    void anotherTrainerIsRefused() {
        Network<float[]> network = Network.floats(1, 2, Layer.dense(2, Activation.SOFTMAX));
        try (Trainer<float[]> one = Trainer.of(network).build();
                Trainer<float[]> other = Trainer.of(network).build()) {
            GradientFlow<float[]> flow = GradientFlow.every(1, one, measured -> {});
            assertThatIllegalArgumentException().isThrownBy(() -> flow.stepDone(other, 1, 1, 1));
            assertThatIllegalArgumentException().isThrownBy(() -> GradientFlow.every(0, one, measured -> {}));
        }
    }
}
