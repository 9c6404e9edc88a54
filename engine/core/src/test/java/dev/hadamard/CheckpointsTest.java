// SPDX-License-Identifier: Apache-2.0

package dev.hadamard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hadamard.data.Dataset;
import dev.hadamard.io.HadamardIOException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Training that ends at any step and is resumed from its files ends with the same bits. */
class CheckpointsTest {

    private static final int ROWS = 18;
    private static final int BATCH = 4;
    private static final int STEPS = 15;
    private static final double[][] X = Examples.normal(1, ROWS, 3);
    private static final int[] CLASSES = Examples.labels(2, ROWS, 2);

    @TempDir
    Path directory;

    private static <A> Network<A> network(Setting<A> setting) {
        return setting.network(1, 3, Layer.dense(4, Activation.TANH), Layer.dense(2, Activation.SOFTMAX));
    }

    private static <A> TrainerBuilder<A> builder(Setting<A> setting, Network<A> network, Optimizer optimizer) {
        return setting.trainer(network)
                .optimizer(optimizer)
                .batch(BATCH)
                .stop(Stop.afterEpochs(3).orDerivativesBelow(1e-30));
    }

    private static <A> Dataset<A> data(Setting<A> setting) {
        return setting.precision().data(X, CLASSES, 2);
    }

    private static TrainingListener stopAt(long step) {
        return new TrainingListener() {
            @Override
            public void stepDone(Trainer<?> trainer, long done, int rows, double cost) {
                if (done == step) {
                    trainer.requestStop();
                }
            }
        };
    }

    /** Every step's checkpoint, those at the end of an epoch included, with nothing else kept of the process. */
    @EverySetting
    <A> void everyOptimizerGoesOnFromEveryStep(Setting<A> setting) throws IOException {
        int resumed = 0;
        for (Optimizer optimizer : Examples.optimizers()) {
            Network<A> whole = network(setting);
            History history;
            Checkpoints all =
                    Checkpoints.in(directory.resolve("" + resumed)).every(1).keep(STEPS);
            try (Trainer<A> trainer = builder(setting, whole, optimizer).build()) {
                history = trainer.fit(data(setting), all);
            }
            List<Path> files = files(directory.resolve("" + resumed));
            assertThat(files).hasSize(STEPS);
            for (Path file : files) {
                Path copy = Files.createDirectory(directory.resolve("one" + resumed));
                Files.copy(file, copy.resolve(file.getFileName()));
                resume(setting, optimizer, Checkpoints.in(copy), whole, history);
                resumed++;
            }
        }
        assertThat(resumed).isEqualTo(Examples.optimizers().size() * STEPS);
    }

    private static <A> void resume(
            Setting<A> setting, Optimizer optimizer, Checkpoints checkpoints, Network<A> whole, History history)
            throws IOException {
        Network<A> network = network(setting);
        try (Trainer<A> trainer = builder(setting, network, optimizer).build()) {
            assertThat(checkpoints.resume(trainer)).isPresent();
            assertThat(trainer.isUnfinished()).isTrue();
            History rest = trainer.fit(data(setting));
            assertThat(network.parametersAsDoubles()).isEqualTo(whole.parametersAsDoubles());
            assertThat(trainer.steps()).isEqualTo(STEPS);
            assertThat(trainer.isUnfinished()).isFalse();
            assertThat(rest.finalCost()).isEqualTo(history.finalCost());
            History.Epoch last = rest.epochs().get(rest.epochs().size() - 1);
            assertThat(last.largestDerivative())
                    .isEqualTo(history.epochs().get(2).largestDerivative());
        }
    }

    /** Whatever else a trainer keeps: the schedule's wait for a plateau, the best weights, the monitor's patience. */
    @EverySetting
    <A> void everythingThatATrainerKeepsGoesOnFromEveryStep(Setting<A> setting) throws IOException {
        Network<A> whole = network(setting);
        Checkpoints all = Checkpoints.in(directory.resolve("all")).every(1).keep(1000);
        History history;
        try (Trainer<A> trainer = rich(setting, whole).build()) {
            history = trainer.fit(data(setting), data(setting), all);
        }
        List<Path> files = files(directory.resolve("all"));
        assertThat(files).hasSize(5 * history.epochs().size());
        for (Path file : files) {
            Path copy = Files.createDirectory(directory.resolve(file.getFileName()));
            Files.copy(file, copy.resolve(file.getFileName()));
            Network<A> network = network(setting);
            try (Trainer<A> trainer = rich(setting, network).build()) {
                assertThat(Checkpoints.in(copy).resume(trainer)).isPresent();
                History rest = trainer.fit(data(setting), data(setting));
                assertThat(network.parametersAsDoubles()).isEqualTo(whole.parametersAsDoubles());
                assertThat(rest.reason()).isEqualTo(history.reason());
                assertThat(rest.bestEpoch()).isEqualTo(history.bestEpoch());
                assertThat(rest.finalCost()).isEqualTo(history.finalCost());
            }
        }
    }

    private static <A> TrainerBuilder<A> rich(Setting<A> setting, Network<A> network) {
        return setting.trainer(network)
                .optimizer(Optimizer.adam(0.05))
                .batch(BATCH)
                .scheduleByEpoch(Schedule.reduceOnPlateau(0.5, 1))
                .regularization(Regularization.none().withL2(1e-3))
                .clipping(Clipping.byGlobalNorm(0.5))
                .classWeights(1, 2)
                .rateOfLayer(1, 0.5)
                .stop(Stop.afterEpochs(20).orWithoutImprovement(EarlyStopping.of(Metric.ACCURACY, 3)));
    }

    @Test
    void theLastOnesAreKept() throws IOException {
        Setting<float[]> setting = setting();
        Checkpoints checkpoints =
                Checkpoints.in(directory.resolve("new")).every(2).keep(2);
        assertThat(checkpoints.newest()).isEmpty();
        try (Trainer<float[]> trainer =
                builder(setting, network(setting), Optimizer.adam(0.01)).build()) {
            assertThat(checkpoints.resume(trainer)).isEmpty();
            trainer.fit(data(setting), checkpoints);
        }
        assertThat(files(directory.resolve("new")))
                .extracting(file -> file.getFileName().toString())
                .containsExactly("checkpoint-000000000012.safetensors", "checkpoint-000000000014.safetensors");
        assertThat(checkpoints.newest())
                .contains(files(directory.resolve("new")).get(1));
    }

    @Test
    void aCheckpointIsAModelToo() throws IOException {
        Setting<float[]> setting = setting();
        Network<float[]> network = network(setting);
        Path file;
        try (Trainer<float[]> trainer =
                builder(setting, network, Optimizer.adam(0.01)).build()) {
            trainer.fit(data(setting));
            file = Checkpoints.in(directory).save(trainer);
        }
        assertThat(Network.loadFloats(file).parameters()).isEqualTo(network.parameters());
    }

    @Test
    void usersFunctionsCanBeResumedSinceTheirCodeIsThere() throws IOException {
        Setting<float[]> setting = setting();
        Layer[] layers = {Layer.dense(4, Examples.CUBIC), Layer.dense(2, Activation.SOFTMAX)};
        Network<float[]> network = setting.network(1, 3, layers);
        Network<float[]> resumed = setting.network(2, 3, layers);
        Path file;
        try (Trainer<float[]> trainer =
                        builder(setting, network, Optimizer.adam(0.01)).build();
                Trainer<float[]> other =
                        builder(setting, resumed, Optimizer.adam(0.01)).seed(1).build()) {
            trainer.fit(data(setting));
            file = Checkpoints.in(directory).save(trainer);
            assertThat(Checkpoints.in(directory).resume(other)).contains(file);
        }
        assertThat(resumed.parameters()).isEqualTo(network.parameters());
        assertThatThrownBy(() -> Network.loadFloats(file))
                .isInstanceOf(HadamardIOException.class)
                .hasMessageContaining("\"cubic\" is a user's function");
    }

    @Test
    void anotherTrainingIsRefused() throws IOException {
        Setting<float[]> setting = setting();
        Optimizer optimizer = Optimizer.adam(0.01);
        Checkpoints checkpoints = Checkpoints.in(directory).every(1);
        try (Trainer<float[]> trainer =
                builder(setting, network(setting), optimizer).build()) {
            trainer.fit(data(setting), checkpoints);
        }
        refused(checkpoints, builder(setting, network(setting), Optimizer.adam(0.02)), "rate=0.01");
        refused(checkpoints, builder(setting, network(setting), optimizer).batch(5), "batch 4");
        refused(checkpoints, builder(setting, network(setting), optimizer).seed(9), "shuffled by 1");
        refused(checkpoints, builder(setting, network(setting), optimizer).shuffle(false), "in order");
        refused(
                checkpoints,
                builder(setting, network(setting), optimizer)
                        .loss(Loss.crossEntropy().sum()),
                "MEAN");
        refused(
                checkpoints,
                builder(setting, setting.network(1, 3, Layer.dense(2, Activation.SOFTMAX)), optimizer),
                "other layers");
        Network<double[]> doubles =
                Network.doubles(1, 3, Layer.dense(4, Activation.TANH), Layer.dense(2, Activation.SOFTMAX));
        refused(checkpoints, Trainer.of(doubles).optimizer(optimizer).batch(BATCH), "parameters are F32");
        try (Trainer<float[]> fresh =
                builder(setting, network(setting), optimizer).build()) {
            assertThatThrownBy(() -> fresh.fit(data(setting), checkpoints))
                    .isInstanceOf(UncheckedIOException.class)
                    .hasMessageContaining("has a checkpoint of 15 steps");
        }
    }

    private static void refused(Checkpoints checkpoints, TrainerBuilder<?> builder, String reason) {
        try (Trainer<?> trainer = builder.build()) {
            double[] before = trainer.network().parametersAsDoubles();
            assertThatThrownBy(() -> checkpoints.resume(trainer))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining(reason);
            assertThat(trainer.network().parametersAsDoubles()).isEqualTo(before);
        }
    }

    @Test
    void aDamagedFileIsPassedOverAndLeftoversGo() throws IOException {
        Setting<float[]> setting = setting();
        Network<float[]> whole = network(setting);
        Checkpoints checkpoints = Checkpoints.in(directory).every(3).keep(2);
        try (Trainer<float[]> trainer =
                builder(setting, whole, Optimizer.adam(0.01)).build()) {
            trainer.fit(data(setting), checkpoints);
        }
        List<Path> files = files(directory);
        assertThat(files).hasSize(2);
        byte[] bytes = Files.readAllBytes(files.get(1));
        Files.write(files.get(1), java.util.Arrays.copyOf(bytes, bytes.length - 1));
        Path leftover = directory.resolve(".x.01234567-89ab-cdef-0123-456789abcdef.tmp");
        Files.writeString(leftover, "half");
        Network<float[]> network = network(setting);
        try (Trainer<float[]> trainer =
                builder(setting, network, Optimizer.adam(0.01)).build()) {
            assertThat(checkpoints.resume(trainer)).contains(files.get(0));
            assertThat(leftover).doesNotExist();
            trainer.fit(data(setting));
        }
        assertThat(network.parameters()).isEqualTo(whole.parameters());
    }

    /** With epochs that were stopped by small derivatives, the checkpoint knows. */
    @Test
    void trainingThatHasConvergedStaysSo() throws IOException {
        Setting<float[]> setting = setting();
        Checkpoints checkpoints = Checkpoints.in(directory).every(1);
        TrainingListener saving = new TrainingListener() {
            @Override
            public void epochDone(Trainer<?> trainer, History.Epoch epoch) {
                try {
                    checkpoints.save(trainer);
                } catch (HadamardIOException e) {
                    throw new UncheckedIOException(e);
                }
            }
        };
        try (Trainer<float[]> trainer = builder(setting, network(setting), Optimizer.adam(0.01))
                .stop(Stop.afterEpochs(9).orDerivativesBelow(100))
                .build()) {
            assertThat(trainer.fit(data(setting), saving).reason()).isEqualTo(History.Reason.DERIVATIVES);
        }
        try (Trainer<float[]> trainer = builder(setting, network(setting), Optimizer.adam(0.01))
                .stop(Stop.afterEpochs(9).orDerivativesBelow(100))
                .build()) {
            assertThat(checkpoints.resume(trainer)).isPresent();
            assertThat(trainer.isUnfinished()).isFalse();
        }
    }

    @Test
    void stoppingAndAnotherFitInOneProcessStillWork() {
        Setting<float[]> setting = setting();
        try (Trainer<float[]> trainer =
                builder(setting, network(setting), Optimizer.adam(0.01)).build()) {
            assertThat(trainer.isUnfinished()).isFalse();
            trainer.fit(data(setting), stopAt(3));
            assertThat(trainer.isUnfinished()).isTrue();
        }
    }

    private static Setting<float[]> setting() {
        return new Setting<>(Backend.named("scalar"), Precision.FLOAT);
    }

    private static List<Path> files(Path directory) throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            return files.filter(file -> file.getFileName().toString().startsWith("checkpoint-"))
                    .sorted()
                    .toList();
        }
    }
}
