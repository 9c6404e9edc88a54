// SPDX-License-Identifier: Apache-2.0

package dev.hadamard.compute;

import java.util.Objects;

/**
 * One strategy's kernels for one element type: six families, composed. A strategy that has only products of its own
 * takes the other families from another strategy.
 *
 * <p>All kernels work on raw row-major arrays with offsets and strides, and assume checked input: ranges lie inside the
 * arrays, outputs overlap no input unless a method says otherwise. Kernels may own scratch memory, so an instance is
 * confined to one thread at a time.
 *
 * @param <A> {@code float[]} or {@code double[]}
 * @param products matrix products with what is fused to them
 * @param activations element-wise and row-wise activations
 * @param losses row-wise losses and their gradients
 * @param updates optimiser updates
 * @param reductions sums, norms and tests over ranges
 * @param parameters penalties, clipping and limits
 */
public record DenseKernels<A>(
        ProductKernels<A> products,
        ActivationKernels<A> activations,
        LossKernels<A> losses,
        UpdateKernels<A> updates,
        ReductionKernels<A> reductions,
        ParameterKernels<A> parameters) {

    /**
     * Checks that no family is missing.
     *
     * @param products matrix products with what is fused to them
     * @param activations element-wise and row-wise activations
     * @param losses row-wise losses and their gradients
     * @param updates optimiser updates
     * @param reductions sums, norms and tests over ranges
     * @param parameters penalties, clipping and limits
     */
    public DenseKernels {
        Objects.requireNonNull(products, "products");
        Objects.requireNonNull(activations, "activations");
        Objects.requireNonNull(losses, "losses");
        Objects.requireNonNull(updates, "updates");
        Objects.requireNonNull(reductions, "reductions");
        Objects.requireNonNull(parameters, "parameters");
    }
}
