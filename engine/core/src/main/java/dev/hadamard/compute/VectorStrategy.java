// SPDX-License-Identifier: Apache-2.0

package dev.hadamard.compute;

/** A strategy whose kernels are written with the Vector API. */
public interface VectorStrategy extends Strategy {

    /**
     * Width of the vectors that it computes with.
     *
     * @return bits, such as 128, 256 or 512
     */
    int vectorBits();
}
