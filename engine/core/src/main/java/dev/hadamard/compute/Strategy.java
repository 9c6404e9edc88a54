// SPDX-License-Identifier: Apache-2.0

package dev.hadamard.compute;

/**
 * A way to compute: where the kernels come from. Immutable and shared; the kernels it makes are confined to one thread
 * at a time each.
 */
public interface Strategy {

    /**
     * What users call it.
     *
     * @return "scalar", "netlib-native", …
     */
    String name();

    /**
     * What really runs: library file and BLAS kernel, vector width, threads, and which bits are promised.
     *
     * @return lines of text without a trailing line feed
     */
    String describe();

    /**
     * New kernels for {@code float[]}.
     *
     * @return kernels with scratch memory of their own
     */
    DenseKernels<float[]> newFloatKernels();

    /**
     * New kernels for {@code double[]}.
     *
     * @return kernels with scratch memory of their own
     */
    DenseKernels<double[]> newDoubleKernels();
}
