// SPDX-License-Identifier: Apache-2.0

/**
 * What an embedder touches: describe a {@link dev.hadamard.Network}, train it with a {@link dev.hadamard.Trainer}, ask
 * it with a {@link dev.hadamard.Predictor}.
 *
 * <p>A mini-batch X is a row-major matrix, one sample a row. Layer l computes Zl = A(l-1) Wl + bl and Al = f(Zl), with
 * A0 = X; backpropagation computes the error signals Δl = dCost/dZl from the last layer to the first, each from the one
 * above it, Δ(l-1) = (Δl Wlᵀ) ⊙ f'(Z(l-1)), and from each its gradients dWl = A(l-1)ᵀ Δl and dbl = 1ᵀ Δl. The full
 * table of the notation is in {@link dev.hadamard.reference}.
 */
package dev.hadamard;
