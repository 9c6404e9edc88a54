// SPDX-License-Identifier: Apache-2.0

package dev.hadamard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import dev.hadamard.compute.DoubleElements;
import dev.hadamard.data.Dataset;
import dev.hadamard.verify.Oracle;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** L-BFGS on functions with known minima and through a trainer. */
class LbfgsTest {

    private static final int ROWS = 20;
    private static final double[][] X = Examples.normal(1, ROWS, 5);
    private static final int[] LABELS = Examples.labels(2, ROWS, 3);

    @TempDir
    Path directory;

    private static <A> Network<A> network(Setting<A> setting) {
        return setting.network(1, 5, Layer.dense(6, Activation.TANH), Layer.dense(3, Activation.SOFTMAX));
    }

    @Test
    void rosenbrockInFewSteps() {
        double[] w = {-1.2, 1};
        double[] g = new double[2];
        int[] evaluations = {0};
        QuasiNewton<double[]> newton = new QuasiNewton<>(Optimizer.lbfgs(), DoubleElements.INSTANCE, w, g, () -> {
            evaluations[0]++;
            RosenbrockTest.gradient(w, g);
            return RosenbrockTest.value(w[0], w[1]);
        });
        for (int step = 0; step < 50; step++) {
            newton.step();
        }
        assertThat(RosenbrockTest.value(w[0], w[1])).isLessThan(1e-20);
        assertThat(w).containsExactly(new double[] {1, 1}, within(1e-9));
        assertThat(evaluations[0]).isLessThan(150);
    }

    /**
     * The direction of two loops is that of the explicit matrix, H ← (I − s yᵀ/yᵀs) H (I − y sᵀ/yᵀs) + s sᵀ/yᵀs from γ
     * I through the kept pairs (Nocedal and Wright 2006, 7.16): the next point lies along −H g.
     */
    @Test
    void theDirectionIsThatOfTheExplicitMatrix() {
        int n = 6;
        int memory = 3;
        double[] w = Examples.normal(5, 1, n)[0];
        double[] g = new double[n];
        QuasiNewton<double[]> newton =
                new QuasiNewton<>(new Lbfgs(1, memory, 25), DoubleElements.INSTANCE, w, g, () -> quartic(w, g));
        double[][] points = new double[10][];
        double[][] gradients = new double[10][];
        int compared = 0;
        for (int step = 0; step < points.length; step++) {
            points[step] = w.clone();
            quartic(w, g);
            gradients[step] = g.clone();
            newton.step();
            if (step >= memory) {
                double[] expected = explicit(points, gradients, step, memory);
                double[] moved = new double[n];
                double[] from = points[step];
                Arrays.setAll(moved, i -> w[i] - from[i]);
                double share = moved[0] / expected[0];
                assertThat(share).isPositive();
                for (int i = 0; i < n; i++) {
                    assertThat(moved[i]).isEqualTo(share * expected[i], within(1e-9 * Math.abs(moved[i]) + 1e-14));
                }
                compared++;
            }
        }
        assertThat(compared).isEqualTo(7);
    }

    /** Σ (i + 1) wᵢ² + wᵢ⁴ + (Σ w)². */
    private static double quartic(double[] w, double[] g) {
        double sum = Arrays.stream(w).sum();
        double value = sum * sum;
        for (int i = 0; i < w.length; i++) {
            value += (i + 1) * w[i] * w[i] + Math.pow(w[i], 4);
            g[i] = 2 * (i + 1) * w[i] + 4 * Math.pow(w[i], 3) + 2 * sum;
        }
        return value;
    }

    private static double[] explicit(double[][] points, double[][] gradients, int step, int memory) {
        int n = points[0].length;
        double[] s = difference(points[step], points[step - 1]);
        double[] y = difference(gradients[step], gradients[step - 1]);
        double[][] h = new double[n][n];
        for (int i = 0; i < n; i++) {
            h[i][i] = dot(s, y) / dot(y, y);
        }
        for (int k = step - memory; k < step; k++) {
            s = difference(points[k + 1], points[k]);
            y = difference(gradients[k + 1], gradients[k]);
            h = updated(h, s, y);
        }
        double[] direction = new double[n];
        for (int i = 0; i < n; i++) {
            direction[i] = -dot(h[i], gradients[step]);
        }
        return direction;
    }

    private static double[][] updated(double[][] h, double[] s, double[] y) {
        int n = s.length;
        double[][] next = new double[n][n];
        double[] hy = new double[n];
        for (int i = 0; i < n; i++) {
            hy[i] = dot(h[i], y);
        }
        double rho = 1 / dot(s, y);
        double yhy = dot(y, hy);
        for (int i = 0; i < n; i++) {
            for (int j = 0; j < n; j++) {
                next[i][j] = h[i][j] - rho * (s[i] * hy[j] + hy[i] * s[j]) + (rho * rho * yhy + rho) * s[i] * s[j];
            }
        }
        return next;
    }

    private static double[] difference(double[] a, double[] b) {
        double[] difference = new double[a.length];
        Arrays.setAll(difference, i -> a[i] - b[i]);
        return difference;
    }

    private static double dot(double[] a, double[] b) {
        double sum = 0;
        for (int i = 0; i < a.length; i++) {
            sum += a[i] * b[i];
        }
        return sum;
    }

    /** With an L2 penalty there is a minimum to find: there the reference's gradient vanishes. */
    @EverySetting
    <A> void findsTheMinimumOfTheCost(Setting<A> setting) {
        Network<A> network = network(setting);
        Regularization penalty = Regularization.none().withL2(0.01).withBiases(true);
        try (Trainer<A> trainer = setting.trainer(network)
                .batch(ROWS)
                .optimizer(Optimizer.lbfgs())
                .regularization(penalty)
                .stop(Stop.afterEpochs(300))
                .build()) {
            History history = trainer.fit(setting.precision().data(X, LABELS, 3));
            double before = Double.POSITIVE_INFINITY;
            double slack = 8 * setting.precision().epsilon();
            for (History.Epoch epoch : history.epochs()) {
                assertThat(epoch.cost()).isLessThanOrEqualTo(before * (1 + slack));
                before = epoch.cost();
            }
        }
        double[] gradient = Oracle.trainer(network, Loss.crossEntropy(), Optimizer.adam(1))
                .constraints(Oracle.constraints(penalty, null))
                .gradients(setting.precision().rounded(X), Examples.oneHot(LABELS, 3))
                .gradients()
                .flat();
        double largest = Arrays.stream(gradient).map(Math::abs).max().orElseThrow();
        assertThat(largest).isLessThan(setting.precision() == Precision.FLOAT ? 1e-3 : 1e-6);
    }

    @EverySetting
    <A> void goesOnWhereItStood(Setting<A> setting) {
        Dataset<A> data = setting.precision().data(X, LABELS, 3);
        Network<A> whole = network(setting);
        train(setting, whole, 16, data, null, new MapState());
        for (int epochs : new int[] {1, 5, 13}) {
            MapState state = new MapState();
            Network<A> parted = network(setting);
            train(setting, parted, epochs, data, null, state);
            train(setting, parted, 16 - epochs, data, state, new MapState());
            assertThat(parted.parametersAsDoubles()).isEqualTo(whole.parametersAsDoubles());
        }
    }

    private static <A> void train(
            Setting<A> setting, Network<A> network, int epochs, Dataset<A> data, MapState from, MapState to) {
        try (Trainer<A> trainer = setting.trainer(network)
                .batch(ROWS)
                .shuffle(false)
                .optimizer(Optimizer.lbfgs())
                .stop(Stop.afterEpochs(epochs))
                .build()) {
            if (from != null) {
                trainer.state().restore(from);
            }
            trainer.fit(data);
            trainer.state().save(to);
        }
    }

    /** From the checkpoint of each step, with nothing else kept of the process. */
    @EverySetting
    <A> void goesOnFromEveryCheckpoint(Setting<A> setting) throws IOException {
        Dataset<A> data = setting.precision().data(X, LABELS, 3);
        Network<A> whole = network(setting);
        Checkpoints all = Checkpoints.in(directory.resolve("all")).every(1).keep(100);
        try (Trainer<A> trainer = checkpointed(setting, whole)) {
            trainer.fit(data, all);
        }
        List<Path> files;
        try (Stream<Path> found = Files.list(directory.resolve("all"))) {
            files = found.toList();
        }
        assertThat(files).hasSize(16);
        for (Path file : files) {
            Path copy = Files.createDirectory(directory.resolve(file.getFileName()));
            Files.copy(file, copy.resolve(file.getFileName()));
            Network<A> network = network(setting);
            try (Trainer<A> trainer = checkpointed(setting, network)) {
                assertThat(Checkpoints.in(copy).resume(trainer)).isPresent();
                if (trainer.isUnfinished()) {
                    trainer.fit(data);
                }
            }
            assertThat(network.parametersAsDoubles()).isEqualTo(whole.parametersAsDoubles());
        }
    }

    private static <A> Trainer<A> checkpointed(Setting<A> setting, Network<A> network) {
        return setting.trainer(network)
                .batch(ROWS)
                .optimizer(Optimizer.lbfgs())
                .stop(Stop.afterEpochs(16))
                .build();
    }

    @EverySetting
    <A> void frozenLayersStay(Setting<A> setting) {
        Network<A> network = network(setting);
        double[] before = network.parametersAsDoubles();
        try (Trainer<A> trainer = setting.trainer(network)
                .batch(ROWS)
                .optimizer(Optimizer.lbfgs())
                .freeze(1)
                .build()) {
            trainer.fit(setting.precision().data(X, LABELS, 3));
        }
        int first = network.ranges().get(2).offset();
        assertThat(Arrays.copyOf(network.parametersAsDoubles(), first)).isEqualTo(Arrays.copyOf(before, first));
        assertThat(network.parametersAsDoubles()).isNotEqualTo(before);
    }

    @Test
    void whatDoesNotSuitItIsRefused() {
        Setting<double[]> setting = new Setting<>(Backend.named("scalar"), Precision.DOUBLE);
        Network<double[]> network = network(setting);
        List<UnaryOperator<TrainerBuilder<double[]>>> unsuitable = List.of(
                b -> b.clipping(Clipping.byValue(1)),
                b -> b.regularization(Regularization.none().withWeightDecay(0.1)),
                b -> b.regularization(Regularization.none().withMaxNorm(1)),
                b -> b.schedule(Schedule.constant()),
                b -> b.rateOfLayer(1, 2));
        for (UnaryOperator<TrainerBuilder<double[]>> wish : unsuitable) {
            TrainerBuilder<double[]> builder = wish.apply(Trainer.of(network).optimizer(Optimizer.lbfgs()));
            assertThatIllegalArgumentException().isThrownBy(builder::build).withMessageContaining("L-BFGS");
        }
        try (Trainer<double[]> trainer =
                Trainer.of(network).batch(ROWS - 1).optimizer(Optimizer.lbfgs()).build()) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> trainer.fit(setting.precision().data(X, LABELS, 3)))
                    .withMessage("L-BFGS takes all rows at once: batch must be at least the data's 20, is 19");
        }
        assertThatIllegalArgumentException().isThrownBy(() -> new Lbfgs(0, 10, 25));
        assertThatIllegalArgumentException().isThrownBy(() -> new Lbfgs(1, 0, 25));
        assertThatIllegalArgumentException().isThrownBy(() -> new Lbfgs(1, 10, 1));
    }
}
