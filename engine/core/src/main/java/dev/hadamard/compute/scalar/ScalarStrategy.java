// SPDX-License-Identifier: Apache-2.0

package dev.hadamard.compute.scalar;

import dev.hadamard.compute.ActivationKernels;
import dev.hadamard.compute.DenseKernels;
import dev.hadamard.compute.ProductKernels;
import dev.hadamard.compute.Strategy;
import java.util.function.Function;

/**
 * Plain Java loops: the fallback that every JVM can run, without module, flag or native library.
 *
 * <p>The bits of a result depend on shapes and numbers alone: not on threads, tiles, batches, offsets, CPU or JDK, nor
 * on whether a method is already compiled.
 */
public final class ScalarStrategy implements Strategy {

    /** What users call it. */
    public static final String NAME = "scalar";

    /** The one instance. */
    public static final ScalarStrategy INSTANCE = new ScalarStrategy();

    private ScalarStrategy() {}

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public String describe() {
        return "products and other kernels: plain Java loops, vectorised by the JIT compiler where it can; products are"
                + " multiplied, then added, without FMA\n"
                + "bits: the same for every number of threads, tile, batch split and offset, on every CPU and JDK";
    }

    @Override
    public DenseKernels<float[]> newFloatKernels() {
        return floatKernels(FloatScalarProducts::new);
    }

    /** Kernels with other products. */
    static DenseKernels<float[]> floatKernels(Function<ActivationKernels<float[]>, ProductKernels<float[]>> products) {
        ActivationKernels<float[]> activations = new FloatScalarActivations();
        return new DenseKernels<>(
                products.apply(activations),
                activations,
                new FloatScalarLosses(),
                new FloatScalarUpdates(),
                new FloatScalarReductions(),
                new FloatParameterLoops());
    }

    @Override
    public DenseKernels<double[]> newDoubleKernels() {
        return doubleKernels(DoubleScalarProducts::new);
    }

    /** Kernels with other products. */
    static DenseKernels<double[]> doubleKernels(
            Function<ActivationKernels<double[]>, ProductKernels<double[]>> products) {
        ActivationKernels<double[]> activations = new DoubleScalarActivations();
        return new DenseKernels<>(
                products.apply(activations),
                activations,
                new DoubleScalarLosses(),
                new DoubleScalarUpdates(),
                new DoubleScalarReductions(),
                new DoubleParameterLoops());
    }
}
