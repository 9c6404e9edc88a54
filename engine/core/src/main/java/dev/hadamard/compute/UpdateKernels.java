// SPDX-License-Identifier: Apache-2.0

package dev.hadamard.compute;

/**
 * Optimiser updates.
 *
 * @param <A> {@code float[]} or {@code double[]}
 */
public interface UpdateKernels<A> {

    /**
     * Applies a rule to a range of parameters. All arrays are addressed by the same offset.
     *
     * @param rule formula and numbers
     * @param parameters w, updated
     * @param gradients g
     * @param first the rule's first state array, or null if it has none
     * @param second the rule's second state array, or null if it has none
     * @param third the rule's third state array, or null if it has none
     * @param offset first element
     * @param length number of elements
     */
    void update(UpdateRule rule, A parameters, A gradients, A first, A second, A third, int offset, int length);
}
