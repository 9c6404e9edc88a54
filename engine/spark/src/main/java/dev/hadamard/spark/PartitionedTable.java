// SPDX-License-Identifier: Apache-2.0

package dev.hadamard.spark;

import java.io.Serializable;
import java.util.List;
import org.apache.spark.TaskContext;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.api.java.function.Function;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.sql.Dataset;
import org.apache.spark.storage.StorageLevel;

/**
 * A table as the cluster keeps it: each partition converted once and cached, on disk where memory is short. A partition
 * that is lost with its executor is converted again. Confined to the driver's thread that trains.
 *
 * @param <A> {@code float[]} or {@code double[]}
 */
final class PartitionedTable<A> implements AutoCloseable {

    private final JavaSparkContext context;
    private final JavaRDD<PartitionTable<A>> tables;
    private final List<PartitionSummary> summaries;
    private final long trainingRows;
    private final long validationRows;
    private final WorkPlan<A> plan;
    private final Broadcast<WorkerPool<A>> pool;
    private long rounds;

    /**
     * Work on a partition.
     *
     * @param <A> {@code float[]} or {@code double[]}
     */
    @FunctionalInterface
    interface Work<A> extends Serializable {
        Contribution<A> contribution(PartitionWorker<A> worker, PartitionTable<A> partition);
    }

    private PartitionedTable(JavaSparkContext context, WorkPlan<A> plan, JavaRDD<PartitionTable<A>> tables) {
        this.context = context;
        this.tables = tables;
        this.summaries = tables.map(PartitionTable::summary).collect();
        this.trainingRows =
                summaries.stream().mapToLong(summary -> summary.trainingRows).sum();
        this.validationRows =
                summaries.stream().mapToLong(summary -> summary.validationRows).sum();
        int largest = summaries.stream()
                .mapToInt(summary -> Math.max(summary.trainingRows, summary.validationRows))
                .max()
                .orElse(0);
        this.plan = plan.withBlocksUpTo(Math.max(1, largest));
        this.pool = context.broadcast(new WorkerPool<>());
    }

    /**
     * Converts and checks a table.
     *
     * @throws IllegalArgumentException if it has no rows or a bad one, which is named
     */
    static <A> PartitionedTable<A> of(Dataset<?> dataset, Columns columns, WorkPlan<A> plan, String name) {
        Topology<A> topology = plan.topology();
        JavaRDD<PartitionTable<A>> tables = columns.selection(dataset)
                .toJavaRDD()
                .mapPartitionsWithIndex(
                        (index, rows) -> List.of(new PartitionReader<>(topology, columns).read(index, rows))
                                .iterator(),
                        false)
                .setName(name)
                .persist(StorageLevel.MEMORY_AND_DISK());
        JavaSparkContext context =
                JavaSparkContext.fromSparkContext(dataset.sparkSession().sparkContext());
        boolean good = false;
        try {
            PartitionedTable<A> table = new PartitionedTable<>(context, plan, tables);
            table.check(columns);
            good = true;
            return table;
        } finally {
            if (!good) { // Spark throws what no signature tells
                tables.unpersist(false);
            }
        }
    }

    private void check(Columns columns) {
        long rowsBefore = 0;
        for (int i = 0; i < summaries.size(); i++) {
            PartitionSummary summary = summaries.get(i);
            if (summary.fault != null) {
                throw new IllegalArgumentException(summary.fault.message(i, rowsBefore));
            }
            rowsBefore += summary.rowsRead;
        }
        if (trainingRows == 0) {
            throw new IllegalArgumentException("the table has " + rowsBefore + " rows, and none to train on"
                    + (columns.hasWeights() ? " with a weight above 0" : ""));
        }
        if (columns.hasValidation() && validationRows == 0) {
            throw new IllegalArgumentException("column " + columns.validation() + " is true for none of the "
                    + rowsBefore + " rows: there is nothing to validate on");
        }
    }

    /**
     * The mean of what partitions contribute, in a job of its own: parameters go to each executor once, contributions
     * come back.
     */
    Contribution<A> mean(A parameters, Work<A> work) {
        rounds++;
        Broadcast<byte[]> broadcast = context.broadcast(plan.topology().type().pack(parameters));
        try {
            JavaRDD<Contribution<A>> contributions = tables.map(task(plan, pool, broadcast, work));
            return OrderedMean.of(
                    contributions, plan.topology().type(), plan.course().depth());
        } finally {
            broadcast.destroy();
        }
    }

    /** Static, so that it takes nothing else along. */
    private static <A> Function<PartitionTable<A>, Contribution<A>> task(
            WorkPlan<A> plan, Broadcast<WorkerPool<A>> pool, Broadcast<byte[]> parameters, Work<A> work) {
        return partition -> {
            PartitionWorker<A> worker = pool.value().take(plan, parameters.value(), threads());
            Contribution<A> contribution = work.contribution(worker, partition);
            pool.value().giveBack(worker);
            return contribution;
        };
    }

    /** Cores that Spark gave the task at hand. */
    static int threads() {
        TaskContext task = TaskContext.get();
        return task == null ? 1 : task.cpus();
    }

    JavaSparkContext context() {
        return context;
    }

    /** Rows to train on. */
    long trainingRows() {
        return trainingRows;
    }

    /** Rows to train on of each partition. */
    int[] partitionRows() {
        return summaries.stream().mapToInt(summary -> summary.trainingRows).toArray();
    }

    boolean hasValidation() {
        return validationRows > 0;
    }

    /** Jobs of {@link #mean} so far. */
    long rounds() {
        return rounds;
    }

    /** Lets the cached rows go. */
    @Override
    public void close() {
        pool.destroy();
        tables.unpersist(false);
    }
}
