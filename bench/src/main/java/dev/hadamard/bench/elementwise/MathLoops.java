// SPDX-License-Identifier: Apache-2.0

package dev.hadamard.bench.elementwise;

import dev.hadamard.compute.ActivationFunction;
import dev.hadamard.compute.ActivationKernels;
import dev.hadamard.compute.Elements;

/**
 * Activations as one writes them without a library: a loop over elements that calls {@link Math}. What speed-ups of
 * functions are measured against. Forward only.
 *
 * @param <A> {@code float[]} or {@code double[]}
 */
abstract sealed class MathLoops<A> implements ActivationKernels<A> permits FloatMathLoops, DoubleMathLoops {

    /** The loops of an element type. */
    @SuppressWarnings("unchecked") // the element type's name tells its array type
    static <A> MathLoops<A> of(Elements<A> elements) {
        return (MathLoops<A>) (elements.typeName().equals("float") ? new FloatMathLoops() : new DoubleMathLoops());
    }

    static double sigmoid(double z) {
        return 1 / (1 + Math.exp(-z));
    }

    static double geluTanh(double z) {
        return 0.5 * z * (1 + Math.tanh(Math.sqrt(2 / Math.PI) * (z + 0.044715 * z * z * z)));
    }

    @Override
    public final void backward(ActivationFunction f, A z, A a, A delta, int offset, int stride, int rows, int columns) {
        throw new UnsupportedOperationException("backward " + f.kind());
    }

    @Override
    public final void softmaxBackward(A a, A delta, int offset, int stride, int rows, int columns) {
        throw new UnsupportedOperationException("softmaxBackward");
    }

    @Override
    public final void add(
            A x,
            int xOffset,
            int xStride,
            A y,
            int yOffset,
            int yStride,
            A out,
            int offset,
            int stride,
            int rows,
            int columns) {
        throw new UnsupportedOperationException("add");
    }
}
