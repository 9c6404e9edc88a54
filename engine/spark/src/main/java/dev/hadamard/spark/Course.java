// SPDX-License-Identifier: Apache-2.0

package dev.hadamard.spark;

import java.io.Serializable;

/**
 * How training goes through the table.
 *
 * @param passes most passes over the table
 * @param tolerance relative change of the cost from pass to pass that ends training, 0 for none
 * @param blockRows rows computed at once
 * @param batchRows rows of a mini-batch, 0 for the mode's default
 * @param localSteps steps between two averages, 0 for a pass over the partition
 * @param patience passes without improvement of the validation cost that end training, 0 for any
 * @param depth levels of the tree that sums
 */
record Course(int passes, double tolerance, int blockRows, int batchRows, int localSteps, int patience, int depth)
        implements Serializable {

    Course withBlocksUpTo(int rows) {
        return new Course(passes, tolerance, Math.min(blockRows, rows), batchRows, localSteps, patience, depth);
    }
}
