// SPDX-License-Identifier: Apache-2.0

package dev.hadamard.spark;

import dev.hadamard.Gradients;
import dev.hadamard.Network;
import dev.hadamard.NonFiniteException;
import dev.hadamard.Trainer;
import java.lang.ref.Cleaner;

/**
 * Computes on partitions: a network, a trainer and buffers in the JVM at hand. It keeps nothing from one partition or
 * round to the next that a result depends on. Confined to one thread at a time.
 *
 * @param <A> {@code float[]} or {@code double[]}
 */
final class PartitionWorker<A> {

    private static final Cleaner CLEANER = Cleaner.create();

    private final WorkPlan<A> plan;
    private final ElementType<A> type;
    private final int threads;
    private final Network<A> network;
    private final Trainer<A> trainer;
    private RowBuffer<A> buffer;

    /**
     * Allocates all but the buffer of mini-batches.
     *
     * @param parameters any of the network's, packed
     * @param threads threads that compute, the task's own included
     */
    PartitionWorker(WorkPlan<A> plan, byte[] parameters, int threads) {
        this.plan = plan;
        this.type = plan.topology().type();
        this.threads = threads;
        this.network = plan.topology().of(type.unpack(parameters));
        this.trainer = plan.learning()
                .gradients(plan.topology(), network, plan.course().blockRows(), threads)
                .build();
        if (threads > 1) {
            Trainer<A> closed = trainer; // the action must not hold this object
            CLEANER.register(this, closed::close);
        }
    }

    /** Takes the parameters of a round, packed. */
    void begin(byte[] parameters) {
        System.arraycopy(type.unpack(parameters), 0, network.parameters(), 0, network.parameterCount());
    }

    /** Mean cost and gradient of a partition's rows in a mini-batch. */
    Contribution<A> gradient(PartitionTable<A> partition, Round round) {
        Rows<A> training = partition.training;
        int from = round.from(partition.index, training.count);
        int to = round.to(partition.index, training.count);
        if (from == to) {
            return Contribution.none(partition.index);
        }
        if (round.isWholeTable()) {
            return blocks(partition.index, training, from, to, true);
        }
        buffer().gather(training, partition.order(seed(), round.pass()), from, to);
        return blocks(partition.index, buffer().rows(), 0, to - from, true);
    }

    /** Mean cost of a partition's rows to validate on. */
    Contribution<A> validationCost(PartitionTable<A> partition) {
        Rows<A> validation = partition.validation;
        if (validation.count == 0) {
            return Contribution.none(partition.index);
        }
        return blocks(partition.index, validation, 0, validation.count, false);
    }

    /**
     * Parameters after steps on mini-batches of a partition alone, and their mean cost. Mini-batches go on from pass to
     * pass of the partition. The round's parameters are gone then.
     *
     * @param firstStep steps that the partition made before
     * @param steps how many to make
     * @param rateFactor what the optimiser's rate is multiplied by
     */
    Contribution<A> steps(PartitionTable<A> partition, long firstStep, int steps, double rateFactor) {
        Rows<A> training = partition.training;
        if (training.count == 0) {
            return Contribution.none(partition.index);
        }
        int batch = Math.min(plan.localBatch(), training.count);
        long batches = (training.count + batch - 1L) / batch;
        double cost = 0;
        try (Trainer<A> local = plan.learning()
                .steps(plan.topology(), network, batch, threads, rateFactor)
                .build()) {
            for (long step = firstStep; step < firstStep + steps; step++) {
                int from = (int) (step % batches * batch);
                int to = Math.min(training.count, from + batch);
                buffer().gather(training, partition.order(seed(), step / batches), from, to);
                cost += step(local, buffer().rows(), to - from) / steps;
            }
        } catch (NonFiniteException e) {
            return failed(partition.index, training.totalWeight, e);
        }
        return Contribution.of(type, partition.index, training.totalWeight, cost, network.parameters());
    }

    private double step(Trainer<A> local, Rows<A> rows, int count) {
        int width = plan.topology().inputs();
        double[] weights = rows.weights;
        if (rows.classes != null) {
            return weights == null
                    ? local.step(rows.x, 0, width, rows.classes, 0, count)
                    : local.step(rows.x, 0, width, rows.classes, 0, weights, 0, count);
        }
        return weights == null
                ? local.step(rows.x, 0, width, rows.numbers, 0, 1, count)
                : local.step(rows.x, 0, width, rows.numbers, 0, 1, weights, 0, count);
    }

    /** Mean over blocks of rows. */
    private Contribution<A> blocks(int index, Rows<A> rows, int from, int to, boolean withGradient) {
        double weight = rows.weight(from, to);
        WeightedMean<A> mean = new WeightedMean<>(type, weight);
        int most = plan.course().blockRows();
        try {
            for (int start = from; start < to; start += most) {
                int count = Math.min(most, to - start);
                Gradients<A> gradients = gradients(rows, start, count);
                mean.add(
                        rows.weight(start, start + count),
                        gradients.cost(),
                        withGradient ? gradients.parameters() : null);
            }
        } catch (NonFiniteException e) {
            return failed(index, weight, e);
        }
        return Contribution.of(type, index, weight, mean.cost(), mean.values());
    }

    private Gradients<A> gradients(Rows<A> rows, int start, int count) {
        int width = plan.topology().inputs();
        int offset = start * width;
        return rows.classes != null
                ? trainer.gradients(rows.x, offset, width, rows.classes, start, rows.weights, start, count)
                : trainer.gradients(rows.x, offset, width, rows.numbers, start, 1, rows.weights, start, count);
    }

    private static <A> Contribution<A> failed(int index, double weight, NonFiniteException e) {
        return Contribution.failed(index, weight, "partition " + index + ": " + e.getMessage());
    }

    private long seed() {
        return plan.topology().seed();
    }

    private RowBuffer<A> buffer() {
        if (buffer == null) {
            buffer = new RowBuffer<>(plan.topology());
        }
        return buffer;
    }
}
