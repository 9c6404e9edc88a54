// SPDX-License-Identifier: Apache-2.0

package dev.hadamard.spark;

import java.io.Serializable;

/** Which columns predictions add to a row. */
interface Outputs extends Serializable {

    /** Number of columns. */
    int columns();

    /**
     * Writes a row's predictions.
     *
     * @param batch where the row's logits are
     * @param row its place in the batch
     * @param to the new row's values
     * @param at place of the first column
     */
    void write(BatchPredictor<?> batch, int row, Object[] to, int at);
}
