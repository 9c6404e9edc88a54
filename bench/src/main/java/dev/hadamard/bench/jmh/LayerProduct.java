// SPDX-License-Identifier: Apache-2.0

package dev.hadamard.bench.jmh;

import dev.hadamard.CounterRandom;
import dev.hadamard.bench.step.Precision;
import dev.hadamard.compute.ActivationFunction;
import dev.hadamard.compute.DenseKernels;
import dev.hadamard.compute.ProductKernels;
import java.util.Arrays;
import java.util.Locale;

/**
 * One of the three products of a layer, with operands.
 *
 * @param <A> {@code float[]} or {@code double[]}
 */
final class LayerProduct<A> {

    /** Which product. */
    private enum Kind {
        FORWARD,
        WEIGHTS,
        INPUT
    }

    private final Kind kind;
    private final Precision<A> precision;
    private final ProductKernels<A> products;
    private final int samples;
    private final int inputs;
    private final int units;
    private final A x;
    private final A w;
    private final A delta;
    private final A out;

    /**
     * Random operands.
     *
     * @param kind forward, weights or input
     * @param shape samples, inputs and units with an x between them
     * @param precision element type
     * @param kernels what computes
     */
    LayerProduct(String kind, String shape, Precision<A> precision, DenseKernels<A> kernels) {
        int[] sizes =
                Arrays.stream(shape.split("x")).mapToInt(Integer::parseInt).toArray();
        this.kind = Kind.valueOf(kind.toUpperCase(Locale.ROOT));
        this.precision = precision;
        this.products = kernels.products();
        this.samples = sizes[0];
        this.inputs = sizes[1];
        this.units = sizes[2];
        this.x = random(samples * inputs, 1);
        this.w = random(inputs * units, 2);
        this.delta = random(samples * units, 3);
        this.out = random(
                switch (this.kind) {
                    case FORWARD -> samples * units;
                    case WEIGHTS -> inputs * units;
                    case INPUT -> samples * inputs;
                },
                4);
    }

    private A random(int length, int index) {
        CounterRandom random = new CounterRandom(length, CounterRandom.Purpose.USER, index);
        double[] values = new double[length];
        Arrays.setAll(values, i -> random.nextGaussian());
        return precision.arrayOf(values);
    }

    void multiply() {
        ActivationFunction none = ActivationFunction.IDENTITY;
        switch (kind) {
            case FORWARD ->
                products.forward(
                        x, 0, inputs, w, 0, units, null, 0, out, out, 0, units, inputs, 0, samples, 0, units, none);
            case WEIGHTS ->
                products.backwardParameters(
                        x, 0, inputs, delta, 0, units, samples, out, 0, units, null, 0, 0, inputs, 0, units);
            case INPUT ->
                products.backwardInput(
                        delta, 0, units, w, 0, units, out, null, null, 0, inputs, units, 0, samples, 0, inputs, false,
                        none);
        }
    }

    /**
     * Computes some elements again.
     *
     * @throws IllegalStateException if one differs by more than rounding explains
     */
    void check() {
        double[] dx = precision.doublesOf(x);
        double[] dw = precision.doublesOf(w);
        double[] dd = precision.doublesOf(delta);
        double[] product = precision.doublesOf(out);
        switch (kind) {
            case FORWARD ->
                ProductCheck.check(
                        precision,
                        "Z",
                        product,
                        0,
                        samples,
                        units,
                        inputs,
                        (i, j, k) -> dx[i * inputs + k] * dw[k * units + j]);
            case WEIGHTS ->
                ProductCheck.check(
                        precision,
                        "dW",
                        product,
                        0,
                        inputs,
                        units,
                        samples,
                        (i, j, k) -> dx[k * inputs + i] * dd[k * units + j]);
            case INPUT ->
                ProductCheck.check(
                        precision,
                        "D",
                        product,
                        0,
                        samples,
                        inputs,
                        units,
                        (i, j, k) -> dd[i * units + k] * dw[j * units + k]);
        }
    }
}
