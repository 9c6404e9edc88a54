// SPDX-License-Identifier: Apache-2.0

package dev.hadamard.compute.simd;

import dev.hadamard.compute.DoubleLaneSum;

/** Σ x² of doubles, in the order of {@link dev.hadamard.compute.VirtualLanes}. Written by hand beside its twin. */
final class DoubleSquareSum {

    private final DoubleLaneSum sum = new DoubleLaneSum();

    double of(double[] x, int offset, int length) {
        sum.start();
        sum.addProducts(x, offset, x, offset, length);
        return sum.total();
    }
}
