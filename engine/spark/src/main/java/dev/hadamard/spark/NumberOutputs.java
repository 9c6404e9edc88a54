// SPDX-License-Identifier: Apache-2.0

package dev.hadamard.spark;

/** A regressor's column. */
record NumberOutputs() implements Outputs {

    @Override
    public int columns() {
        return 1;
    }

    @Override
    public void write(BatchPredictor<?> batch, int row, Object[] to, int at) {
        to[at] = batch.logit(row, 0);
    }
}
