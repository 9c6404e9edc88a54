// SPDX-License-Identifier: Apache-2.0

package dev.hadamard.spark;

import dev.hadamard.CounterRandom;
import dev.hadamard.data.Dataset;
import dev.hadamard.data.IdxReader;
import dev.hadamard.data.Split;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.ml.linalg.SQLDataTypes;
import org.apache.spark.ml.linalg.Vectors;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/** MNIST, or rows of its shape, as tables. */
final class Mnist {

    static final int FEATURES = 784;
    static final int CLASSES = 10;

    /** Rows that the driver holds travel with their tasks, which have to stay below 128 MB. */
    private static final int SLICES = 32;

    static final String TRAIN = "train";
    static final String TEST = "test";
    private static final StructType SCHEMA =
            new StructType().add("features", SQLDataTypes.VectorType()).add("label", DataTypes.DoubleType);

    private Mnist() {}

    /**
     * A table of IDX files.
     *
     * @param directory where they are
     * @param part {@link #TRAIN} or {@link #TEST}
     * @param rows at most so many, from the first
     */
    static org.apache.spark.sql.Dataset<Row> read(
            SparkSession session, String directory, String part, int rows, int partitions) throws IOException {
        Split<float[]> split = IdxReader.readFloats(Path.of(directory));
        Dataset<float[]> data = part.equals(TEST) ? split.test() : split.train();
        List<Row> list = new ArrayList<>();
        float[] x = data.x();
        for (int row = 0; row < Math.min(rows, data.rows()); row++) {
            double[] features = new double[FEATURES];
            for (int i = 0; i < FEATURES; i++) {
                features[i] = x[row * FEATURES + i];
            }
            list.add(RowFactory.create(Vectors.dense(features), (double) data.label(row)));
        }
        return table(session, list, partitions);
    }

    /** Rows of ten noisy patterns, for where MNIST is not at hand. */
    static org.apache.spark.sql.Dataset<Row> generated(SparkSession session, int rows, int partitions)
            throws IOException {
        CounterRandom random = new CounterRandom(1, CounterRandom.Purpose.USER, 0);
        double[][] patterns = new double[CLASSES][FEATURES];
        for (double[] pattern : patterns) {
            for (int i = 0; i < FEATURES; i++) {
                pattern[i] = random.nextDouble() < 0.2 ? 1 : 0;
            }
        }
        List<Row> list = new ArrayList<>();
        for (int row = 0; row < rows; row++) {
            int label = random.nextInt(CLASSES);
            double[] features = new double[FEATURES];
            for (int i = 0; i < FEATURES; i++) {
                features[i] = random.nextDouble() < 0.35 ? random.nextDouble() : patterns[label][i];
            }
            list.add(RowFactory.create(Vectors.dense(features), (double) label));
        }
        return table(session, list, partitions);
    }

    /** By way of a file: rows that the driver holds would travel with every task. */
    private static org.apache.spark.sql.Dataset<Row> table(SparkSession session, List<Row> rows, int partitions)
            throws IOException {
        JavaSparkContext context = JavaSparkContext.fromSparkContext(session.sparkContext());
        String path = Files.createTempDirectory(Path.of("").toAbsolutePath().resolve("target"), "table")
                .toUri()
                .toString();
        session.createDataFrame(context.parallelize(rows, SLICES), SCHEMA)
                .write()
                .mode("overwrite")
                .parquet(path);
        return session.read().parquet(path).repartition(partitions).cache();
    }
}
