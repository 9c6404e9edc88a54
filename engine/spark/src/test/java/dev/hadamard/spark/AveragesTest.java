// SPDX-License-Identifier: Apache-2.0

package dev.hadamard.spark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.hadamard.Network;
import dev.hadamard.Optimizer;
import dev.hadamard.Stop;
import dev.hadamard.Trainer;
import dev.hadamard.data.Dataset;
import java.util.Arrays;
import java.util.stream.IntStream;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;

/** Local steps with averaging, against the engine on each partition's rows. */
class AveragesTest {

    private static final int ROWS = 100;
    private static final int BATCH = 8;
    private static final int CLASSES = 3;
    private static final double RATE = 0.1;
    private static final Example EXAMPLE = Example.of(2, ROWS, 5, CLASSES);
    private static final SparkSession SESSION = Sessions.local();

    private static HadamardClassifier classifier() {
        return Example.classifier()
                .setMode("averages")
                .setOptimizer("gd")
                .setStepSize(RATE)
                .setBatchSize(BATCH);
    }

    private static double[] fitted(HadamardClassifier classifier, int partitions) {
        return classifier.fit(EXAMPLE.table(SESSION, partitions)).network().parametersAsDoubles();
    }

    private static Trainer<double[]> trainer(Network<double[]> network, int epochs) {
        return Trainer.of(network)
                .batch(BATCH)
                .optimizer(Optimizer.gradientDescent(RATE))
                .stop(Stop.afterEpochs(epochs))
                .build();
    }

    @Test
    void onePartitionHasTheBitsOfTheEnginesFit() {
        Network<double[]> expected = Example.network();
        try (Trainer<double[]> trainer = trainer(expected, 3)) {
            trainer.fit(Dataset.ofDoubles(EXAMPLE.flat(), 5, EXAMPLE.labels(), CLASSES));
        }
        assertThat(fitted(classifier().setMaxIter(3), 1)).isEqualTo(expected.parametersAsDoubles());
        // However often one partition is "averaged": gradient descent has no memory to lose.
        assertThat(fitted(classifier().setMaxIter(3).setLocalSteps(4), 1)).isEqualTo(expected.parametersAsDoubles());
    }

    @Test
    void twoPartitionsAreTheMeanOfTwoTrainers() {
        int split = 50; // where parallelize splits 100 rows
        Network<double[]> first = Example.network();
        Network<double[]> second = Example.network();
        double[] x = EXAMPLE.flat();
        double[] weights = EXAMPLE.weights();
        int step = 3;
        try (Trainer<double[]> one = trainer(first, 1);
                Trainer<double[]> two = trainer(second, 1)) {
            int[] order1 = weighted(weights, 0, split);
            int[] order2 = weighted(weights, split, ROWS);
            steps(one, x, order1, RowOrder.of(11, 0, order1.length, 0), step);
            steps(two, x, order2, RowOrder.of(11, 1, order2.length, 0), step);
        }
        double total1 = Arrays.stream(weights, 0, split).sum();
        double total2 = Arrays.stream(weights, split, ROWS).sum();
        double[] found;
        Learning learning = new Learning("auto", "gd", RATE, "constant", 0, "auto");
        Topology<double[]> topology =
                new Topology<>(new int[] {5, 7, CLASSES}, "tanh", Topology.Output.SOFTMAX, DoubleType.INSTANCE, 11);
        WorkPlan<double[]> plan = new WorkPlan<>(topology, learning, new Course(1, 0, 512, BATCH, step, 0, 2));
        Columns columns = new Columns("features", "label", "weight", "");
        try (PartitionedTable<double[]> table = PartitionedTable.of(EXAMPLE.table(SESSION, 2), columns, plan, "rows")) {
            found = table.mean(
                            topology.initial().parameters(), (worker, partition) -> worker.steps(partition, 0, step, 1))
                    .values(DoubleType.INSTANCE);
        }
        double[] expected = new double[found.length];
        for (int i = 0; i < expected.length; i++) {
            expected[i] = total1 / (total1 + total2) * first.parameters()[i]
                    + total2 / (total1 + total2) * second.parameters()[i];
        }
        assertThat(found).containsExactly(expected, within(1e-14));
    }

    /** Rows of a range with a weight above 0. */
    private static int[] weighted(double[] weights, int from, int to) {
        return IntStream.range(from, to).filter(row -> weights[row] > 0).toArray();
    }

    private static void steps(Trainer<double[]> trainer, double[] x, int[] rows, int[] order, int steps) {
        for (int step = 0; step < steps; step++) {
            double[] batch = new double[BATCH * 5];
            int[] labels = new int[BATCH];
            double[] weights = new double[BATCH];
            for (int i = 0; i < BATCH; i++) {
                int row = rows[order[step * BATCH + i]];
                System.arraycopy(x, row * 5, batch, i * 5, 5);
                labels[i] = EXAMPLE.labels()[row];
                weights[i] = EXAMPLE.weights()[row];
            }
            trainer.step(batch, 0, 5, labels, 0, weights, 0, BATCH);
        }
    }

    @Test
    void learnsInManyPartitionsWithAnyOptimizer() {
        int compared = 0;
        for (String optimizer : new String[] {"gd", "adam", "momentum"}) {
            for (int localSteps : new int[] {0, 3}) {
                HadamardClassifier classifier = classifier()
                        .setOptimizer(optimizer)
                        .setStepSize(optimizer.equals("adam") ? 0.01 : 0.1)
                        .setSchedule("cosine")
                        .setLocalSteps(localSteps)
                        .setMaxIter(6);
                double[] costs = classifier.fit(EXAMPLE.table(SESSION, 4)).objectiveHistory();
                assertThat(costs).hasSize(6);
                assertThat(costs[5]).as("%s, %d", optimizer, localSteps).isLessThan(costs[0]);
                compared++;
            }
        }
        assertThat(compared).isEqualTo(6);
    }

    @Test
    void emptyPartitionsAndNumbersAreNoTrouble() {
        HadamardRegressor regressor = new HadamardRegressor()
                .setLayers(5, 8, 1)
                .setLabelCol("number")
                .setWeightCol("weight")
                .setMode("averages")
                .setOptimizer("adam")
                .setStepSize(0.01)
                .setBatchSize(BATCH)
                .setTol(0)
                .setMaxIter(5);
        double[] few = regressor.fit(EXAMPLE.table(SESSION, 3)).objectiveHistory();
        double[] many = regressor.fit(EXAMPLE.table(SESSION, 110)).objectiveHistory();
        assertThat(few[4]).isLessThan(few[0]);
        assertThat(many[4]).isLessThan(many[0]);
    }

    @Test
    void lbfgsHasNoLocalSteps() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> fitted(classifier().setOptimizer("l-bfgs"), 2))
                .withMessageContaining("no local steps");
    }

    @Test
    void divergenceIsToldWithItsPlace() {
        assertThatThrownBy(() -> fitted(
                        classifier()
                                .setLayers(5, 7, CLASSES)
                                .setActivation("identity")
                                .setLoss("half-squared-error")
                                .setStepSize(1e200),
                        2))
                .isInstanceOf(ArithmeticException.class)
                .hasMessageContaining("partition 0");
    }
}
