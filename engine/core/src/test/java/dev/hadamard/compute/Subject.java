// SPDX-License-Identifier: Apache-2.0

package dev.hadamard.compute;

/**
 * What a kernel test tests: a strategy's kernels for one element type.
 *
 * @param strategy where the kernels come from
 * @param elements the element type
 * @param <A> {@code float[]} or {@code double[]}
 */
record Subject<A>(Strategy strategy, Elements<A> elements) {

    /** Smallest positive normal number; below it, results may lose digits. */
    double smallestNormal() {
        return elements.epsilon() < Math.ulp(1f) ? Double.MIN_NORMAL : Float.MIN_NORMAL;
    }

    double epsilon() {
        return elements.epsilon();
    }

    DenseKernels<A> newKernels() {
        return elements.newKernels(strategy);
    }

    /** The numbers, rounded to the element type. */
    A arrayOf(double... values) {
        A array = elements.allocate(values.length);
        elements.fromDoubles(values, 0, array, 0, values.length);
        return array;
    }

    /** The number, rounded to the element type. */
    double round(double value) {
        return elements.get(arrayOf(value), 0);
    }

    @Override
    public String toString() {
        return strategy.name() + " " + elements.typeName();
    }
}
