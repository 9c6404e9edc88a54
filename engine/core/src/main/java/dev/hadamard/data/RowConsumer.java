// SPDX-License-Identifier: Apache-2.0

package dev.hadamard.data;

import dev.hadamard.io.HadamardIOException;

/** Is shown the features of one row after the other, of a file that need not fit into memory. */
@FunctionalInterface
public interface RowConsumer {

    /**
     * Takes a row.
     *
     * @param features its features, in an array that is used again for the next
     * @throws HadamardIOException if it can't be taken, which ends the reading
     */
    void accept(double[] features) throws HadamardIOException;
}
