// SPDX-License-Identifier: Apache-2.0

/**
 * The naive reference implementation: textbook loops in {@code double}, one sample at a time. It is specification,
 * correctness oracle and baseline at once, so it is neither tuned nor slowed, and it uses nothing else of this library.
 *
 * <p>Every function is opened by its equation. Where the batched engine has matrices of {@code rows} samples, the
 * reference has one row of them; {@code n(l)} is the width of layer l.
 *
 * <table>
 * <caption>Notation</caption>
 * <tr><th>symbol</th><th>meaning</th><th>shape here</th><th>shape in the engine</th></tr>
 * <tr><td>x = A0</td><td>the input</td><td>n0</td><td>rows x n0</td></tr>
 * <tr><td>Wl, bl</td><td>weights and bias of layer l</td><td>n(l-1) x n(l), n(l)</td><td>the same</td></tr>
 * <tr><td>Zl = A(l-1) Wl + bl</td><td>pre-activation</td><td>n(l)</td><td>rows x n(l)</td></tr>
 * <tr><td>Al = f(Zl)</td><td>activation</td><td>n(l)</td><td>rows x n(l)</td></tr>
 * <tr><td>Δl = dCost/dZl</td><td>error signal; the 1/rows of a mean cost is inside it</td><td>n(l)</td>
 *     <td>rows x n(l)</td></tr>
 * <tr><td>dWl = A(l-1)ᵀ Δl, dbl = 1ᵀ Δl</td><td>gradients: outer products here, summed over the samples</td>
 *     <td>as Wl, bl</td><td>as Wl, bl</td></tr>
 * <tr><td>Δ(l-1) = (Δl Wlᵀ) ⊙ f'(Z(l-1))</td><td>the recursion; ⊙ is the Hadamard product</td><td>n(l-1)</td>
 *     <td>rows x n(l-1)</td></tr>
 * <tr><td>Δ1 W1ᵀ</td><td>gradient by the input, on request</td><td>n0</td><td>rows x n0</td></tr>
 * <tr><td>y</td><td>the target</td><td>n(L)</td><td>rows x n(L)</td></tr>
 * </table>
 *
 * <p>A row-wise activation (softmax) contributes its vector-Jacobian product Jᵀ(dCost/dA), J being ∂a/∂z, in place of ⊙
 * f'. For a symmetric J such as softmax's JV would do; in general it does not.
 *
 * <p>Gradients come three ways: {@link dev.hadamard.reference.Backpropagation}, which computes each Δ once and reuses
 * it; {@link dev.hadamard.reference.UnsharedChainRule}, which multiplies each layer's derivative out from the loss
 * anew; and {@link dev.hadamard.reference.CentralDifferences}, which knows no derivative at all.
 *
 * <p>Nothing here is safe for use by several threads at once, except what is immutable: activations and losses.
 */
package dev.hadamard.reference;
