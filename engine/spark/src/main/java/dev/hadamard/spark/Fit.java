// SPDX-License-Identifier: Apache-2.0

package dev.hadamard.spark;

import org.apache.spark.sql.Dataset;

/** From an estimator's parameters to a run of the training. */
final class Fit {

    private Fit() {}

    /**
     * Trains.
     *
     * @param params the estimator
     * @param featuresCol its column of vectors
     * @param labelCol its column of classes or numbers
     * @param classifier whether it classifies
     * @param dataset the table
     */
    static TrainedNetwork<?> of(
            HadamardParams params, String featuresCol, String labelCol, boolean classifier, Dataset<?> dataset) {
        Columns columns = new Columns(
                featuresCol, labelCol, params.getOrDefault(params.weightCol()), params.getValidationIndicatorCol());
        return run(Topology.of(params, classifier), params, columns, dataset);
    }

    private static <A> TrainedNetwork<A> run(
            Topology<A> topology, HadamardParams params, Columns columns, Dataset<?> dataset) {
        WorkPlan<A> plan = new WorkPlan<>(topology, learning(params), course(params));
        boolean averages = params.getMode().equals(Mode.AVERAGES);
        return new TrainingRun<>(plan, averages, params.uid()).run(dataset, columns);
    }

    private static Learning learning(HadamardParams params) {
        double stepSize = params.isDefined(params.stepSize()) ? params.getStepSize() : Double.NaN;
        return new Learning(
                params.getLoss(),
                params.getOptimizer(),
                stepSize,
                params.getSchedule(),
                params.getRegParam(),
                params.getBackend());
    }

    private static Course course(HadamardParams params) {
        return new Course(
                params.getMaxIter(),
                params.getTol(),
                params.getBlockSize(),
                params.getBatchSize(),
                params.getLocalSteps(),
                params.getPatience(),
                params.getAggregationDepth());
    }
}
