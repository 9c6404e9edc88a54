// SPDX-License-Identifier: Apache-2.0

package dev.hadamard.bench.step;

import dev.hadamard.Activation;
import dev.hadamard.CounterRandom;
import dev.hadamard.Layer;
import dev.hadamard.Loss;
import dev.hadamard.Optimizer;
import dev.hadamard.data.Dataset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** The networks and batches that benchmarks work on: ReLU in hidden layers, softmax and cross-entropy at the end. */
public enum Workload {
    /** 32 x 4-16-3: overhead only, as in iris. */
    TINY(32, 4, 16, 3),
    /** 1 x 784-128-10: a sample at a time. */
    ONLINE(1, 784, 128, 10),
    /** 32 x 784-128-10: a small network on MNIST. */
    SMALL(32, 784, 128, 10),
    /** 128 x 784-512-256-10: a usual network on MNIST. */
    MEDIUM(128, 784, 512, 256, 10),
    /** 512 x 1024-1024-1024-10: little but matrix products. */
    LARGE(512, 1024, 1024, 1024, 10),
    /** 128 x 784-2500-2000-1500-1000-500-10: the network of Cireşan et al. 2010 on MNIST, a usual one to compare on. */
    DEEP(128, 784, 2500, 2000, 1500, 1000, 500, 10);

    private static final long SEED = 1;

    private final int rows;
    private final int[] widths;

    Workload(int rows, int... widths) {
        this.rows = rows;
        this.widths = widths;
    }

    /**
     * The workload of a name.
     *
     * @param name as {@link #label()} has it
     * @return the workload
     * @throws IllegalArgumentException if there is none of this name
     */
    public static Workload named(String name) {
        return valueOf(name.toUpperCase(Locale.ROOT));
    }

    /**
     * The name as benchmarks write it.
     *
     * @return lower case
     */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }

    /**
     * Size of the mini-batch.
     *
     * @return number of rows
     */
    public int rows() {
        return rows;
    }

    /**
     * Widths of all tensors.
     *
     * @return n0, n1, …, as a copy
     */
    public int[] widths() {
        return widths.clone();
    }

    /**
     * Operations of one step.
     *
     * @return as {@link StepCost} counts them
     */
    public long operations() {
        return StepCost.operations(rows, widths);
    }

    /**
     * One mini-batch of standard normal inputs with random classes, and a network for it.
     *
     * @param precision element type
     * @param optimizer the optimiser
     * @param <A> {@code float[]} or {@code double[]}
     * @return always the same numbers, up to rounding
     */
    public <A> StepSetup<A> setup(Precision<A> precision, Optimizer optimizer) {
        return setup(precision, optimizer, Activation.RELU);
    }

    /**
     * The same with another activation in the hidden layers.
     *
     * @param precision element type
     * @param optimizer the optimiser
     * @param hidden activation of the hidden layers
     * @param <A> {@code float[]} or {@code double[]}
     * @return always the same numbers, up to rounding
     */
    public <A> StepSetup<A> setup(Precision<A> precision, Optimizer optimizer, Activation hidden) {
        return setup(precision, optimizer, hidden, rows);
    }

    /**
     * The same with another size of the mini-batch.
     *
     * @param precision element type
     * @param optimizer the optimiser
     * @param hidden activation of the hidden layers
     * @param rows rows of the mini-batch, at least 1
     * @param <A> {@code float[]} or {@code double[]}
     * @return always the same numbers, up to rounding
     */
    public <A> StepSetup<A> setup(Precision<A> precision, Optimizer optimizer, Activation hidden, int rows) {
        List<Layer> layers = new ArrayList<>();
        for (int l = 1; l < widths.length; l++) {
            layers.add(Layer.dense(widths[l], l < widths.length - 1 ? hidden : Activation.SOFTMAX));
        }
        int classes = widths[widths.length - 1];
        CounterRandom random = new CounterRandom(SEED, CounterRandom.Purpose.USER, 0);
        double[] x = new double[rows * widths[0]];
        Arrays.setAll(x, i -> random.nextGaussian());
        int[] labels = new int[rows];
        Arrays.setAll(labels, i -> random.nextInt(classes));
        return new StepSetup<>(
                precision.network(SEED, widths[0], layers),
                Loss.crossEntropy(),
                optimizer,
                precision.of(Dataset.ofDoubles(x, widths[0], labels, classes)),
                rows);
    }

    @Override
    public String toString() {
        return label() + ", " + rows + " x "
                + String.join(
                        "-", Arrays.stream(widths).mapToObj(Integer::toString).toList());
    }
}
