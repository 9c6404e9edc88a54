// SPDX-License-Identifier: Apache-2.0

package dev.hadamard.spark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.hadamard.Activation;
import dev.hadamard.Layer;
import dev.hadamard.Loss;
import dev.hadamard.Network;
import dev.hadamard.Optimizer;
import dev.hadamard.Regularization;
import dev.hadamard.Schedule;
import dev.hadamard.Stop;
import dev.hadamard.Trainer;
import dev.hadamard.data.Dataset;
import dev.hadamard.reference.ReferenceTrainer;
import dev.hadamard.verify.Oracle;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;

/** Synchronous gradients, against the engine's own steps and the naive reference. */
class GradientsTest {

    /** Of the largest parameter, after some steps on a hundred rows, summed in another order. */
    private static final double TOLERANCE = 1e-12;

    private static final int ROWS = 103;
    private static final int CLASSES = 3;
    private static final Example EXAMPLE = Example.of(1, ROWS, 5, CLASSES);
    private static final SparkSession SESSION = Sessions.local();

    private static double[] parameters(HadamardClassificationModel model) {
        return model.network().parametersAsDoubles();
    }

    private static double[] fitted(HadamardClassifier classifier, int partitions) {
        return parameters(classifier.fit(EXAMPLE.table(SESSION, partitions)));
    }

    @Test
    void onePartitionHasTheBitsOfTheEnginesSteps() {
        Network<double[]> expected = Example.network();
        double[] costs = new double[3];
        try (Trainer<double[]> trainer = Trainer.of(expected)
                .batch(ROWS)
                .optimizer(Optimizer.gradientDescent(0.5))
                .build()) {
            for (int step = 0; step < 3; step++) {
                costs[step] = trainer.step(EXAMPLE.flat(), 0, 5, EXAMPLE.labels(), 0, ROWS);
            }
        }
        HadamardClassificationModel model = Example.classifier()
                .setOptimizer("gd")
                .setStepSize(0.5)
                .setMaxIter(3)
                .fit(EXAMPLE.table(SESSION, 1));
        assertThat(parameters(model)).isEqualTo(expected.parametersAsDoubles());
        assertThat(model.objectiveHistory()).isEqualTo(costs);
    }

    @Test
    void onePartitionHasTheBitsOfTheEnginesMiniBatchesInFloat() {
        Network<float[]> expected =
                Network.floats(11, 5, Layer.dense(7, Activation.TANH), Layer.dense(CLASSES, Activation.SOFTMAX));
        try (Trainer<float[]> trainer = Trainer.of(expected)
                .batch(16)
                .optimizer(Optimizer.adam(0.01))
                .schedule(Schedule.cosine(4 * 7, 0))
                .regularization(Regularization.none().withL2(0.01))
                .stop(Stop.afterEpochs(4))
                .build()) {
            trainer.fit(Dataset.ofFloats(EXAMPLE.flatFloats(), 5, EXAMPLE.labels(), CLASSES));
        }
        HadamardClassifier classifier = Example.classifier()
                .setPrecision("float")
                .setOptimizer("adam")
                .setStepSize(0.01)
                .setSchedule("cosine")
                .setRegParam(0.01)
                .setBatchSize(16)
                .setMaxIter(4);
        assertThat(fitted(classifier, 1)).isEqualTo(expected.parametersAsDoubles());
    }

    @Test
    void onePartitionHasTheBitsOfTheEnginesLbfgs() {
        Network<double[]> expected = Example.network();
        try (Trainer<double[]> trainer =
                Trainer.of(expected).batch(ROWS).optimizer(Optimizer.lbfgs()).build()) {
            for (int step = 0; step < 15; step++) {
                trainer.step(EXAMPLE.flat(), 0, 5, EXAMPLE.labels(), 0, ROWS);
            }
        }
        assertThat(fitted(Example.classifier().setMaxIter(15), 1)).isEqualTo(expected.parametersAsDoubles());
    }

    @Test
    void oneOutputAndNumbersAndWeightsHaveTheBitsOfTheEngine() {
        int[] binary = new int[ROWS];
        for (int row = 0; row < ROWS; row++) {
            binary[row] = EXAMPLE.labels()[row] == 0 ? 0 : 1;
        }
        Example two = new Example(EXAMPLE.x(), binary, EXAMPLE.numbers(), EXAMPLE.weights());
        Network<double[]> sigmoid =
                Network.doubles(11, 5, Layer.dense(7, Activation.TANH), Layer.dense(1, Activation.SIGMOID));
        Network<double[]> identity =
                Network.doubles(11, 5, Layer.dense(7, Activation.TANH), Layer.dense(1, Activation.IDENTITY));
        Optimizer descent = Optimizer.gradientDescent(0.25);
        double[] weights = EXAMPLE.weights();
        try (Trainer<double[]> classes =
                        Trainer.of(sigmoid).batch(ROWS).optimizer(descent).build();
                Trainer<double[]> numbers = Trainer.of(identity)
                        .batch(ROWS)
                        .optimizer(descent)
                        .loss(Loss.huber())
                        .build()) {
            for (int step = 0; step < 3; step++) {
                classes.step(two.flat(), 0, 5, binary, 0, weights, 0, ROWS);
                numbers.step(two.flat(), 0, 5, two.numbers(), 0, 1, weights, 0, ROWS);
            }
        }
        HadamardClassifier classifier = Example.classifier()
                .setLayers(5, 7, 1)
                .setOptimizer("gd")
                .setStepSize(0.25)
                .setMaxIter(3)
                .setWeightCol("weight");
        HadamardRegressor regressor = new HadamardRegressor()
                .setLayers(5, 7, 1)
                .setActivation("tanh")
                .setPrecision("double")
                .setLoss("huber")
                .setSeed(11)
                .setOptimizer("gd")
                .setStepSize(0.25)
                .setMaxIter(3)
                .setWeightCol("weight")
                .setLabelCol("number");
        assertThat(parameters(classifier.fit(two.table(SESSION, 1)))).isEqualTo(sigmoid.parametersAsDoubles());
        assertThat(regressor.fit(two.table(SESSION, 1)).network().parametersAsDoubles())
                .isEqualTo(identity.parametersAsDoubles());
    }

    /** Blocks, partitions, empty ones and trees change the order of sums and no more. */
    @Test
    void manyPartitionsAgreeWithOneAndWithTheReference() {
        double[][] y = new double[ROWS][CLASSES];
        for (int row = 0; row < ROWS; row++) {
            y[row][EXAMPLE.labels()[row]] = 1;
        }
        ReferenceTrainer reference =
                Oracle.trainer(Example.network(), Loss.crossEntropy(), Optimizer.gradientDescent(0.5));
        for (int step = 0; step < 3; step++) {
            reference.step(EXAMPLE.x(), y, EXAMPLE.weights());
        }
        double[] expected = reference.network().parameters();
        int compared = 0;
        for (int partitions : new int[] {1, 2, 3, 7, 20, 110}) {
            for (int blockSize : new int[] {5, 512}) {
                HadamardClassifier classifier = Example.classifier()
                        .setOptimizer("gd")
                        .setStepSize(0.5)
                        .setMaxIter(3)
                        .setWeightCol("weight")
                        .setBlockSize(blockSize)
                        .setAggregationDepth(partitions == 20 ? 3 : 2);
                assertThat(Oracle.relativeDifference(fitted(classifier, partitions), expected))
                        .as("%d partitions, blocks of %d rows", partitions, blockSize)
                        .isLessThanOrEqualTo(TOLERANCE);
                compared++;
            }
        }
        assertThat(compared).isEqualTo(12);
    }

    @Test
    void lbfgsDescendsAsTheEngineDoes() {
        double[] one = Example.classifier()
                .setMaxIter(30)
                .fit(EXAMPLE.table(SESSION, 1))
                .objectiveHistory();
        double[] three = Example.classifier()
                .setMaxIter(30)
                .fit(EXAMPLE.table(SESSION, 3))
                .objectiveHistory();
        assertThat(one[29]).isLessThan(0.5 * one[0]);
        for (int i = 1; i < 30; i++) {
            assertThat(three[i]).isLessThan(three[i - 1]);
        }
        // Rounding grows along the way.
        assertThat(Math.abs(three[5] - one[5]) / one[5]).isLessThan(1e-9);
    }

    @Test
    void backendsAndFloatsAgree() {
        double[] expected = fitted(Example.classifier().setOptimizer("gd").setMaxIter(3), 2);
        for (String backend : new String[] {"strict", "scalar", "simd", "netlib-java"}) {
            double[] found =
                    fitted(Example.classifier().setOptimizer("gd").setMaxIter(3).setBackend(backend), 2);
            assertThat(Oracle.relativeDifference(found, expected)).as(backend).isLessThanOrEqualTo(TOLERANCE);
        }
        double[] floats =
                fitted(Example.classifier().setOptimizer("gd").setMaxIter(3).setPrecision("float"), 2);
        assertThat(Oracle.relativeDifference(floats, expected)).isBetween(1e-12, 1e-5);
    }

    @Test
    void everyOptimizerAndActivationLearns() {
        int compared = 0;
        for (String optimizer : Learning.OPTIMIZERS) {
            double[] costs = Example.classifier()
                    .setOptimizer(optimizer)
                    .setSchedule(optimizer.equals("l-bfgs") ? "constant" : "one-cycle")
                    .setMaxIter(10)
                    .fit(EXAMPLE.table(SESSION, 2))
                    .objectiveHistory();
            assertThat(costs[9]).as(optimizer).isLessThan(costs[0]);
            compared++;
        }
        for (String activation : Topology.ACTIVATIONS) {
            double[] costs = Example.classifier()
                    .setActivation(activation)
                    .setMaxIter(10)
                    .fit(EXAMPLE.table(SESSION, 2))
                    .objectiveHistory();
            assertThat(costs[9]).as(activation).isLessThan(0.8 * costs[0]);
            compared++;
        }
        assertThat(compared).isEqualTo(21);
    }

    @Test
    void lbfgsWantsAllRows() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> fitted(Example.classifier().setBatchSize(16), 2))
                .withMessageContaining("l-bfgs takes all rows at once")
                .withMessageContaining("103");
        assertThat(SESSION.sparkContext().getPersistentRDDs().size()).isZero();
    }
}
