// SPDX-License-Identifier: Apache-2.0

package dev.hadamard.compute.simd;

import dev.hadamard.compute.ActivationKernels;
import dev.hadamard.compute.DenseKernels;
import dev.hadamard.compute.UpdateKernels;
import dev.hadamard.compute.VectorStrategy;
import dev.hadamard.compute.scalar.DoubleParameterLoops;
import dev.hadamard.compute.scalar.FloatParameterLoops;

/**
 * All kernels by the Vector API, nothing native. Loaded by name, after every check that the JVM compiles it to vector
 * instructions held.
 */
public final class SimdStrategy implements VectorStrategy {

    /** Prepares the JVM for the kernels. */
    public SimdStrategy() {
        VectorWarmUp.run();
    }

    @Override
    public String name() {
        return "simd";
    }

    @Override
    public int vectorBits() {
        return FloatLanes.SPECIES.vectorBitSize();
    }

    @Override
    public String describe() {
        return "products and other kernels: Vector API, " + vectorBits() + " bits, " + FloatLanes.LENGTH + " floats or "
                + DoubleLanes.LENGTH + " doubles a vector, register tiles of " + FloatTiles.ROWS + " x "
                + FloatTiles.COLUMNS + " floats\n"
                + "bits: the same for every number of threads, tile, batch split, offset and vector width, on every CPU and"
                + " JDK; element-wise kernels have the bits of the strategy scalar";
    }

    @Override
    public DenseKernels<float[]> newFloatKernels() {
        ActivationKernels<float[]> activations = new FloatVectorActivations();
        UpdateKernels<float[]> updates = new FloatVectorUpdates();
        return new DenseKernels<>(
                new FloatVectorProducts(activations, updates),
                activations,
                new FloatVectorLosses(),
                updates,
                new FloatVectorReductions(),
                new FloatParameterLoops());
    }

    @Override
    public DenseKernels<double[]> newDoubleKernels() {
        ActivationKernels<double[]> activations = new DoubleVectorActivations();
        UpdateKernels<double[]> updates = new DoubleVectorUpdates();
        return new DenseKernels<>(
                new DoubleVectorProducts(activations, updates),
                activations,
                new DoubleVectorLosses(),
                updates,
                new DoubleVectorReductions(),
                new DoubleParameterLoops());
    }
}
