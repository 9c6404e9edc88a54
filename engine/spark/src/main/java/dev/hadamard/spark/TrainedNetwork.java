// SPDX-License-Identifier: Apache-2.0

package dev.hadamard.spark;

import dev.hadamard.Network;
import java.io.Serializable;

/**
 * What a fit ends with, and a model holds.
 *
 * @param topology the network's shape
 * @param parameters its parameters; never changed
 * @param costs cost of each pass
 * @param <A> {@code float[]} or {@code double[]}
 */
@SuppressWarnings("serial") // A is an array of float or double
record TrainedNetwork<A>(Topology<A> topology, A parameters, double[] costs) implements Serializable {

    Network<A> network() {
        return topology.of(parameters);
    }
}
