// SPDX-License-Identifier: Apache-2.0

package dev.hadamard;

import dev.hadamard.compute.DenseKernels;
import dev.hadamard.compute.UpdateKernels;
import dev.hadamard.compute.UpdateRule;
import dev.hadamard.compute.Workers;
import java.util.List;

/**
 * Updates by all threads of a trainer: each takes parts of the range. An element's update reads no other element, so
 * who does it decides no bits. Confined to one caller.
 *
 * @param <A> {@code float[]} or {@code double[]}
 */
final class SharedUpdates<A> implements UpdateKernels<A>, Workers.Task {

    /** Shorter ranges are updated by the caller: waking others costs more. */
    private static final int LEAST_SHARED = 1 << 14;

    /** Parts begin at multiples of this, so that all but the last are whole vectors. */
    private static final int GRAIN = 1 << 12;

    private final List<DenseKernels<A>> kernels;
    private final Workers workers;
    private UpdateRule rule;
    private A parameters;
    private A gradients;
    private A first;
    private A second;
    private A third;
    private int offset;

    SharedUpdates(List<DenseKernels<A>> kernels, Workers workers) {
        this.kernels = kernels;
        this.workers = workers;
    }

    @Override
    public void update(
            UpdateRule newRule,
            A newParameters,
            A newGradients,
            A newFirst,
            A newSecond,
            A newThird,
            int newOffset,
            int length) {
        rule = newRule;
        parameters = newParameters;
        gradients = newGradients;
        first = newFirst;
        second = newSecond;
        third = newThird;
        offset = newOffset;
        if (workers.count() == 1 || length < LEAST_SHARED) {
            run(0, 0, length);
        } else {
            workers.run(this, length, GRAIN);
        }
    }

    @Override
    public void run(int worker, int from, int to) {
        kernels.get(worker)
                .updates()
                .update(rule, parameters, gradients, first, second, third, offset + from, to - from);
    }
}
