// SPDX-License-Identifier: Apache-2.0

package dev.hadamard.spark;

import java.util.Iterator;
import java.util.NoSuchElementException;
import org.apache.spark.ml.linalg.Vector;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;

/** Rows with their predictions, computed in batches as they are asked for. Confined to one thread. */
final class PredictedRows implements Iterator<Row> {

    private final Iterator<Row> rows;
    private final BatchPredictor<?> predictor;
    private final int featuresIndex;
    private final Outputs outputs;
    private final Row[] batch;
    private int filled;
    private int next;

    /**
     * Reads nothing yet.
     *
     * @param featuresIndex place of the vector in a row
     * @param maxRows rows of a batch, as the predictor has them
     */
    PredictedRows(Iterator<Row> rows, BatchPredictor<?> predictor, int featuresIndex, Outputs outputs, int maxRows) {
        this.rows = rows;
        this.predictor = predictor;
        this.featuresIndex = featuresIndex;
        this.outputs = outputs;
        this.batch = new Row[maxRows];
    }

    @Override
    public boolean hasNext() {
        return next < filled || rows.hasNext();
    }

    @Override
    public Row next() {
        if (!hasNext()) {
            throw new NoSuchElementException();
        }
        if (next == filled) {
            fill();
        }
        Row row = batch[next];
        int width = row.size();
        Object[] values = new Object[width + outputs.columns()];
        for (int i = 0; i < width; i++) {
            values[i] = row.get(i);
        }
        outputs.write(predictor, next, values, width);
        batch[next++] = null;
        return RowFactory.create(values);
    }

    private void fill() {
        predictor.clear();
        filled = 0;
        next = 0;
        while (!predictor.isFull() && rows.hasNext()) {
            Row row = rows.next();
            if (row.isNullAt(featuresIndex)) {
                throw new IllegalArgumentException(
                        "column " + row.schema().fieldNames()[featuresIndex] + ": a row is null");
            }
            predictor.add((Vector) row.get(featuresIndex));
            batch[filled++] = row;
        }
        predictor.run();
    }
}
