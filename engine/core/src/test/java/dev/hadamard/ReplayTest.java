// SPDX-License-Identifier: Apache-2.0

package dev.hadamard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.hadamard.io.HadamardIOException;
import dev.hadamard.io.TensorFileWriter;
import dev.hadamard.verify.Replay;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A failed step, written to a file and run again to the same failure. */
class ReplayTest {

    private static final int ROWS = 5;
    private static final int INPUTS = 4;

    @TempDir
    private Path directory;

    private Path file;

    @BeforeEach
    void nameFile() {
        file = directory.resolve("failed.safetensors");
    }

    private static <A> Network<A> network(Setting<A> setting, long seed) {
        return setting.network(seed, INPUTS, Layer.dense(6, Activation.TANH), Layer.dense(3, Activation.SOFTMAX));
    }

    private static <A> TrainerBuilder<A> trainer(Setting<A> setting, Network<A> network) {
        return setting.trainer(network).optimizer(Optimizer.adam(0.01)).guard(Guard.FULL);
    }

    private static double[][] x(double bad) {
        double[][] x = Examples.normal(1, ROWS, INPUTS);
        x[2][1] = bad;
        return x;
    }

    private static int[] classes() {
        return Examples.labels(2, ROWS, 3);
    }

    /** Trains for some steps, then fails. */
    private <A> NonFiniteException fail(Setting<A> setting, Network<A> network, boolean classes) {
        double[][] y = Examples.oneHot(classes(), 3);
        try (Trainer<A> trainer =
                trainer(setting, network).onNonFinite(Replay.dumpTo(file)).build()) {
            for (int step = 0; step < 3; step++) {
                trainer.step(x(1), classes());
            }
            double[][] bad = x(Double.POSITIVE_INFINITY);
            return catchThrowableOfType(NonFiniteException.class, () -> {
                if (classes) {
                    trainer.step(bad, classes());
                } else {
                    setting.step(trainer, bad, y);
                }
            });
        }
    }

    @EverySetting
    <A> void aReplayFailsAtTheSamePlace(Setting<A> setting) throws IOException {
        for (boolean classes : new boolean[] {true, false}) {
            Network<A> network = network(setting, 1);
            NonFiniteException failure = fail(setting, network, classes);
            assertThat(failure.getSuppressed()).isEmpty();
            Network<A> other = network(setting, 2);
            NonFiniteException again = Replay.run(file, trainer(setting, other));
            assertThat(again.step()).isEqualTo(4).isEqualTo(failure.step());
            assertThat(again.layer()).isEqualTo(failure.layer());
            assertThat(again.tensor()).isEqualTo(failure.tensor()).isEqualTo("gradient");
            assertThat(again.row()).isEqualTo(failure.row());
            assertThat(again.column()).isEqualTo(failure.column());
            assertThat(other.parametersAsDoubles()).isEqualTo(network.parametersAsDoubles());
        }
    }

    /** The optimiser's state is in the file: a replay of a step that is mended goes on as the training would have. */
    @Test
    void aStepThatDoesNotFailAgainIsAnError() throws IOException {
        Setting<float[]> setting = new Setting<>(Backend.auto(), Precision.FLOAT);
        fail(setting, network(setting, 1), true);
        Network<float[]> other = network(setting, 2);
        TrainerBuilder<float[]> withoutGuard =
                setting.trainer(other).optimizer(Optimizer.adam(0.01)).guard(Guard.COST);
        assertThatIllegalStateException()
                .isThrownBy(() -> Replay.run(file, withoutGuard))
                .withMessageContaining("does not fail again")
                .withMessageContaining("step 4, layer 1: gradient is NaN");
    }

    @Test
    void whatDoesNotFitIsRefused() throws IOException {
        Setting<float[]> setting = new Setting<>(Backend.auto(), Precision.FLOAT);
        Setting<double[]> doubles = new Setting<>(Backend.auto(), Precision.DOUBLE);
        fail(setting, network(setting, 1), true);
        assertThatExceptionOfType(HadamardIOException.class)
                .isThrownBy(() -> Replay.run(file, trainer(doubles, network(doubles, 1))))
                .withMessageContaining("written for the network");
        assertThatExceptionOfType(HadamardIOException.class)
                .isThrownBy(() -> Replay.run(
                        file,
                        setting.trainer(network(setting, 1))
                                .stop(Stop.afterEpochs(1).orDerivativesBelow(1e-3))))
                .withMessageContaining("does not fit the trainer");
        new TensorFileWriter().write(file);
        assertThatExceptionOfType(HadamardIOException.class)
                .isThrownBy(() -> Replay.run(file, trainer(setting, network(setting, 1))))
                .withMessageContaining("not the dump of a failed step");
        assertThatExceptionOfType(HadamardIOException.class)
                .isThrownBy(() -> Replay.run(directory.resolve("none"), trainer(setting, network(setting, 1))))
                .withMessageContaining("no such file");
    }

    @Test
    void damagedFilesAreRefused() throws IOException {
        Setting<float[]> setting = new Setting<>(Backend.auto(), Precision.FLOAT);
        NonFiniteException failure = fail(setting, network(setting, 1), true);
        byte[] whole = Files.readAllBytes(file);
        int refused = 0;
        for (int length = 0; length < whole.length; length += 97) {
            Files.write(file, Arrays.copyOf(whole, length));
            assertThatExceptionOfType(HadamardIOException.class)
                    .as("cut to %d bytes", length)
                    .isThrownBy(() -> Replay.run(file, trainer(setting, network(setting, 1))));
            refused++;
        }
        assertThat(refused).isGreaterThan(10);
        // A flipped bit of the header or of the classes, wherever it is, is refused or harms nothing.
        for (int at = 8; at < whole.length; at += 13) {
            byte[] flipped = whole.clone();
            flipped[at] ^= 0x10;
            Files.write(file, flipped);
            try {
                NonFiniteException again = Replay.run(file, trainer(setting, network(setting, 1)));
                assertThat(again.step()).isPositive();
            } catch (HadamardIOException e) {
                assertThat(e).hasMessageContaining(file.toString());
            } catch (IllegalStateException e) {
                assertThat(e).hasMessageContaining("does not fail again");
            }
        }
        assertThat(failure.step()).isEqualTo(4);
    }

    @Test
    void aDumpThatCannotBeWrittenHidesNothing() {
        Setting<float[]> setting = new Setting<>(Backend.auto(), Precision.FLOAT);
        file = directory.resolve("missing").resolve("failed.safetensors");
        NonFiniteException failure = fail(setting, network(setting, 1), true);
        assertThat(failure.tensor()).isEqualTo("gradient");
        assertThat(failure.getSuppressed()).hasSize(1);
        assertThat(failure.getSuppressed()[0]).isInstanceOf(UncheckedIOException.class);
    }
}
