// SPDX-License-Identifier: Apache-2.0

package dev.hadamard.spark;

import dev.hadamard.Network;
import dev.hadamard.NonFiniteException;
import dev.hadamard.Updater;

/**
 * Synchronous gradients: each update is the driver's, of the gradient over all partitions of one global mini-batch.
 *
 * @param <A> {@code float[]} or {@code double[]}
 */
final class GradientPass<A> implements TrainingPass<A> {

    private final PartitionedTable<A> table;
    private final ElementType<A> type;
    private final long batchRows;
    private final long[] rowsBefore;
    private final int[] partitionRows;
    private final Network<A> network;
    private final Updater<A> updater;
    private final boolean remembers;

    private Round round;
    private double weight;
    private String failure;

    /** Where L-BFGS ended a line search it begins the next iteration: what is known there is not computed again. */
    private A knownParameters;

    private A knownGradient;
    private double knownCost;

    GradientPass(PartitionedTable<A> table, WorkPlan<A> plan) {
        this.table = table;
        this.type = plan.topology().type();
        long rows = table.trainingRows();
        int chosen = plan.course().batchRows();
        this.batchRows = chosen == 0 ? rows : Math.min(chosen, rows);
        this.partitionRows = table.partitionRows();
        this.rowsBefore = new long[partitionRows.length];
        for (int i = 1; i < rowsBefore.length; i++) {
            rowsBefore[i] = rowsBefore[i - 1] + partitionRows[i - 1];
        }
        this.remembers = plan.learning().needsFullBatch();
        if (remembers && batchRows < rows) {
            throw new IllegalArgumentException("optimizer " + plan.learning().optimizer()
                    + " takes all rows at once: batchSize must be 0 or at least " + rows + ", was " + chosen);
        }
        this.network = plan.topology().initial();
        long total = Math.max(1, plan.course().passes() * Round.count(batchRows, rows));
        this.updater = plan.learning().updates(network, total).buildUpdater();
    }

    @Override
    public double run(long pass) {
        double sum = 0;
        double weights = 0;
        double last = Double.NaN;
        long count = Round.count(batchRows, table.trainingRows());
        for (long i = 0; i < count; i++) {
            round = new Round(pass, i, batchRows, table.trainingRows(), rowsBefore);
            if (rowsOf(round) > 0) { // partitions of very different sizes can leave one empty
                last = step();
                sum += weight * last;
                weights += weight;
            }
        }
        return weights == weight ? last : sum / weights; // of one mini-batch to the bit
    }

    private double step() {
        try {
            return updater.step(this::evaluate);
        } catch (NonFiniteException e) {
            throw new ArithmeticException(e.getMessage() + (failure == null ? "" : ": " + failure));
        }
    }

    private long rowsOf(Round which) {
        long rows = 0;
        for (int i = 0; i < partitionRows.length; i++) {
            rows += which.to(i, partitionRows[i]) - which.from(i, partitionRows[i]);
        }
        return rows;
    }

    private double evaluate(A parameters, A gradient) {
        if (remembers && knownParameters != null && type.equal(parameters, knownParameters)) {
            System.arraycopy(knownGradient, 0, gradient, 0, type.length(gradient));
            return knownCost;
        }
        Round sent = round; // not this object with it
        Contribution<A> mean = table.mean(parameters, (worker, partition) -> worker.gradient(partition, sent));
        failure = mean.failure;
        weight = mean.weight;
        A values = mean.values(type);
        if (values != null) {
            System.arraycopy(values, 0, gradient, 0, type.length(gradient));
        }
        if (remembers && values != null) {
            knownParameters = type.resized(parameters, type.length(parameters));
            knownGradient = values;
            knownCost = mean.cost;
        }
        return mean.cost;
    }

    @Override
    public A parameters() {
        return network.parameters();
    }

    @Override
    public void close() {
        updater.close();
    }
}
