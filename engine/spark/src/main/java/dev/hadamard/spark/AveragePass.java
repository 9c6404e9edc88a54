// SPDX-License-Identifier: Apache-2.0

package dev.hadamard.spark;

import dev.hadamard.Schedule;

/**
 * Local steps with averaging: each partition makes steps on mini-batches of its own from the same parameters; the next
 * round begins at the mean of what they came to, each partition by the weight of its rows (federated averaging, McMahan
 * et al. 2017, with partitions for clients). An optimiser's memory would die with its executor, so each round begins
 * without.
 *
 * @param <A> {@code float[]} or {@code double[]}
 */
final class AveragePass<A> implements TrainingPass<A> {

    private final PartitionedTable<A> table;
    private final ElementType<A> type;
    private final long stepsOfPass;
    private final int stepsOfRound;
    private final Schedule schedule;
    private A parameters;
    private long round;

    AveragePass(PartitionedTable<A> table, WorkPlan<A> plan) {
        if (plan.learning().needsFullBatch()) {
            throw new IllegalArgumentException(
                    "optimizer " + plan.learning().optimizer() + " has no local steps: mode must be " + Mode.GRADIENTS);
        }
        this.table = table;
        this.type = plan.topology().type();
        int largest = 0;
        for (int rows : table.partitionRows()) {
            largest = Math.max(largest, rows);
        }
        this.stepsOfPass = (largest + plan.localBatch() - 1L) / plan.localBatch();
        int chosen = plan.course().localSteps();
        this.stepsOfRound = (int) (chosen == 0 ? stepsOfPass : Math.min(chosen, stepsOfPass));
        long roundsOfPass = (stepsOfPass + stepsOfRound - 1) / stepsOfRound;
        this.schedule = plan.learning().course(Math.max(1, plan.course().passes() * roundsOfPass));
        this.parameters = plan.topology().initial().parameters();
    }

    @Override
    public double run(long pass) {
        double sum = 0;
        for (long done = 0; done < stepsOfPass; done += stepsOfRound) {
            long first = pass * stepsOfPass + done;
            int steps = (int) Math.min(stepsOfRound, stepsOfPass - done);
            double factor = schedule.factor(round++);
            Contribution<A> mean =
                    table.mean(parameters, (worker, partition) -> worker.steps(partition, first, steps, factor));
            if (mean.failure != null) {
                throw new ArithmeticException(mean.failure);
            }
            parameters = mean.values(type);
            sum += mean.cost * steps;
        }
        return sum / stepsOfPass;
    }

    @Override
    public A parameters() {
        return parameters;
    }

    @Override
    public void close() {}
}
