// SPDX-License-Identifier: Apache-2.0

package dev.hadamard.bench.elementwise;

import dev.hadamard.compute.ActivationFunction.Kind;
import dev.hadamard.compute.UpdateRule;
import java.util.Locale;

/**
 * The kernels that are timed.
 *
 * <p>Traffic is what moves between memory and processor for each element if nothing stays in a cache: arrays read plus
 * arrays written.
 */
public enum ElementwiseKernel {
    /** a = b + s c: the machine's bandwidth, by the loop that everybody measures it with. */
    TRIAD(3, null, null),
    /** Δ = Δ ⊙ [a &gt; 0], the Hadamard product of the backward pass. */
    HADAMARD(3, Kind.RELU, null),
    /** In place, as layers run it. */
    RELU(2, Kind.RELU, null),
    /** From Z to A. */
    LEAKY_RELU(2, Kind.LEAKY_RELU, null),
    /** From Z to A. */
    ELU(2, Kind.ELU, null),
    /** From Z to A. */
    SIGMOID(2, Kind.SIGMOID, null),
    /** Backward, from A. */
    SIGMOID_BACKWARD(3, Kind.SIGMOID, null),
    /** From Z to A. */
    TANH(2, Kind.TANH, null),
    /** Backward, from A. */
    TANH_BACKWARD(3, Kind.TANH, null),
    /** From Z to A. */
    SOFTPLUS(2, Kind.SOFTPLUS, null),
    /** Backward, from A. */
    SOFTPLUS_BACKWARD(3, Kind.SOFTPLUS, null),
    /** From Z to A. */
    SILU(2, Kind.SILU, null),
    /** Backward, from Z. */
    SILU_BACKWARD(3, Kind.SILU, null),
    /** From Z to A. */
    GELU(2, Kind.GELU, null),
    /** Backward, from Z. */
    GELU_BACKWARD(3, Kind.GELU, null),
    /** From Z to A. */
    GELU_TANH(2, Kind.GELU_TANH, null),
    /** Backward, from Z. */
    GELU_TANH_BACKWARD(3, Kind.GELU_TANH, null),
    /** Rows of 10. */
    SOFTMAX_10(2, null, null),
    /** Rows of 1000. */
    SOFTMAX_1000(2, null, null),
    /** Sums of columns of rows of 1000, or of one row where there is no more. */
    COLUMN_SUM(1, null, null),
    /** w −= η g. */
    GRADIENT_DESCENT(3, null, UpdateRule.Kind.GRADIENT_DESCENT),
    /** With velocity. */
    MOMENTUM(5, null, UpdateRule.Kind.MOMENTUM),
    /** With velocity. */
    NESTEROV(5, null, UpdateRule.Kind.NESTEROV),
    /** With sums of squares. */
    ADAGRAD(5, null, UpdateRule.Kind.ADAGRAD),
    /** With means of squares. */
    RMSPROP(5, null, UpdateRule.Kind.RMSPROP),
    /** With means and means of squares. */
    ADAM(7, null, UpdateRule.Kind.ADAM);

    private final int traffic;
    private final Kind activation;
    private final UpdateRule.Kind update;

    ElementwiseKernel(int traffic, Kind activation, UpdateRule.Kind update) {
        this.traffic = traffic;
        this.activation = activation;
        this.update = update;
    }

    /**
     * The kernel of a name.
     *
     * @param name as {@link #label()} has it
     * @return the kernel
     * @throws IllegalArgumentException if there is none of this name
     */
    public static ElementwiseKernel named(String name) {
        return valueOf(name.toUpperCase(Locale.ROOT).replace('-', '_'));
    }

    /**
     * The name as benchmarks write it.
     *
     * @return lower case
     */
    public String label() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /**
     * Elements moved for each element of the range.
     *
     * @return arrays read plus arrays written
     */
    public int traffic() {
        return traffic;
    }

    /**
     * Floating-point operations for each element of the range: additions, multiplications, divisions, roots and
     * comparisons.
     *
     * @return their number; 0 for functions that are approximated, of which each library needs another number
     */
    public int operations() {
        return switch (this) {
            case HADAMARD, RELU, COLUMN_SUM -> 1;
            case TRIAD, LEAKY_RELU, GRADIENT_DESCENT -> 2;
            case SIGMOID_BACKWARD, TANH_BACKWARD -> 3;
            case MOMENTUM -> 4; // v = μ v + g, w −= η v
            case NESTEROV -> 6; // and g + μ v
            case ADAGRAD -> 7; // s += g g, w −= η g / (√s + ε)
            case RMSPROP -> 9; // s = α s + (1 − α) g g, and the rest as AdaGrad
            case ADAM -> 12; // m too, and both corrected
            default -> 0;
        };
    }

    /**
     * Whether it multiplies Δ by a derivative.
     *
     * @return true for the backward kernels
     */
    public boolean isBackward() {
        return this == HADAMARD || name().endsWith("_BACKWARD");
    }

    /**
     * Whether A replaces Z. Layers do so with every activation that needs no Z on the way back; here only ReLU does,
     * which changes nothing when it is repeated: the others would wander off to numbers that take longer or shorter.
     *
     * @return true for ReLU
     */
    public boolean isInPlace() {
        return this == RELU;
    }

    /**
     * An argument whose derivative is 1 in size, so that Δ keeps its size however often it is multiplied: it must reach
     * neither infinity nor the slow numbers around 0.
     */
    double neutral() {
        return switch (this) {
            case SIGMOID_BACKWARD -> (1 + Math.sqrt(5)) / 2; // a (1 − a) = −1
            case TANH_BACKWARD -> 0;
            default -> 30;
        };
    }

    /** The activation, or null. */
    Kind activation() {
        return activation;
    }

    /** The optimiser, or null. */
    UpdateRule.Kind update() {
        return update;
    }

    /** Length of a softmax row, or 0. */
    int softmaxColumns() {
        return this == SOFTMAX_10 ? 10 : this == SOFTMAX_1000 ? 1000 : 0;
    }
}
