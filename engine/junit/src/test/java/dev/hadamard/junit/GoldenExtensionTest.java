// SPDX-License-Identifier: Apache-2.0

package dev.hadamard.junit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectMethod;

import dev.hadamard.Activation;
import dev.hadamard.Layer;
import dev.hadamard.Network;
import dev.hadamard.Optimizer;
import dev.hadamard.Trainer;
import dev.hadamard.data.Dataset;
import dev.hadamard.verify.GoldenTrace;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.platform.testkit.engine.EngineTestKit;
import org.junit.platform.testkit.engine.Event;

/** Runs tests that are marked {@link Golden} and looks at what becomes of them. */
class GoldenExtensionTest {

    private static final String UPDATE = "hadamard.golden";
    private static final String DIRECTORY = "hadamard.golden.directory";

    @TempDir
    private Path directory;

    @BeforeEach
    void pointToDirectory() {
        System.setProperty(DIRECTORY, directory.toString());
    }

    @AfterEach
    void clearProperties() {
        System.clearProperty(DIRECTORY);
        System.clearProperty(UPDATE);
    }

    /** The tests that are run; not by the build itself, which knows only classes named Test. */
    @Tag("example")
    static class Trainings {

        private static void train(double rate, GoldenTrace.Recorder recorder) {
            Network<double[]> network =
                    Network.doubles(1, 2, Layer.dense(3, Activation.TANH), Layer.dense(2, Activation.SOFTMAX));
            double[][] x = {{0, 1}, {1, 0}, {1, 1}, {0, 0}};
            try (Trainer<double[]> trainer = Trainer.of(network)
                    .optimizer(Optimizer.gradientDescent(rate))
                    .strict()
                    .build()) {
                trainer.fit(Dataset.ofRows(x, new int[] {1, 1, 0, 0}, 2), recorder);
            }
        }

        @Test
        @Golden("xor.trace")
        void asEver(GoldenTrace.Recorder recorder) {
            train(0.1, recorder);
        }

        @Test
        @Golden(value = "xor.trace", bits = true)
        void toTheBit(GoldenTrace.Recorder recorder) {
            train(0.1, recorder);
        }

        @Test
        @Golden("xor.trace")
        void atAnotherRate(GoldenTrace.Recorder recorder) {
            train(0.11, recorder);
        }

        @Test
        @Golden(value = "xor.trace", tolerance = 0.5)
        void atAnotherRateWithPatience(GoldenTrace.Recorder recorder) {
            train(0.11, recorder);
        }

        @Test
        @Golden("xor.trace")
        void nothing(GoldenTrace.Recorder recorder) {
            assertThat(recorder.trace().steps()).isEmpty();
        }

        @Test
        @Golden("xor.trace")
        void withoutRecorder() {
            assertThat(getClass()).isNotNull();
        }

        @Test
        @Golden("xor.trace")
        void failsByItself(GoldenTrace.Recorder recorder) {
            train(0.11, recorder);
            throw new IllegalStateException("by itself");
        }
    }

    /** The message of a failure, or "" for a success. */
    private static String run(String method) {
        List<Event> finished = EngineTestKit.engine("junit-jupiter")
                .selectors(selectMethod(Trainings.class.getName() + "#" + method))
                .execute()
                .testEvents()
                .finished()
                .list();
        assertThat(finished).as(method).hasSize(1);
        return finished.get(0)
                .getRequiredPayload(org.junit.platform.engine.TestExecutionResult.class)
                .getThrowable()
                .map(Throwable::getMessage)
                .orElse("");
    }

    private static String recorded(String name) {
        return run(name + "(dev.hadamard.verify.GoldenTrace$Recorder)");
    }

    @Test
    void aTestThatGoesAsEverPassesOnceItsFileIsWritten() {
        assertThat(recorded("asEver")).contains("no golden file", "xor.trace", "-Dhadamard.golden=update writes it");
        System.setProperty(UPDATE, "update");
        assertThat(recorded("asEver")).isEmpty();
        assertThat(directory.resolve("xor.trace")).isRegularFile();
        System.clearProperty(UPDATE);
        assertThat(recorded("asEver")).isEmpty();
        assertThat(recorded("toTheBit")).isEmpty();
    }

    @Test
    void aTestThatGoesOtherwiseFailsAndTellsWhere() {
        System.setProperty(UPDATE, "update");
        assertThat(recorded("asEver")).isEmpty();
        System.clearProperty(UPDATE);
        assertThat(recorded("atAnotherRate")).contains("they part at step 1, layer 1: norm of ", "then ");
        assertThat(recorded("atAnotherRateWithPatience")).isEmpty();
    }

    @Test
    void whatChecksNothingFails() {
        System.setProperty(UPDATE, "update");
        assertThat(recorded("nothing")).contains("nothing was recorded");
        assertThat(run("withoutRecorder()")).contains("nothing was recorded");
        assertThat(recorded("failsByItself")).isEqualTo("by itself");
        assertThat(directory.resolve("xor.trace")).doesNotExist();
    }
}
