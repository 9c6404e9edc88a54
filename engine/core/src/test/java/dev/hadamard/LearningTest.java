// SPDX-License-Identifier: Apache-2.0

package dev.hadamard;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hadamard.CounterRandom.Purpose;
import dev.hadamard.data.CsvReader;
import dev.hadamard.data.CsvReader.Task;
import dev.hadamard.data.Dataset;
import dev.hadamard.data.Scaler;
import dev.hadamard.data.Split;
import dev.hadamard.data.Splits;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

/** It learns: small problems with known answers, by the same settings for every seed, backend and precision. */
class LearningTest {

    private static final int SEEDS = 5;

    @EverySetting
    <A> void xor(Setting<A> setting) {
        double[][] x = {{0, 0}, {0, 1}, {1, 0}, {1, 1}};
        Dataset<A> data = setting.precision().data(x, new int[] {0, 1, 1, 0}, 2);
        for (int seed = 1; seed <= SEEDS; seed++) {
            Network<A> network =
                    setting.network(seed, 2, Layer.dense(8, Activation.TANH), Layer.dense(1, Activation.SIGMOID));
            train(setting, network, data, Optimizer.adam(0.05), 4, 300);
            assertThat(accuracy(setting, network, data)).as("seed %d", seed).isEqualTo(1);
        }
    }

    /**
     * The benchmark of Lang and Witbrock 1988, to be learnt by heart; and as many points in between that were not
     * trained on, of which a few may fall to the wrong side of a narrow gap.
     */
    @EverySetting
    <A> void twoSpirals(Setting<A> setting) {
        Dataset<A> points = spirals(setting, 0);
        Dataset<A> between = spirals(setting, 0.5);
        for (int seed = 1; seed <= SEEDS; seed++) {
            Network<A> network = setting.network(
                    seed,
                    2,
                    Layer.dense(32, Activation.SILU),
                    Layer.dense(32, Activation.SILU),
                    Layer.dense(32, Activation.SILU),
                    Layer.dense(1, Activation.SIGMOID));
            train(setting, network, points, Optimizer.adam(0.003), 16, 1000, new UntilCost(0.01));
            assertThat(accuracy(setting, network, points)).as("seed %d", seed).isGreaterThanOrEqualTo(0.99);
            assertThat(accuracy(setting, network, between)).as("seed %d", seed).isGreaterThanOrEqualTo(0.97);
        }
    }

    /** Ends the training when an epoch's cost is low enough. */
    private record UntilCost(double cost) implements TrainingListener {
        @Override
        public void epochDone(Trainer<?> trainer, History.Epoch epoch) {
            if (epoch.cost() < cost) {
                trainer.requestStop();
            }
        }
    }

    /** 97 points a spiral in three turns, at radii from 3 inwards. */
    private static <A> Dataset<A> spirals(Setting<A> setting, double shift) {
        int points = 97;
        double[][] x = new double[2 * points][];
        int[] labels = new int[2 * points];
        for (int i = 0; i < points; i++) {
            double place = Math.min(i + shift, points - 1);
            double angle = place * Math.PI / 16;
            double radius = 3 * (104 - place) / 104;
            x[2 * i] = new double[] {radius * Math.sin(angle), radius * Math.cos(angle)};
            x[2 * i + 1] = new double[] {-x[2 * i][0], -x[2 * i][1]};
            labels[2 * i + 1] = 1;
        }
        return setting.precision().data(x, labels, 2);
    }

    @EverySetting
    <A> void iris(Setting<A> setting) throws Exception {
        Dataset<double[]> data = CsvReader.of(resource("iris.csv"))
                .task(Task.CLASSIFICATION)
                .read()
                .data();
        assertThat(data.rows()).isEqualTo(150);
        assertThat(data.features()).isEqualTo(4);
        assertThat(data.outputs()).isEqualTo(3);
        double right = 0;
        for (Split<double[]> fold : Splits.folds(data, 5, new CounterRandom(1, Purpose.USER, 0))) {
            Scaler scaler = Scaler.standard(fold.train());
            Dataset<A> train = setting.precision().converter().apply(scaler.apply(fold.train()));
            Dataset<A> test = setting.precision().converter().apply(scaler.apply(fold.test()));
            Network<A> network =
                    setting.network(1, 4, Layer.dense(16, Activation.TANH), Layer.dense(3, Activation.SOFTMAX));
            train(setting, network, train, Optimizer.adam(0.01), 16, 50);
            right += accuracy(setting, network, test) * test.rows();
        }
        assertThat(right / data.rows()).isGreaterThanOrEqualTo(0.95);
    }

    @EverySetting
    <A> void diabetes(Setting<A> setting) throws Exception {
        Dataset<double[]> data = CsvReader.of(resource("diabetes.csv"))
                .separator(' ')
                .task(Task.REGRESSION)
                .read()
                .data();
        assertThat(data.rows()).isEqualTo(442);
        assertThat(data.features()).isEqualTo(10);
        double residual = 0;
        List<Split<double[]>> folds = Splits.folds(data, 10, new CounterRandom(1, Purpose.USER, 0));
        for (Split<double[]> fold : folds) {
            residual += residualOfFold(setting, fold);
        }
        double mean = 0;
        for (double y : data.y()) {
            mean += y / data.rows();
        }
        double total = 0;
        for (double y : data.y()) {
            total += (y - mean) * (y - mean);
        }
        assertThat(1 - residual / total).isGreaterThanOrEqualTo(0.45);
    }

    /** Σ(y − a)² of the test part, in the target's own unit. */
    private static <A> double residualOfFold(Setting<A> setting, Split<double[]> fold) {
        Scaler features = Scaler.standard(fold.train());
        Scaler targets = Scaler.standardTargets(fold.train());
        Dataset<A> train = setting.precision().converter().apply(targets.applyToTargets(features.apply(fold.train())));
        Network<A> network =
                setting.network(1, 10, Layer.dense(8, Activation.TANH), Layer.dense(1, Activation.IDENTITY));
        train(setting, network, train, Optimizer.adamW(0.003).weightDecay(1), 32, 30);
        double[] x = features.apply(fold.test()).x();
        double residual = 0;
        try (Predictor<A> predictor = setting.predictor(network, 1)) {
            for (int row = 0; row < fold.test().rows(); row++) {
                double[] sample = Arrays.copyOfRange(x, 10 * row, 10 * row + 10);
                double error = targets.invert(predictor.predict(sample))[0]
                        - fold.test().y()[row];
                residual += error * error;
            }
        }
        return residual;
    }

    private static <A> void train(
            Setting<A> setting,
            Network<A> network,
            Dataset<A> data,
            Optimizer optimizer,
            int batch,
            int epochs,
            TrainingListener... listeners) {
        try (Trainer<A> trainer = setting.trainer(network)
                .optimizer(optimizer)
                .batch(batch)
                .stop(Stop.afterEpochs(epochs))
                .build()) {
            trainer.fit(data, listeners);
        }
    }

    private static <A> double accuracy(Setting<A> setting, Network<A> network, Dataset<A> data) {
        try (Predictor<A> predictor = setting.predictor(network, 64)) {
            return Evaluation.of(predictor, data).accuracy();
        }
    }

    private static Path resource(String name) throws URISyntaxException {
        return Path.of(LearningTest.class.getResource(name).toURI());
    }
}
