// SPDX-License-Identifier: Apache-2.0

package dev.hadamard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.hadamard.io.HadamardIOException;
import dev.hadamard.io.TensorFileWriter;
import dev.hadamard.verify.GoldenTrace;
import dev.hadamard.verify.TraceComparison;
import dev.hadamard.verify.TraceTolerance;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A golden trace holds what a training did, survives its file, and tells where another training parts from it. */
class GoldenTraceTest {

    private static final int ROWS = 20;
    private static final int INPUTS = 4;

    @TempDir
    private Path directory;

    private static <A> GoldenTrace record(Setting<A> setting, Optimizer optimizer, int batch) {
        Network<A> network =
                setting.network(1, INPUTS, Layer.dense(6, Activation.TANH), Layer.dense(3, Activation.SOFTMAX));
        GoldenTrace.Recorder recorder = GoldenTrace.recorder();
        try (Trainer<A> trainer = setting.trainer(network)
                .optimizer(optimizer)
                .batch(batch)
                .stop(Stop.afterEpochs(2))
                .build()) {
            trainer.fit(
                    setting.precision().data(Examples.normal(1, ROWS, INPUTS), Examples.labels(2, ROWS, 3), 3),
                    recorder);
        }
        return recorder.trace();
    }

    @EverySetting
    <A> void equalRunsMatchToTheBitAndThroughAFile(Setting<A> setting) throws IOException {
        GoldenTrace golden = record(setting, Optimizer.momentum(0.1, 0.9), 8);
        assertThat(golden.steps()).hasSize(6);
        assertThat(golden.tensors()).containsExactly("W1", "b1", "W2", "b2");
        assertThat(golden.environment()).contains(setting.backend().name());
        Path file = directory.resolve("golden.trace");
        golden.write(file);
        GoldenTrace read = GoldenTrace.read(file);
        assertThat(read).isEqualTo(golden);
        read.assertMatches(record(setting, Optimizer.momentum(0.1, 0.9), 8), TraceTolerance.exact());
        assertThat(Files.size(file)).isLessThan(2000);
    }

    @EverySetting
    <A> void anotherOptimizerPartsAtTheFirstUpdate(Setting<A> setting) {
        GoldenTrace golden = record(setting, Optimizer.momentum(0.1, 0.9), 8);
        GoldenTrace other = record(setting, Optimizer.nesterov(0.1, 0.9), 8);
        TraceComparison comparison = golden.compare(other, TraceTolerance.relative(1e-6));
        assertThat(comparison.matches()).isFalse();
        assertThat(comparison.problems()).isEmpty();
        assertThat(comparison.differences().get(0).step()).isEqualTo(1);
        assertThat(comparison.differences().get(0).tensor()).isIn("W1", "b1");
        assertThat(comparison.toString()).contains("they part at step 1, layer 1: norm of ", "golden: ");
        assertThatExceptionOfType(AssertionError.class)
                .isThrownBy(() -> golden.assertMatches(other, TraceTolerance.relative(1e-6)))
                .withMessageContaining("step 1");
    }

    @Test
    void oneUlpIsSeenByItsBitsAlone() {
        Setting<float[]> setting = new Setting<>(Backend.auto(), Precision.FLOAT);
        GoldenTrace golden = record(setting, Optimizer.adam(0.01), 20);
        GoldenTrace near = record(setting, Optimizer.adam(0.01 * (1 + 1e-7)), 20);
        assertThat(golden.compare(near, TraceTolerance.relative(1e-4)).matches())
                .isTrue();
        TraceComparison exact = golden.compare(near, TraceTolerance.exact());
        assertThat(exact.matches()).isFalse();
        assertThat(exact.toString()).contains("the bits of the parameters differ");
    }

    @Test
    void tolerancesAreByTensor() {
        Setting<double[]> setting = new Setting<>(Backend.auto(), Precision.DOUBLE);
        GoldenTrace golden = record(setting, Optimizer.adam(0.01), 20);
        GoldenTrace near = record(setting, Optimizer.adam(0.0101), 20);
        TraceTolerance tolerance = TraceTolerance.relative(0.05);
        assertThat(golden.compare(near, tolerance).matches()).isTrue();
        TraceComparison comparison = golden.compare(near, tolerance.tensor("W2", 1e-9));
        assertThat(comparison.differences())
                .isNotEmpty()
                .allMatch(difference -> difference.tensor().equals("W2"));
        assertThatIllegalArgumentException().isThrownBy(() -> TraceTolerance.relative(-1));
        assertThatIllegalArgumentException().isThrownBy(() -> tolerance.tensor("W2", Double.NaN));
    }

    @Test
    void whatCannotBeComparedIsAFailure() {
        Setting<float[]> setting = new Setting<>(Backend.auto(), Precision.FLOAT);
        GoldenTrace golden = record(setting, Optimizer.adam(0.01), 20);
        GoldenTrace more = record(setting, Optimizer.adam(0.01), 10);
        assertThat(golden.compare(more, TraceTolerance.relative(0.9)).toString())
                .contains("4 steps, were 2");
        GoldenTrace empty = GoldenTrace.recorder().trace();
        assertThat(empty.compare(empty, TraceTolerance.exact()).matches()).isFalse();
        assertThat(golden.compare(empty, TraceTolerance.exact()).toString()).contains("nothing to compare");
    }

    @Test
    void damagedFilesAreRefused() throws IOException {
        Path file = directory.resolve("golden.trace");
        record(new Setting<>(Backend.auto(), Precision.FLOAT), Optimizer.adam(0.01), 20)
                .write(file);
        byte[] whole = Files.readAllBytes(file);
        int refused = 0;
        for (int length = 0; length < whole.length; length += 31) {
            Files.write(file, Arrays.copyOf(whole, length));
            assertThatExceptionOfType(HadamardIOException.class).isThrownBy(() -> GoldenTrace.read(file));
            refused++;
        }
        assertThat(refused).isGreaterThan(15);
        for (int at = 0; at < whole.length; at++) {
            byte[] flipped = whole.clone();
            flipped[at] ^= 0x10;
            Files.write(file, flipped);
            try {
                assertThat(GoldenTrace.read(file).steps()).hasSizeLessThan(whole.length);
            } catch (HadamardIOException e) {
                assertThat(e).hasMessageContaining(file.toString());
            }
        }
        new TensorFileWriter().write(file);
        assertThatExceptionOfType(HadamardIOException.class)
                .isThrownBy(() -> GoldenTrace.read(file))
                .withMessageContaining("not a golden trace");
    }
}
