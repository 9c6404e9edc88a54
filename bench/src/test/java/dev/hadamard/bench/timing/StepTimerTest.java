// SPDX-License-Identifier: Apache-2.0

package dev.hadamard.bench.timing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hadamard.Optimizer;
import dev.hadamard.bench.step.Precision;
import dev.hadamard.bench.step.StepSetup;
import dev.hadamard.bench.step.Workload;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class StepTimerTest {

    private static final StepTimer SHORT =
            new StepTimer(Duration.ofMillis(20), Duration.ofMillis(30), Duration.ofMillis(500));

    @Test
    void medianIsTheMiddle() {
        assertThat(StepTimer.medianOf(new double[] {5, 1, 3})).isEqualTo(3);
        assertThat(StepTimer.medianOf(new double[] {4, 1, 2, 100})).isEqualTo(3);
        assertThat(StepTimer.medianOf(new double[] {7})).isEqualTo(7);
    }

    @Test
    void timesWhatTakesKnownTime() {
        double microseconds = SHORT.median(
                () -> {
                    long end = System.nanoTime() + 2_000_000;
                    while (System.nanoTime() < end) {
                        Thread.onSpinWait();
                    }
                    return 0;
                },
                () -> {});
        assertThat(microseconds).isBetween(2000.0, 20_000.0);
    }

    @Test
    void resetsBeforeEachBlockAndEndsInTime() {
        int[] calls = new int[2];
        long begin = System.nanoTime();
        new StepTimer(Duration.ZERO, Duration.ofSeconds(100), Duration.ofMillis(50))
                .median(() -> calls[0]++, () -> calls[1]++);
        assertThat(System.nanoTime() - begin).isLessThan(5_000_000_000L);
        assertThat(calls[1]).isGreaterThanOrEqualTo(2);
        assertThat(calls[0]).isGreaterThanOrEqualTo(calls[1]);
    }

    @Test
    void nonFiniteResultsAreNoTiming() {
        assertThatThrownBy(() -> SHORT.median(() -> Double.NaN, () -> {})).isInstanceOf(ArithmeticException.class);
    }

    @Test
    void measuresAnImplementationAndItsGradients() {
        StepSetup<float[]> setup = Workload.TINY.setup(Precision.FLOAT, Optimizer.gradientDescent(1e-3));
        StepTiming reference = StepTiming.measure("reference", setup, SHORT);
        StepTiming scalar = StepTiming.measure("scalar", setup, SHORT);
        assertThat(reference.maxRelativeGradientDifference()).isZero();
        assertThat(scalar.maxRelativeGradientDifference()).isBetween(Double.MIN_VALUE, 1e-5);
        assertThat(scalar.samplesPerSecond()).isEqualTo(32e6 / scalar.microsecondsPerStep());
        assertThat(scalar.gflops()).isEqualTo(Workload.TINY.operations() / scalar.microsecondsPerStep() / 1e3);
    }
}
