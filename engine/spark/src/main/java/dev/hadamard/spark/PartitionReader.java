// SPDX-License-Identifier: Apache-2.0

package dev.hadamard.spark;

import java.util.Iterator;
import org.apache.spark.ml.linalg.Vector;
import org.apache.spark.sql.Row;

/**
 * Reads a partition's rows of a {@linkplain Columns#selection selection}, checks them and converts them. What is wrong
 * is kept for the driver to tell, so that no task fails over it, is tried again, and hides it in a trace.
 *
 * @param <A> {@code float[]} or {@code double[]}
 */
final class PartitionReader<A> {

    private final Topology<A> topology;
    private final Columns columns;
    private final RowsBuilder<A> training;
    private final RowsBuilder<A> validation;
    private TableFault fault;
    private long row;

    PartitionReader(Topology<A> topology, Columns columns) {
        this.topology = topology;
        this.columns = columns;
        this.training = new RowsBuilder<>(topology, columns.hasWeights());
        this.validation = new RowsBuilder<>(topology, columns.hasWeights());
    }

    PartitionTable<A> read(int index, Iterator<Row> rows) {
        for (; rows.hasNext(); row++) {
            Row next = rows.next();
            if (fault == null) { // after that, rows are only counted
                fault = problem(next);
                if (fault == null) {
                    add(next);
                }
            }
        }
        return new PartitionTable<>(index, training.build(), validation.build(), row, fault);
    }

    private void add(Row next) {
        double weight = columns.hasWeights() ? next.getDouble(columns.weightIndex()) : 1;
        if (weight == 0) {
            return;
        }
        RowsBuilder<A> builder =
                columns.hasValidation() && next.getBoolean(columns.validationIndex()) ? validation : training;
        if (builder.isFull()) {
            fault = new TableFault(row, columns.features(), "exceeds what one array holds: use more partitions");
            return;
        }
        builder.add((Vector) next.get(Columns.FEATURES), next.getDouble(Columns.LABEL), weight);
    }

    /** The first thing that is wrong with a row, or null. */
    private TableFault problem(Row next) {
        TableFault found = problemOfFeatures(next);
        if (found == null) {
            found = problemOfLabel(next);
        }
        if (found == null && columns.hasWeights()) {
            found = problemOfWeight(next);
        }
        if (found == null && columns.hasValidation() && next.isNullAt(columns.validationIndex())) {
            found = new TableFault(row, columns.validation(), "is null");
        }
        return found;
    }

    private TableFault problemOfFeatures(Row next) {
        if (next.isNullAt(Columns.FEATURES)) {
            return new TableFault(row, columns.features(), "is null");
        }
        Vector vector = (Vector) next.get(Columns.FEATURES);
        if (vector.size() != topology.inputs()) {
            return new TableFault(
                    row,
                    columns.features(),
                    "has " + vector.size() + " elements, layers begin with " + topology.inputs());
        }
        int index = Vectors.indexOfNonFinite(vector, topology.type());
        return index < 0
                ? null
                : new TableFault(
                        row, columns.features(), "has " + vector.apply(index) + " at element " + index + notFinite());
    }

    private TableFault problemOfLabel(Row next) {
        if (next.isNullAt(Columns.LABEL)) {
            return new TableFault(row, columns.label(), "is null");
        }
        double label = next.getDouble(Columns.LABEL);
        int classes = topology.classes();
        if (classes > 0 && !(label >= 0 && label < classes && label == Math.rint(label))) {
            return new TableFault(
                    row, columns.label(), "is " + label + ", expected a class from 0 to " + (classes - 1));
        }
        return topology.type().isFinite(label)
                ? null
                : new TableFault(row, columns.label(), "is " + label + notFinite());
    }

    private TableFault problemOfWeight(Row next) {
        if (next.isNullAt(columns.weightIndex())) {
            return new TableFault(row, columns.weight(), "is null");
        }
        double weight = next.getDouble(columns.weightIndex());
        return weight >= 0 && weight < Double.POSITIVE_INFINITY
                ? null
                : new TableFault(row, columns.weight(), "is " + weight + ", expected a finite number not below 0");
    }

    private String notFinite() {
        return ", expected a finite number of " + 8 * topology.type().bytes() + " bits";
    }
}
