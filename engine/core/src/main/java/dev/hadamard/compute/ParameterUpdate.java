// SPDX-License-Identifier: Apache-2.0

package dev.hadamard.compute;

/**
 * An optimiser's update, to be applied where gradients are computed.
 *
 * @param rule formula and numbers
 * @param parameters w, updated
 * @param gradients memory for the gradient, which holds anything afterwards
 * @param first the rule's state, addressed as the parameters are, or null if it has none
 * @param <A> {@code float[]} or {@code double[]}
 */
public record ParameterUpdate<A>(UpdateRule rule, A parameters, A gradients, A first) {}
