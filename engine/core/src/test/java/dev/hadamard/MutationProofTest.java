// SPDX-License-Identifier: Apache-2.0

package dev.hadamard;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hadamard.verify.GoldenTrace;
import dev.hadamard.verify.GradientCheck;
import dev.hadamard.verify.OracleCheck;
import dev.hadamard.verify.TraceTolerance;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Breaks the engine on purpose, one defect at a time: the checks that users get must catch every one of them. */
class MutationProofTest {

    private static final int ROWS = 9;
    private static final int INPUTS = 5;
    private static final int CLASSES = 3;

    /** Square weights, a residual block, softmax within and at the end, biases that are not 0. */
    private static Network<double[]> network() {
        Initializer biases = Initializer.uniform(-0.5, 0.5);
        return Network.doubles(
                1,
                INPUTS,
                Layer.dense(5, Activation.TANH).biases(biases),
                Layer.residual(Layer.dense(4, Activation.SOFTMAX).biases(biases), Layer.dense(5, Activation.SIGMOID)),
                Layer.dense(5, Activation.TANH).biases(biases),
                Layer.dense(CLASSES, Activation.SOFTMAX).biases(biases));
    }

    private static double[][] x() {
        return Examples.normal(1, ROWS, INPUTS);
    }

    private static int[] classes() {
        return Examples.labels(2, ROWS, CLASSES);
    }

    private static Backend broken(Defect defect) {
        return Backend.of(new BrokenStrategy(defect));
    }

    private static boolean gradientCheckPasses(Defect defect) {
        return GradientCheck.of(network(), Loss.crossEntropy())
                .backend(broken(defect))
                .everyParameter()
                .check(x(), classes())
                .agrees();
    }

    private static boolean oracleCheckPasses(Defect defect) {
        boolean passes = true;
        for (Optimizer optimizer : Examples.optimizers()) {
            passes &= OracleCheck.of(network(), Loss.crossEntropy(), optimizer)
                    .backend(broken(defect))
                    .steps(3)
                    .check(x(), classes())
                    .agrees();
        }
        return passes;
    }

    private static List<GoldenTrace> traces(Defect defect) {
        List<GoldenTrace> traces = new ArrayList<>();
        for (Optimizer optimizer : Examples.optimizers()) {
            GoldenTrace.Recorder recorder = GoldenTrace.recorder();
            try (Trainer<double[]> trainer = Trainer.of(network())
                    .optimizer(optimizer)
                    .batch(ROWS)
                    .stop(Stop.afterEpochs(3))
                    .backend(broken(defect))
                    .build()) {
                trainer.fit(Precision.DOUBLE.data(x(), classes(), CLASSES), recorder);
            } catch (NonFiniteException e) {
                // A defect may drive a training to infinity: its trace then is too short.
                assertThat(defect).isNotNull();
            }
            traces.add(recorder.trace());
        }
        return traces;
    }

    private static boolean goldenTracePasses(Defect defect) {
        List<GoldenTrace> golden = traces(null);
        List<GoldenTrace> now = traces(defect);
        boolean passes = true;
        for (int i = 0; i < golden.size(); i++) {
            passes &= golden.get(i)
                    .compare(now.get(i), TraceTolerance.relative(1e-9))
                    .matches();
        }
        return passes;
    }

    @Test
    void aSoundEnginePasses() {
        assertThat(gradientCheckPasses(null)).isTrue();
        assertThat(oracleCheckPasses(null)).isTrue();
        assertThat(goldenTracePasses(null)).isTrue();
        assertThat(Defect.values()).hasSizeGreaterThanOrEqualTo(25);
    }

    /** By the oracle, which needs no earlier run of the right engine, and by a trace of one. */
    @ParameterizedTest
    @EnumSource(Defect.class)
    void everyDefectIsCaught(Defect defect) {
        assertThat(oracleCheckPasses(defect)).as("the oracle check passes").isFalse();
        assertThat(goldenTracePasses(defect)).as("the golden trace matches").isFalse();
    }

    /** Differences see what makes gradients part from the cost that the same kernels compute. */
    @Test
    void theGradientCheckCatchesWhatIsWrongBackward() {
        Map<Defect, Boolean> passes = new EnumMap<>(Defect.class);
        for (Defect defect : Defect.values()) {
            String name = defect.name();
            if (name.startsWith("BACKWARD")
                    || name.startsWith("GRADIENT")
                    || name.contains("BACKWARD")
                    || name.startsWith("TANH")) {
                passes.put(defect, gradientCheckPasses(defect));
            }
        }
        assertThat(passes).hasSizeGreaterThanOrEqualTo(15);
        passes.remove(Defect.BACKWARD_ADDS_WHERE_IT_OVERWRITES); // onto zeros in the first and only pass
        passes.remove(Defect.GRADIENT_LEAVES_STALE_BIAS); // there is nothing stale in a first pass
        assertThat(passes).doesNotContainValue(true);
    }
}
