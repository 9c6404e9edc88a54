// SPDX-License-Identifier: Apache-2.0

package dev.hadamard.spark;

import org.apache.spark.ml.linalg.DenseVector;
import org.apache.spark.ml.linalg.SparseVector;
import org.apache.spark.ml.linalg.Vector;

/** Spark's vectors in flat arrays. Allocates nothing. */
final class Vectors {

    private Vectors() {}

    /** Writes a vector's elements, zeros included. */
    static <A> void write(Vector vector, ElementType<A> type, A to, int offset) {
        if (vector instanceof DenseVector dense) {
            type.put(dense.values(), to, offset);
            return;
        }
        SparseVector sparse = (SparseVector) vector; // the trait is sealed
        type.clear(to, offset, sparse.size());
        int[] indices = sparse.indices();
        double[] values = sparse.values();
        for (int i = 0; i < indices.length; i++) {
            type.set(to, offset + indices[i], values[i]);
        }
    }

    /** Place among the vector's elements of the first that is not finite in an element type, or −1. */
    static int indexOfNonFinite(Vector vector, ElementType<?> type) {
        double[] values = vector instanceof DenseVector dense ? dense.values() : ((SparseVector) vector).values();
        for (int i = 0; i < values.length; i++) {
            if (!type.isFinite(values[i])) {
                return vector instanceof SparseVector sparse ? sparse.indices()[i] : i;
            }
        }
        return -1;
    }
}
