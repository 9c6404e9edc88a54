// SPDX-License-Identifier: Apache-2.0

package dev.hadamard.spark;

import java.util.Iterator;
import org.apache.spark.TaskContext;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.api.java.function.MapPartitionsFunction;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.util.TaskCompletionListener;

/** Predictions as further columns of a table: parameters go to each executor once, and each task has a predictor. */
final class Prediction {

    private Prediction() {}

    /**
     * Describes the new table.
     *
     * @param dataset the table
     * @param schema of the new table: the old columns, then those of the outputs
     * @param featuresCol name of the column of vectors
     * @param trained the network
     * @param backend name of what computes
     * @param maxRows rows computed at once
     * @param outputs what is added
     */
    static <A> Dataset<Row> of(
            Dataset<?> dataset,
            StructType schema,
            String featuresCol,
            TrainedNetwork<A> trained,
            String backend,
            int maxRows,
            Outputs outputs) {
        JavaSparkContext context =
                JavaSparkContext.fromSparkContext(dataset.sparkSession().sparkContext());
        Broadcast<A> parameters = context.broadcast(trained.parameters());
        Topology<A> topology = trained.topology();
        int featuresIndex = dataset.schema().fieldIndex(featuresCol);
        MapPartitionsFunction<Row, Row> prediction = rows -> rows(
                rows,
                new BatchPredictor<>(
                        topology, parameters.value(), Backends.named(backend), maxRows, PartitionedTable.threads()),
                featuresIndex,
                outputs,
                maxRows);
        Dataset<Row> predicted = dataset.toDF().mapPartitions(prediction, Encoders.row(schema));
        return withMetadata(predicted, schema);
    }

    private static Iterator<Row> rows(
            Iterator<Row> rows, BatchPredictor<?> predictor, int featuresIndex, Outputs outputs, int maxRows) {
        TaskContext task = TaskContext.get();
        if (task != null) {
            TaskCompletionListener closing = done -> predictor.close();
            task.addTaskCompletionListener(closing);
        }
        return new PredictedRows(rows, predictor, featuresIndex, outputs, maxRows);
    }

    /** What rows went through forgets the columns' metadata: names of classes, say. */
    private static Dataset<Row> withMetadata(Dataset<Row> table, StructType schema) {
        StructField[] fields = schema.fields();
        Column[] columns = new Column[fields.length];
        for (int i = 0; i < fields.length; i++) {
            columns[i] = table.col(Columns.quoted(fields[i].name())).as(fields[i].name(), fields[i].metadata());
        }
        return table.select(columns);
    }
}
