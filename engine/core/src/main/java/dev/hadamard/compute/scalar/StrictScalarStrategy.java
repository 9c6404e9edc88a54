// SPDX-License-Identifier: Apache-2.0

package dev.hadamard.compute.scalar;

import dev.hadamard.compute.DenseKernels;
import dev.hadamard.compute.Strategy;

/**
 * Plain loops with the bits of the strategy simd, for JVMs that can't run that: products are chains of fused
 * multiply-adds, everything else is {@link ScalarStrategy}'s, whose bits are simd's already.
 */
public final class StrictScalarStrategy implements Strategy {

    /** What users call it. */
    public static final String NAME = "strict-scalar";

    /** The one instance. */
    public static final StrictScalarStrategy INSTANCE = new StrictScalarStrategy();

    private StrictScalarStrategy() {}

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public String describe() {
        return "products and other kernels: plain Java loops with the operations of simd in the same order, fused"
                + " multiply-adds (slow where the CPU has none)\n"
                + "bits: those of simd, the same for every number of threads, tile, batch split and offset, on every"
                + " CPU and JDK";
    }

    @Override
    public DenseKernels<float[]> newFloatKernels() {
        return ScalarStrategy.floatKernels(FloatChainProducts::new);
    }

    @Override
    public DenseKernels<double[]> newDoubleKernels() {
        return ScalarStrategy.doubleKernels(DoubleChainProducts::new);
    }
}
