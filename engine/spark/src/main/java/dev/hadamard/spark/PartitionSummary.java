// SPDX-License-Identifier: Apache-2.0

package dev.hadamard.spark;

import java.io.Serializable;

/** What the driver knows of a partition. A plain class, since Kryo makes no records. */
final class PartitionSummary implements Serializable {

    private static final long serialVersionUID = 1;

    /** Rows of the table. */
    final long rowsRead;

    final int trainingRows;
    final int validationRows;
    /** The first fault, or null. */
    final TableFault fault;

    PartitionSummary(long rowsRead, int trainingRows, int validationRows, TableFault fault) {
        this.rowsRead = rowsRead;
        this.trainingRows = trainingRows;
        this.validationRows = validationRows;
        this.fault = fault;
    }
}
