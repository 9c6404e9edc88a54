// SPDX-License-Identifier: Apache-2.0

package dev.hadamard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.hadamard.verify.Oracle;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/**
 * Several threads share every product that is worth it. Widths and rows here are large enough for that, odd, and such
 * that two threads split columns and more of them split rows.
 */
class ThreadsTest {

    private static final int ROWS = 101;
    private static final int INPUTS = 67;
    private static final int CLASSES = 10;
    private static final int STEPS = 5;
    private static final int[] THREADS = {2, 3, 5};
    private static final Set<String> PROMISE_BITS = Set.of("scalar", "simd");

    /** Updated with its gradients, and after them by all threads. */
    private static final List<Optimizer> OPTIMIZERS = List.of(Optimizer.momentum(0.1, 0.9), Optimizer.adam(0.001));

    private static Layer[] layers() {
        return new Layer[] {
            Layer.dense(131, Activation.TANH),
            Layer.residual(Layer.dense(127, Activation.GELU), Layer.dense(131, Activation.SOFTMAX)),
            Layer.dense(113, Activation.RELU),
            Layer.dense(CLASSES, Activation.SOFTMAX)
        };
    }

    private static <A> double[] trained(Setting<A> setting, Optimizer optimizer, int threads) {
        Network<A> network = setting.network(1, INPUTS, layers());
        A x = setting.precision().block(Examples.normal(1, ROWS, INPUTS)).array();
        int[] classes = Examples.labels(1, ROWS, CLASSES);
        try (Trainer<A> trainer = setting.trainer(network)
                .batch(ROWS)
                .optimizer(optimizer)
                .threads(threads)
                .inputGradient(true)
                .build()) {
            for (int step = 0; step < STEPS; step++) {
                trainer.step(x, 0, INPUTS, classes, 0, ROWS);
            }
        }
        return network.parametersAsDoubles();
    }

    private static <A> double[] predicted(Setting<A> setting, int threads) {
        Network<A> network = setting.network(1, INPUTS, layers());
        A x = setting.precision().block(Examples.normal(1, ROWS, INPUTS)).array();
        A out = setting.precision().array(new double[ROWS * CLASSES]);
        try (Predictor<A> predictor = Predictor.of(network, ROWS, setting.backend(), threads)) {
            predictor.predict(x, 0, INPUTS, out, 0, CLASSES, ROWS);
        }
        return setting.precision().doubles(out);
    }

    private static void assertEqual(Setting<?> setting, double[] actual, double[] expected, int threads) {
        if (PROMISE_BITS.contains(setting.backend().name())) {
            assertThat(actual).as("%d threads", threads).isEqualTo(expected);
        }
        assertThat(Oracle.relativeDifference(actual, expected))
                .as("%d threads", threads)
                .isLessThanOrEqualTo(setting.precision().tolerance());
    }

    @EverySetting
    <A> void trainingDoesNotDependOnTheirNumber(Setting<A> setting) {
        for (Optimizer optimizer : OPTIMIZERS) {
            double[] expected = trained(setting, optimizer, 1);
            for (int threads : THREADS) {
                assertEqual(setting, trained(setting, optimizer, threads), expected, threads);
            }
        }
    }

    @EverySetting
    <A> void predictionDoesNotDependOnTheirNumber(Setting<A> setting) {
        double[] expected = predicted(setting, 1);
        for (int threads : THREADS) {
            assertEqual(setting, predicted(setting, threads), expected, threads);
        }
    }

    @EverySetting
    <A> void theyStartWithTheirTrainerAndEndWithIt(Setting<A> setting) throws InterruptedException {
        Set<Thread> before = workers();
        Network<A> network = setting.network(1, INPUTS, layers());
        Trainer<A> trainer = setting.trainer(network).threads(3).build();
        Predictor<A> predictor = Predictor.of(network, 4, setting.backend(), 2);
        Set<Thread> started = workers();
        started.removeAll(before);
        assertThat(started).hasSize(2 + 1).allMatch(Thread::isDaemon);
        trainer.close();
        predictor.close();
        for (Thread thread : started) {
            thread.join(10_000);
            assertThat(thread.isAlive()).isFalse();
        }
    }

    @Test
    void oneThreadStartsNone() {
        Set<Thread> before = workers();
        Network<float[]> network = Network.floats(1, INPUTS, layers());
        try (Trainer<float[]> trainer =
                Trainer.of(network).backend(Backend.named("scalar")).build()) {
            trainer.step(new float[ROWS * INPUTS], 0, INPUTS, new int[ROWS], 0, 32);
            assertThat(before).containsAll(workers());
        }
    }

    @Test
    void aTrainerThatCannotBeBuiltLeavesNone() {
        Set<Thread> before = workers();
        Network<float[]> network = Network.floats(1, INPUTS, layers());
        assertThatIllegalArgumentException()
                .isThrownBy(() ->
                        Trainer.of(network).batch(Integer.MAX_VALUE).threads(4).build());
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Predictor.of(network, Integer.MAX_VALUE, Backend.named("scalar"), 4));
        assertThat(before).containsAll(workers());
    }

    private static Set<Thread> workers() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().startsWith("hadamard-"))
                .collect(Collectors.toSet());
    }
}
