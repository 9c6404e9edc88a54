// SPDX-License-Identifier: Apache-2.0

package dev.hadamard.bench.elementwise;

import dev.hadamard.compute.ActivationFunction;
import dev.hadamard.compute.DenseKernels;
import dev.hadamard.compute.Elements;
import dev.hadamard.compute.UpdateRule;
import java.util.random.RandomGenerator;

/**
 * One kernel on data of one length, ready to run again and again. Confined to one thread.
 *
 * @param <A> {@code float[]} or {@code double[]}
 */
public final class ElementwiseWork<A> {

    private static final int SUM_COLUMNS = 1000;

    private final ElementwiseKernel kernel;
    private final DenseKernels<A> kernels;
    private final Elements<A> elements;
    private final int length;
    private final ActivationFunction activation;
    private final UpdateRule rule;

    /** Z, or w. */
    private final A x;
    /** A, or g. */
    private final A y;
    /** Δ, or the first state. */
    private final A first;
    /** The second state. */
    private final A second;

    /**
     * Makes the data.
     *
     * @param kernel which kernel
     * @param elements the element type
     * @param kernels whose
     * @param length number of elements; softmax takes as many whole rows as fit, at least one
     * @param random decides the data
     */
    public ElementwiseWork(
            ElementwiseKernel kernel,
            Elements<A> elements,
            DenseKernels<A> kernels,
            int length,
            RandomGenerator random) {
        this.kernel = kernel;
        this.kernels = kernels;
        this.elements = elements;
        this.length = length;
        double parameter = switch (kernel) {
            case LEAKY_RELU -> 0.01;
            case ELU -> 1;
            default -> 0;
        };
        this.activation = kernel.activation() == null ? null : ActivationFunction.of(kernel.activation(), parameter);
        this.rule = kernel.update() == null ? null : rule(kernel.update());
        this.x = draw(random);
        this.y = draw(random);
        this.first = draw(random);
        this.second = elements.allocate(length);
        if (rule != null) {
            elements.fill(first, 0, length, 0);
        } else if (kernel.isBackward()) {
            elements.fill(x, 0, length, kernel.neutral());
            elements.fill(y, 0, length, kernel.neutral());
        }
    }

    private static UpdateRule rule(UpdateRule.Kind kind) {
        UpdateRule rule = new UpdateRule(kind);
        rule.rate = 1e-6;
        rule.decay = 0.9;
        rule.secondDecay = 0.999;
        rule.epsilon = 1e-8;
        return rule;
    }

    private A draw(RandomGenerator random) {
        double[] values = random.doubles(length, -3, 3).toArray();
        A array = elements.allocate(length);
        elements.fromDoubles(values, 0, array, 0, length);
        return array;
    }

    /**
     * Runs the kernel once; the loss of time by choosing it is a few nanoseconds, the same for every implementation.
     */
    public void run() {
        if (rule != null) {
            kernels.updates().update(rule, x, y, first, second, null, 0, length);
        } else if (kernel.isBackward()) {
            kernels.activations().backward(activation, x, y, first, 0, length, 1, length);
        } else if (activation != null) {
            kernels.activations().forward(activation, null, 0, x, kernel.isInPlace() ? x : y, 0, length, 1, length);
        } else if (kernel == ElementwiseKernel.TRIAD) {
            kernels.reductions().addScaled(1e-6, x, 0, y, 0, length);
        } else if (kernel == ElementwiseKernel.COLUMN_SUM) {
            sumColumns();
        } else {
            int columns = Math.min(length, kernel.softmaxColumns());
            kernels.activations().softmax(x, y, 0, columns, length / columns, columns);
        }
    }

    private void sumColumns() {
        int columns = Math.min(length, SUM_COLUMNS);
        elements.fill(second, 0, columns, 0);
        for (int row = 0; row < length / columns; row++) {
            kernels.activations().add(second, 0, 0, x, row * columns, 0, second, 0, 0, 1, columns);
        }
    }

    /**
     * All data, to compare two implementations after the same number of runs.
     *
     * @return a copy
     */
    public double[] data() {
        double[] all = new double[4 * length];
        elements.toDoubles(x, 0, all, 0, length);
        elements.toDoubles(y, 0, all, length, length);
        elements.toDoubles(first, 0, all, 2 * length, length);
        elements.toDoubles(second, 0, all, 3 * length, length);
        return all;
    }
}
