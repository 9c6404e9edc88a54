// SPDX-License-Identifier: Apache-2.0

package dev.hadamard.spark;

import dev.hadamard.Backend;
import dev.hadamard.Network;
import dev.hadamard.Predictor;
import org.apache.spark.ml.linalg.Vector;

/**
 * Predicts rows in batches: collects vectors, then computes their logits at once, in buffers of its own. Allocates
 * nothing after its constructor. Confined to one thread.
 *
 * @param <A> {@code float[]} or {@code double[]}
 */
final class BatchPredictor<A> implements AutoCloseable {

    private final ElementType<A> type;
    private final int inputs;
    private final int outputs;
    private final int maxRows;
    private final Predictor<A> predictor;
    private final A x;
    private final A z;
    private int count;

    BatchPredictor(Topology<A> topology, A parameters, Backend backend, int maxRows, int threads) {
        Network<A> network = topology.logits(parameters);
        this.type = topology.type();
        this.inputs = topology.inputs();
        this.outputs = topology.outputs();
        this.maxRows = maxRows;
        this.predictor = Predictor.of(network, maxRows, backend, threads);
        this.x = type.allocate(Math.multiplyExact(maxRows, inputs));
        this.z = type.allocate(Math.multiplyExact(maxRows, outputs));
    }

    /** Begins a batch. */
    void clear() {
        count = 0;
    }

    boolean isFull() {
        return count == maxRows;
    }

    /**
     * Adds a row.
     *
     * @throws IllegalArgumentException if it has another width than the network's input
     */
    void add(Vector features) {
        if (features.size() != inputs) {
            throw new IllegalArgumentException(
                    "features: a row has " + features.size() + " elements, the network " + inputs + " inputs");
        }
        Vectors.write(features, type, x, count * inputs);
        count++;
    }

    /** Computes the batch. */
    void run() {
        predictor.predict(x, 0, inputs, z, 0, outputs, count);
    }

    /** A logit of a row of the batch. */
    double logit(int row, int output) {
        return type.get(z, row * outputs + output);
    }

    int outputs() {
        return outputs;
    }

    @Override
    public void close() {
        predictor.close();
    }
}
