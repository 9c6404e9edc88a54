// SPDX-License-Identifier: Apache-2.0

package dev.hadamard;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hadamard.data.Dataset;
import dev.hadamard.verify.Oracle;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/** What a mini-batch means: the mean, or the sum, of its samples, whatever their order. */
class BatchTest {

    /** A sum of {@link #ROWS} gradients in another order: this many roundings of the type. */
    private static final double ROUNDINGS = 64;

    private static final int ROWS = 23;
    private static final int INPUTS = 5;
    private static final int OUTPUTS = 3;
    private static final double[][] X = Examples.normal(1, ROWS, INPUTS);
    private static final double[][] Y = Examples.normal(2, ROWS, OUTPUTS);

    private static <A> Network<A> network(Setting<A> setting) {
        return setting.network(
                1,
                INPUTS,
                Layer.dense(6, Activation.GELU),
                Layer.residual(Layer.dense(6, Activation.SOFTMAX)),
                Layer.dense(OUTPUTS, Activation.IDENTITY));
    }

    @EverySetting
    <A> void aBatchIsTheMeanOrTheSumOfItsSamples(Setting<A> setting) {
        double tolerance = ROUNDINGS * setting.precision().epsilon();
        Network<A> network = network(setting);
        for (Loss loss :
                List.of(Loss.halfSquaredError(), Loss.halfSquaredError().sum())) {
            double share = loss.reduction() == Loss.Reduction.MEAN ? 1.0 / ROWS : 1;
            try (Trainer<A> trainer =
                    setting.trainer(network).loss(loss).batch(ROWS).build()) {
                double cost = 0;
                double[] sum = new double[network.parameterCount()];
                for (int row = 0; row < ROWS; row++) {
                    Gradients<A> single = setting.gradients(trainer, new double[][] {X[row]}, new double[][] {Y[row]});
                    cost += share * single.cost();
                    double[] gradient = setting.precision().doubles(single.parameters());
                    Arrays.setAll(sum, i -> sum[i] + share * gradient[i]);
                }
                Gradients<A> all = setting.gradients(trainer, X, Y);
                assertThat(Math.abs(all.cost() - cost)).isLessThanOrEqualTo(tolerance * cost);
                assertThat(Oracle.relativeDifference(setting.precision().doubles(all.parameters()), sum))
                        .isLessThanOrEqualTo(tolerance);
            }
        }
    }

    @EverySetting
    <A> void theOrderOfRowsDoesNotMatter(Setting<A> setting) {
        double tolerance = ROUNDINGS * setting.precision().epsilon();
        try (Trainer<A> trainer = setting.trainer(network(setting)).build()) {
            Gradients<A> gradients = setting.gradients(trainer, X, Y);
            double cost = gradients.cost();
            double[] expected = setting.precision().doubles(gradients.parameters());
            // 5 and 23 have no common divisor: every row is met once
            int[] order = IntStream.range(0, ROWS).map(row -> 5 * row % ROWS).toArray();
            Gradients<A> permuted = setting.gradients(trainer, permuted(X, order), permuted(Y, order));
            assertThat(Math.abs(permuted.cost() - cost)).isLessThanOrEqualTo(tolerance * cost);
            assertThat(Oracle.relativeDifference(setting.precision().doubles(permuted.parameters()), expected))
                    .isLessThanOrEqualTo(tolerance);
        }
    }

    private static double[][] permuted(double[][] rows, int[] order) {
        return Arrays.stream(order).mapToObj(row -> rows[row]).toArray(double[][]::new);
    }

    @EverySetting
    <A> void aSmallerBatchAfterALargerOneStandsAlone(Setting<A> setting) {
        double[][] x = Arrays.copyOf(X, 3);
        double[][] y = Arrays.copyOf(Y, 3);
        Network<A> network = network(setting);
        try (Trainer<A> used = setting.trainer(network).batch(ROWS).build();
                Trainer<A> fresh = setting.trainer(network).batch(ROWS).build()) {
            setting.gradients(used, X, Y);
            double[] expected =
                    setting.precision().doubles(setting.gradients(fresh, x, y).parameters());
            Gradients<A> gradients = setting.gradients(used, x, y);
            assertThat(gradients.rows()).isEqualTo(3);
            assertThat(setting.precision().doubles(gradients.parameters())).isEqualTo(expected);
            assertThat(setting.precision().doubles(gradients.activation(1))).hasSize(3 * 6);
        }
    }

    @EverySetting
    <A> void theLastSmallerBatchIsUsed(Setting<A> setting) {
        Network<A> fitted = network(setting);
        Network<A> stepped = network(setting);
        List<Integer> rows = new ArrayList<>();
        try (Trainer<A> trainer = unshuffled(setting, fitted);
                Trainer<A> byHand = unshuffled(setting, stepped)) {
            trainer.fit(setting.precision().data(X, Y), new TrainingListener() {
                @Override
                public void stepDone(Trainer<?> source, long step, int stepRows, double cost) {
                    rows.add(stepRows);
                }
            });
            for (int from = 0; from < ROWS; from += 5) {
                int to = Math.min(ROWS, from + 5);
                setting.step(byHand, Arrays.copyOfRange(X, from, to), Arrays.copyOfRange(Y, from, to));
            }
        }
        assertThat(rows).containsExactly(5, 5, 5, 5, 3);
        assertThat(fitted.parametersAsDoubles()).isEqualTo(stepped.parametersAsDoubles());
    }

    private static <A> Trainer<A> unshuffled(Setting<A> setting, Network<A> network) {
        return setting.trainer(network)
                .batch(5)
                .shuffle(false)
                .stop(Stop.afterEpochs(1))
                .build();
    }

    @EverySetting
    <A> void everyEpochUsesEachRowOnceInAnotherOrder(Setting<A> setting) {
        List<Double> seen = new ArrayList<>();
        RowLoss recorder = new RowLoss() {
            @Override
            public double value(double[] a, double[] y) {
                seen.add(y[0]);
                return a[0] * a[0];
            }

            @Override
            public void gradient(double[] a, double[] y, double[] dA) {
                dA[0] = 2 * a[0];
            }
        };
        double[][] numbers =
                IntStream.range(0, ROWS).mapToObj(row -> new double[] {row}).toArray(double[][]::new);
        Dataset<A> data = setting.precision().data(X, numbers);
        try (Trainer<A> trainer = setting.trainer(setting.network(1, INPUTS, Layer.dense(1, Activation.TANH)))
                .loss(Loss.custom(recorder))
                .batch(5)
                .stop(Stop.afterEpochs(2))
                .build()) {
            trainer.fit(data);
        }
        Double[] all = IntStream.range(0, ROWS).mapToObj(row -> (double) row).toArray(Double[]::new);
        List<Double> first = seen.subList(0, ROWS);
        List<Double> second = seen.subList(ROWS, 2 * ROWS);
        assertThat(first)
                .containsExactlyInAnyOrder(all)
                .isNotEqualTo(List.of(all))
                .isNotEqualTo(second);
        assertThat(second).containsExactlyInAnyOrder(all).isNotEqualTo(List.of(all));
    }
}
