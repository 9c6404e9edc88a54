// SPDX-License-Identifier: Apache-2.0

package dev.hadamard.spark;

import java.io.Serializable;

/** What is wrong with a row. A plain class, since Kryo makes no records. */
final class TableFault implements Serializable {

    private static final long serialVersionUID = 1;

    private final long row;
    private final String column;
    private final String problem;

    /**
     * Names the place.
     *
     * @param row within the partition, from 0
     * @param column name of the column
     * @param problem what is wrong there, after the place in a sentence
     */
    TableFault(long row, String column, String problem) {
        this.row = row;
        this.column = column;
        this.problem = problem;
    }

    /**
     * For people.
     *
     * @param partition where the row is
     * @param rowsBefore rows of the partitions before that
     */
    String message(int partition, long rowsBefore) {
        return "column " + column + ": row " + (rowsBefore + row) + " (row " + row + " of partition " + partition + ") "
                + problem;
    }
}
