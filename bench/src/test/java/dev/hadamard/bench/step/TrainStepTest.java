// SPDX-License-Identifier: Apache-2.0

package dev.hadamard.bench.step;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.hadamard.Activation;
import dev.hadamard.CounterRandom;
import dev.hadamard.Layer;
import dev.hadamard.Loss;
import dev.hadamard.Network;
import dev.hadamard.Optimizer;
import dev.hadamard.data.Dataset;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class TrainStepTest {

    static Stream<Arguments> implementations() {
        return Stream.of("reference", "reference-unshared", "scalar", "netlib-java", "netlib-native", "simd")
                .flatMap(name -> Stream.of(Precision.FLOAT, Precision.DOUBLE).map(type -> Arguments.of(name, type)));
    }

    @ParameterizedTest
    @MethodSource("implementations")
    void everyImplementationAgreesWithTheReference(String implementation, Precision<?> precision) {
        StepSetup<?> setup = Workload.TINY.setup(precision, Optimizer.gradientDescent(0.1));
        TrainStep step = TrainStep.of(implementation, setup, 1);
        step.run();
        assertThat(GradientCheck.largestDifference(setup, step)).isLessThanOrEqualTo(GradientCheck.tolerance(setup));
        assertThat(step.describe()).isNotBlank();
    }

    @Test
    void stepsGoThroughTheDataLikeTheReference() {
        StepSetup<double[]> setup = regression(23, 5); // three rows are left over and stay unused
        TrainStep engine = TrainStep.of("scalar", setup, 1);
        TrainStep reference = TrainStep.of("reference", setup, 1);
        for (int i = 0; i < 20; i++) {
            double expected = reference.run();
            assertThat(engine.run()).as("cost of step %d", i).isCloseTo(expected, within(1e-10 * expected));
        }
    }

    @Test
    void resetGoesBackToTheStart() {
        for (String implementation : List.of("scalar", "reference")) {
            TrainStep step = TrainStep.of(implementation, regression(23, 5), 1);
            double first = step.run();
            assertThat(step.run()).isNotEqualTo(first);
            step.reset();
            assertThat(step.run()).isEqualTo(first);
        }
    }

    @Test
    void stepsLeaveTheSetupsNetworkAlone() {
        StepSetup<double[]> setup = regression(20, 5);
        double[] before = setup.network().parametersAsDoubles();
        TrainStep.of("scalar", setup, 1).run();
        TrainStep.of("reference", setup, 1).run();
        assertThat(setup.network().parametersAsDoubles()).isEqualTo(before);
    }

    @Test
    void batchIsNeverLargerThanTheData() {
        StepSetup<double[]> setup = regression(3, 64);
        assertThat(setup.batch()).isEqualTo(3);
        assertThat(setup.widths()).containsExactly(4, 6, 2);
        assertThat(setup.rowsWithin(1)).isEqualTo(1);
        assertThat(setup.rowsWithin(2 * StepCost.operations(1, 4, 6, 2))).isEqualTo(2);
        assertThat(setup.rowsWithin(Long.MAX_VALUE)).isEqualTo(3);
    }

    @Test
    void unknownNamesAndThreadsAreRefused() {
        StepSetup<double[]> setup = regression(20, 5);
        assertThatThrownBy(() -> TrainStep.of("nope", setup, 1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("nope");
        assertThatThrownBy(() -> TrainStep.of("reference", setup, 2))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("2");
    }

    @Test
    void wrongGradientsAreSeen() {
        StepSetup<double[]> setup = regression(20, 5);
        double[] right = TrainStep.of("reference", setup, 1).gradients();
        assertThat(GradientCheck.largestDifference(setup.network(), right, right))
                .isZero();
        double[] wrong = right.clone();
        int last = wrong.length - 1; // a bias, the smallest tensor
        wrong[last] *= 1.01;
        assertThat(GradientCheck.largestDifference(setup.network(), wrong, right))
                .isGreaterThan(1e-4);
        wrong[last] = Double.NaN;
        assertThat(GradientCheck.largestDifference(setup.network(), wrong, right))
                .isInfinite();
    }

    private static StepSetup<double[]> regression(int rows, int batch) {
        CounterRandom random = new CounterRandom(3, CounterRandom.Purpose.USER, 0);
        double[] x = new double[rows * 4];
        double[] y = new double[rows * 2];
        Arrays.setAll(x, i -> random.nextGaussian());
        Arrays.setAll(y, i -> random.nextGaussian());
        List<Layer> layers = List.of(Layer.dense(6, Activation.TANH), Layer.dense(2, Activation.IDENTITY));
        return new StepSetup<>(
                Precision.DOUBLE.network(5, 4, layers),
                Loss.meanSquaredError(),
                Optimizer.adam(0.01),
                Dataset.ofDoubles(x, 4, y, 2),
                batch);
    }

    @Test
    void rowsNearAKinkAreReplaced() {
        Network<double[]> network =
                Network.doubles(1, 1, Layer.dense(1, Activation.RELU), Layer.dense(1, Activation.IDENTITY));
        network.setParameters(new double[] {1, 0, 1, 0});
        Dataset<double[]> data = Dataset.ofDoubles(new double[] {1, 1e-6, -2, 0}, 1, new double[] {10, 20, 30, 40}, 1);
        StepSetup<double[]> setup =
                new StepSetup<>(network, Loss.halfSquaredError(), Optimizer.gradientDescent(1), data, 4);
        assertThat(Kinks.avoided(setup).data().x()).containsExactly(1, -2, -2, -2);
        assertThat(Kinks.avoided(setup).data().y()).containsExactly(10, 30, 30, 30);
        StepSetup<double[]> near = new StepSetup<>(
                network, Loss.halfSquaredError(), Optimizer.gradientDescent(1), data.subset(new int[] {1, 3}), 2);
        assertThatThrownBy(() -> Kinks.avoided(near))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("2 rows");
    }
}
