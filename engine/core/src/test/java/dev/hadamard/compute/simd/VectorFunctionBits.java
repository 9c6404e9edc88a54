// SPDX-License-Identifier: Apache-2.0

package dev.hadamard.compute.simd;

import dev.hadamard.compute.scalar.ArgumentSamples;
import dev.hadamard.compute.scalar.ElementaryFunction;
import java.util.Arrays;

/**
 * The bits of all vector functions at the neighbours of every branch, folded into a number. {@code main} prints it, to
 * be compared between JVMs and, in one JVM, between the first round and the last.
 */
final class VectorFunctionBits {

    /** What a line begins with; a JVM may print warnings beside these. */
    static final String LANES = "lanes ";

    static final String BITS = "bits ";

    private VectorFunctionBits() {}

    /**
     * Prints the lanes of a vector, then the number, once a round.
     *
     * @param args how many rounds
     */
    public static void main(String[] args) {
        System.out.println(LANES + FloatLanes.LENGTH);
        for (int round = Integer.parseInt(args[0]); round > 0; round--) {
            System.out.println(BITS + hash());
        }
    }

    static long hash() {
        // whole vectors at every width
        float[] floats = Arrays.copyOf(ElementaryFunction.floatEdges(), ArgumentSamples.BLOCK / 4);
        double[] doubles = Arrays.copyOf(ElementaryFunction.doubleEdges(), ArgumentSamples.BLOCK / 4);
        float[] y = new float[floats.length];
        double[] z = new double[doubles.length];
        long hash = 0;
        for (ElementaryFunction function : ElementaryFunction.values()) {
            FloatVectorFunctions.apply(function, floats, y, 0);
            DoubleVectorFunctions.apply(function, doubles, z, 0);
            hash = 31 * (31 * hash + Arrays.hashCode(y)) + Arrays.hashCode(z);
        }
        return hash;
    }
}
