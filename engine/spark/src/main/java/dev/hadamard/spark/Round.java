// SPDX-License-Identifier: Apache-2.0

package dev.hadamard.spark;

import java.io.Serializable;
import java.math.BigInteger;

/**
 * Which rows of the table make a mini-batch. Rows are dealt to the mini-batches of a pass so that every partition has
 * its share of each: row j of the n of a partition, with c of the N rows in partitions before it, stands at ⌊(j N + c)
 * / n⌋, and mini-batch r takes what stands from r B to before (r + 1) B. Each row has its turn once a pass; of a table
 * in one partition these are plain neighbours.
 *
 * @param pass number of the pass, from 0
 * @param round number of the mini-batch in the pass, from 0
 * @param batchRows rows B of a mini-batch
 * @param totalRows rows N to train on
 * @param rowsBefore c of each partition
 */
record Round(long pass, long round, long batchRows, long totalRows, long[] rowsBefore) implements Serializable {

    /** Mini-batches of a pass. */
    static long count(long batchRows, long totalRows) {
        return (totalRows + batchRows - 1) / batchRows;
    }

    /** Whether all rows are in it, so that their order is of no interest. */
    boolean isWholeTable() {
        return batchRows >= totalRows;
    }

    /** A partition's first row in its order of the pass. */
    int from(int partition, int rows) {
        return first(round, partition, rows);
    }

    /** The row after the partition's last. */
    int to(int partition, int rows) {
        return first(round + 1, partition, rows);
    }

    /** The least j with j N + c ≥ r B n. */
    private int first(long number, int partition, int rows) {
        if (number * batchRows >= totalRows) {
            return rows;
        }
        BigInteger rowsOfAll = BigInteger.valueOf(totalRows); // products exceed a long from 2³³ rows or so
        BigInteger bound = BigInteger.valueOf(number * batchRows)
                .multiply(BigInteger.valueOf(rows))
                .subtract(BigInteger.valueOf(rowsBefore[partition]));
        if (bound.signum() <= 0) {
            return 0;
        }
        BigInteger first = bound.add(rowsOfAll).subtract(BigInteger.ONE).divide(rowsOfAll);
        return first.min(BigInteger.valueOf(rows)).intValue();
    }
}
