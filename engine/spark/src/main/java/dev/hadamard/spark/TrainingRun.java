// SPDX-License-Identifier: Apache-2.0

package dev.hadamard.spark;

import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.Dataset;

/**
 * A fit from table to parameters.
 *
 * @param <A> {@code float[]} or {@code double[]}
 */
final class TrainingRun<A> {

    private final WorkPlan<A> plan;
    private final boolean averages;
    private final String uid;
    private final List<Double> costs = new ArrayList<>();

    private A best;
    private double bestCost = Double.POSITIVE_INFINITY;
    private int passesSinceBest;

    TrainingRun(WorkPlan<A> plan, boolean averages, String uid) {
        this.plan = plan;
        this.averages = averages;
        this.uid = uid;
    }

    /**
     * Trains.
     *
     * @throws IllegalArgumentException if the table or a setting is bad
     * @throws ArithmeticException if a cost is not finite
     */
    TrainedNetwork<A> run(Dataset<?> dataset, Columns columns) {
        try (PartitionedTable<A> table = PartitionedTable.of(dataset, columns, plan, uid + ": rows");
                TrainingPass<A> pass = averages ? new AveragePass<>(table, plan) : new GradientPass<>(table, plan);
                ProgressReport report = new ProgressReport(
                        table.context().sc(), uid, plan.course().passes())) {
            train(table, pass, report);
            ElementType<A> type = plan.topology().type();
            A last = pass.parameters();
            A parameters = best != null ? best : type.resized(last, type.length(last));
            return new TrainedNetwork<>(
                    plan.topology(),
                    parameters,
                    costs.stream().mapToDouble(Double::doubleValue).toArray());
        }
    }

    private void train(PartitionedTable<A> table, TrainingPass<A> pass, ProgressReport report) {
        String reason = null;
        for (long number = 0; number < plan.course().passes() && reason == null; number++) {
            report.begin(number);
            double cost = pass.run(number);
            costs.add(cost);
            double validationCost = Double.NaN;
            if (table.hasValidation()) {
                validationCost = table.mean(pass.parameters(), PartitionWorker::validationCost).cost;
            }
            report.done(number, table.rounds(), cost, validationCost);
            reason = reasonToEnd(pass, validationCost);
        }
        double last = costs.isEmpty() ? Double.NaN : costs.get(costs.size() - 1);
        report.ended(reason == null ? "maxIter reached" : reason, costs.size(), table.rounds(), last);
    }

    /** Why training ends after the pass that was done last, or null. */
    private String reasonToEnd(TrainingPass<A> pass, double validationCost) {
        int patience = plan.course().patience();
        if (patience > 0 && !Double.isNaN(validationCost)) {
            if (validationCost < bestCost) {
                bestCost = validationCost;
                ElementType<A> type = plan.topology().type();
                best = type.resized(pass.parameters(), type.length(pass.parameters()));
                passesSinceBest = 0;
            } else if (++passesSinceBest >= patience) {
                return "the validation cost has not improved for " + patience + " passes";
            }
        }
        double tolerance = plan.course().tolerance();
        int count = costs.size();
        if (tolerance > 0 && count > 1) {
            double before = costs.get(count - 2);
            if (Math.abs(before - costs.get(count - 1)) <= tolerance * Math.abs(before)) {
                return "the cost changed by no more than tol";
            }
        }
        return null;
    }
}
