// SPDX-License-Identifier: Apache-2.0

package dev.hadamard;

import dev.hadamard.compute.Elements;
import java.util.List;

/**
 * Counts the units of one hidden layer that have a twin, without allocating: units with equal incoming and equal
 * outgoing weights, told by a hash of 64 bits. {@link SymmetricUnits} says why these can never separate, and names
 * them.
 *
 * @param <A> {@code float[]} or {@code double[]}
 */
final class UnitTwins<A> {

    private static final long PRIME = 0x100000001B3L;

    private final A parameters;
    private final Elements<A> elements;
    private final Operation.Affine layer;
    private final List<Operation.Affine> readers;
    private final long[] hashes;

    UnitTwins(Network<A> network, Operation.Affine layer) {
        this.parameters = network.parameters();
        this.elements = network.elements();
        this.layer = layer;
        this.readers = SymmetricUnits.readers(network.graph(), layer);
        this.hashes = new long[readers.isEmpty() ? 0 : layer.weights().columns()];
    }

    /** Units that have a twin now. */
    int count() {
        for (int unit = 0; unit < hashes.length; unit++) {
            hashes[unit] = hash(unit);
        }
        int count = 0;
        for (int unit = 0; unit < hashes.length; unit++) {
            boolean alone = true;
            for (int other = 0; other < hashes.length && alone; other++) {
                alone = other == unit || hashes[other] != hashes[unit];
            }
            count += alone ? 0 : 1;
        }
        return count;
    }

    private long hash(int unit) {
        ParameterRange in = layer.weights();
        long hash = 1;
        for (int row = 0; row < in.rows(); row++) {
            hash = mixed(hash, in.offset() + row * in.columns() + unit);
        }
        if (layer.bias() != null) {
            hash = mixed(hash, layer.bias().offset() + unit);
        }
        for (int i = 0; i < readers.size(); i++) {
            ParameterRange out = readers.get(i).weights();
            for (int column = 0; column < out.columns(); column++) {
                hash = mixed(hash, out.offset() + unit * out.columns() + column);
            }
        }
        return hash;
    }

    private long mixed(long hash, int index) {
        long next = (hash ^ Double.doubleToRawLongBits(elements.get(parameters, index))) * PRIME;
        return next ^ next >>> 32;
    }
}
