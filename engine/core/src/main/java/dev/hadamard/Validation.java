// SPDX-License-Identifier: Apache-2.0

package dev.hadamard;

import dev.hadamard.data.Dataset;
import java.util.Arrays;

/**
 * A figure of data that is not trained on.
 *
 * @param <A> {@code float[]} or {@code double[]}
 */
final class Validation<A> {

    private final Trainer<A> trainer;
    private final Dataset<A> data;
    private final Metric metric;
    private final int[] order;

    /**
     * Checks that the figure suits the data.
     *
     * @throws IllegalArgumentException if it needs classes and the data has numbers, or the reverse
     */
    Validation(Trainer<A> trainer, Dataset<A> data, Metric metric) {
        if (metric.needsClasses() && !data.hasLabels() || metric.needsNumbers() && data.hasLabels()) {
            throw new IllegalArgumentException("metric " + metric + " needs "
                    + (data.hasLabels() ? "numbers" : "classes") + " as targets, validation has " + data);
        }
        this.trainer = trainer;
        this.data = data;
        this.metric = metric;
        this.order = new int[metric == Metric.COST ? data.rows() : 0];
        Arrays.setAll(order, row -> row);
    }

    double value() {
        if (metric == Metric.COST) {
            return cost();
        }
        Network<A> network = trainer.network();
        try (Predictor<A> predictor = Predictor.of(network, trainer.maxRows(), trainer.backend())) {
            return metric.needsClasses()
                    ? metric.of(Evaluation.classification(predictor, data))
                    : metric.of(Evaluation.regression(predictor, data));
        }
    }

    private double cost() {
        double sum = 0;
        double weight = 0;
        boolean mean = trainer.loss().reduction() == Loss.Reduction.MEAN;
        for (int from = 0; from < data.rows(); from += trainer.maxRows()) {
            int rows = Math.min(trainer.maxRows(), data.rows() - from);
            Batch<A> batch = trainer.gathered(data, order, from, rows);
            double cost = trainer.learner().dataCost(batch);
            sum += mean ? cost * batch.totalWeight : cost;
            weight += batch.totalWeight;
        }
        return mean ? sum / weight : sum;
    }
}
