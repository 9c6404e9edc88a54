// SPDX-License-Identifier: Apache-2.0

package dev.hadamard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import dev.hadamard.data.Dataset;
import dev.hadamard.reference.ReferenceTargets;
import dev.hadamard.reference.ReferenceTrainer;
import dev.hadamard.verify.Oracle;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Weights of samples and classes, and smoothed labels. */
class WeightsTest {

    private static final int ROWS = 12;
    private static final int INPUTS = 4;
    private static final int CLASSES = 3;
    private static final double[][] X = Examples.normal(1, ROWS, INPUTS);
    private static final int[] LABELS = Examples.labels(2, ROWS, CLASSES);
    private static final double[] WEIGHTS = Examples.uniform(3, 1, ROWS, 0.1, 3)[0];

    /** Of a gradient after a few sums of a dozen rows. */
    private static final int TOLERANCE = 4;

    private static <A> Network<A> network(Setting<A> setting) {
        return setting.network(1, INPUTS, Layer.dense(5, Activation.TANH), Layer.dense(CLASSES, Activation.SOFTMAX));
    }

    private static double[] someZeros() {
        double[] weights = WEIGHTS.clone();
        for (int row : new int[] {0, 4, 5, 11}) {
            weights[row] = 0;
        }
        return weights;
    }

    private static int[] rowsWithWeight(double[] weights) {
        return IntStream.range(0, ROWS).filter(row -> weights[row] > 0).toArray();
    }

    @EverySetting
    <A> void weightedStepsAreThoseOfTheReference(Setting<A> setting) {
        Precision<A> precision = setting.precision();
        double[][] x = precision.rounded(X);
        double[][] y = Examples.oneHot(LABELS, CLASSES);
        int compared = 0;
        for (Loss loss : List.of(
                Loss.crossEntropy(),
                Loss.crossEntropy().sum(),
                Loss.crossEntropy().smoothed(0.1),
                Loss.meanSquaredError(),
                Examples.LOG_COSH)) {
            for (boolean classes : new boolean[] {false, true}) {
                Network<A> network = network(setting);
                ReferenceTrainer reference = Oracle.trainer(network, loss, Optimizer.gradientDescent(0.1));
                try (Trainer<A> trainer = setting.trainer(network)
                        .loss(loss)
                        .batch(ROWS)
                        .optimizer(Optimizer.gradientDescent(0.1))
                        .build()) {
                    A inputs = precision.block(x).array();
                    A targets = precision.block(y).array();
                    double[] weights = someZeros();
                    double cost = classes
                            ? trainer.step(inputs, 0, INPUTS, LABELS, 0, weights, 0, ROWS)
                            : trainer.step(inputs, 0, INPUTS, targets, 0, CLASSES, weights, 0, ROWS);
                    double expected = reference.step(x, y, weights);
                    assertThat(cost).as("%s", loss).isEqualTo(expected, within(expected * precision.tolerance()));
                    assertThat(Oracle.relativeDifference(
                                    network.parametersAsDoubles(),
                                    reference.network().parameters()))
                            .as("%s", loss)
                            .isLessThanOrEqualTo(TOLERANCE * precision.tolerance());
                }
                compared++;
            }
        }
        assertThat(compared).isEqualTo(10);
    }

    @EverySetting
    <A> void aRowOfWeightZeroIsAsGoodAsAbsentToTheBit(Setting<A> setting) {
        double[] weights = someZeros();
        double[][] spoilt = Arrays.stream(X).map(double[]::clone).toArray(double[][]::new);
        Arrays.fill(spoilt[4], Double.NaN);
        int[] kept = rowsWithWeight(weights);
        double[][] fewX = Arrays.stream(kept).mapToObj(row -> X[row]).toArray(double[][]::new);
        int[] fewLabels = Arrays.stream(kept).map(row -> LABELS[row]).toArray();
        double[] fewWeights =
                Arrays.stream(kept).mapToDouble(row -> weights[row]).toArray();
        Network<A> all = network(setting);
        Network<A> few = network(setting);
        try (Trainer<A> one = setting.trainer(all).batch(ROWS).build();
                Trainer<A> other = setting.trainer(few).batch(ROWS).build()) {
            A x = setting.precision().block(spoilt).array();
            A xOfFew = setting.precision().block(fewX).array();
            for (int step = 0; step < 5; step++) {
                double cost = one.step(x, 0, INPUTS, LABELS, 0, weights, 0, ROWS);
                assertThat(cost).isEqualTo(other.step(xOfFew, 0, INPUTS, fewLabels, 0, fewWeights, 0, kept.length));
            }
        }
        assertThat(all.parametersAsDoubles()).isEqualTo(few.parametersAsDoubles());

        Network<A> fitted = network(setting);
        Network<A> fittedOnFew = network(setting);
        try (Trainer<A> one = setting.trainer(fitted).batch(5).build();
                Trainer<A> other = setting.trainer(fittedOnFew).batch(5).build()) {
            History history =
                    one.fit(setting.precision().data(spoilt, LABELS, CLASSES).withWeights(weights));
            History expected =
                    other.fit(setting.precision().data(fewX, fewLabels, CLASSES).withWeights(fewWeights));
            assertThat(history.finalCost()).isEqualTo(expected.finalCost());
        }
        assertThat(fitted.parametersAsDoubles()).isEqualTo(fittedOnFew.parametersAsDoubles());
    }

    @EverySetting
    <A> void anEpochsCostIsTheWeightedMean(Setting<A> setting) {
        Network<A> network = network(setting);
        double expected = Oracle.trainer(network, Loss.crossEntropy(), Optimizer.gradientDescent(1))
                .gradients(setting.precision().rounded(X), Examples.oneHot(LABELS, CLASSES), WEIGHTS)
                .cost();
        try (Trainer<A> trainer = setting.trainer(network)
                .batch(5)
                .optimizer(Optimizer.gradientDescent(1e-30))
                .stop(Stop.afterEpochs(1))
                .build()) {
            History history =
                    trainer.fit(setting.precision().data(X, LABELS, CLASSES).withWeights(WEIGHTS));
            assertThat(history.finalCost())
                    .isEqualTo(expected, within(TOLERANCE * setting.precision().tolerance()));
        }
    }

    /** torch 2.13.0's CrossEntropyLoss of these logits, with weight and with label_smoothing. */
    @Test
    void classWeightsAndSmoothingAreTorchs() {
        double[][] x = {{1, 2, 3}, {0.5, -1, 0.2}};
        int[] classes = {2, 0};
        double[] flat = {1, 2, 3, 0.5, -1, 0.2};
        Layer layer =
                Layer.dense(3, Activation.SOFTMAX).withoutBias().weights(Initializer.values(1, 0, 0, 0, 1, 0, 0, 0, 1));
        Network<double[]> network = Network.doubles(1, 3, layer);
        try (Trainer<double[]> weighted = Trainer.of(network)
                        .inputGradient(true)
                        .classWeights(1, 2, 0.5)
                        .build();
                Trainer<double[]> smoothed = Trainer.of(network)
                        .inputGradient(true)
                        .loss(Loss.crossEntropy().smoothed(0.2))
                        .build()) {
            Gradients<double[]> gradients = weighted.gradients(flat, 0, 3, classes, 0, x.length);
            assertThat(gradients.cost()).isEqualTo(0.5858399394240186, within(1e-15));
            assertThat(gradients.input())
                    .containsExactly(
                            new double[] {
                                0.030010191056793478,
                                0.08157615701826587,
                                -0.1115863480750594,
                                -0.327214431987835,
                                0.07574203148663008,
                                0.251472400501205
                            },
                            within(1e-15));
            Gradients<double[]> ofSmoothed = smoothed.gradients(flat, 0, 3, classes, 0, x.length);
            assertThat(ofSmoothed.cost()).isEqualTo(0.7012814456791091, within(1e-15));
            assertThat(ofSmoothed.input())
                    .containsExactly(
                            new double[] {
                                0.011681953251856884,
                                0.08903090219406548,
                                -0.10071285544592246,
                                -0.17874415732420962,
                                0.023473190281639238,
                                0.15527096704257043
                            },
                            within(1e-15));
        }
    }

    @EverySetting
    <A> void aClassesWeightIsThatOfItsRows(Setting<A> setting) {
        double[] classWeights = {0.5, 0, 2};
        double[] weights =
                Arrays.stream(LABELS).mapToDouble(c -> classWeights[c]).toArray();
        Network<A> byClass = network(setting);
        Network<A> byRow = network(setting);
        try (Trainer<A> one = setting.trainer(byClass)
                        .classWeights(classWeights)
                        .batch(4)
                        .build();
                Trainer<A> other = setting.trainer(byRow).batch(4).build()) {
            Dataset<A> data = setting.precision().data(X, LABELS, CLASSES);
            one.fit(data);
            other.fit(data.withWeights(weights));
        }
        assertThat(byClass.parametersAsDoubles()).isEqualTo(byRow.parametersAsDoubles());
    }

    /** scikit-learn 1.9.1's compute_class_weight("balanced"). */
    @Test
    void balancedWeights() {
        int[] labels = {0, 1, 2, 2, 1, 2, 1, 0};
        assertThat(Dataset.ofDoubles(new double[8], 1, labels, 3).balancedClassWeights())
                .containsExactly(
                        new double[] {1.3333333333333333, 0.8888888888888888, 0.8888888888888888}, within(1e-15));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Dataset.ofDoubles(new double[8], 1, labels, 4).balancedClassWeights())
                .withMessage("class 3 of 4 has no row to balance");
    }

    @Test
    void smoothedTargetsOfOneOutput() {
        Network<double[]> network = Network.doubles(1, 2, Layer.dense(1, Activation.SIGMOID));
        Loss loss = Loss.binaryCrossEntropy().smoothed(0.3);
        double[][] x = {{1, -2}, {0.5, 3}};
        double[][] y = {{1}, {0}};
        double expected = Oracle.trainer(network, Loss.binaryCrossEntropy(), Optimizer.adam(1))
                .cost(x, ReferenceTargets.smoothed(y, 0.3));
        try (Trainer<double[]> trainer =
                Trainer.of(network).backend(Backend.named("scalar")).loss(loss).build()) {
            assertThat(trainer.step(x, new int[] {1, 0})).isEqualTo(expected, within(1e-14));
        }
    }

    @Test
    void badWeightsAreRefused() {
        Network<double[]> network = network(new Setting<>(Backend.named("scalar"), Precision.DOUBLE));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Trainer.of(network).classWeights(1, 2))
                .withMessage("classWeights has 2 elements, the network knows 3 classes");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Trainer.of(network).classWeights(1, -2, 3));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Trainer.of(network).classWeights(0, 0, 0));
        Dataset<double[]> data = Dataset.ofRows(X, LABELS, CLASSES);
        assertThatIllegalArgumentException().isThrownBy(() -> data.withWeights(new double[ROWS]));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> data.withWeights(new double[1]))
                .withMessage("weights has 1 rows, x has 12");
        double[] negative = WEIGHTS.clone();
        negative[3] = -1;
        assertThatIllegalArgumentException()
                .isThrownBy(() -> data.withWeights(negative))
                .withMessageContaining("row 3 has -1.0");
        assertThatIllegalArgumentException().isThrownBy(() -> Loss.huber().smoothed(0.1));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Loss.crossEntropy().smoothed(1));
        double[] before = network.parametersAsDoubles();
        try (Trainer<double[]> trainer =
                Trainer.of(network).batch(ROWS).classWeights(1, 2, 3).build()) {
            double[] x = new double[ROWS * INPUTS];
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> trainer.step(x, 0, INPUTS, LABELS, 0, negative, 0, ROWS))
                    .withMessageContaining("row 3 has -1.0");
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> trainer.step(x, 0, INPUTS, LABELS, 0, new double[ROWS], 0, ROWS))
                    .withMessageContaining("add up to 0.0");
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> trainer.step(x, 0, INPUTS, LABELS, 0, WEIGHTS, 1, ROWS))
                    .withMessageContaining("weights");
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> trainer.step(x, 0, INPUTS, x, 0, CLASSES, 1))
                    .withMessageContaining("class weights");
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> trainer.fit(Dataset.ofRows(X, Examples.oneHot(LABELS, CLASSES))))
                    .withMessageContaining("weights of classes");
        }
        assertThat(network.parametersAsDoubles()).isEqualTo(before);
    }
}
