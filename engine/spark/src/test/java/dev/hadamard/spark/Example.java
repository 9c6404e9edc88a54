// SPDX-License-Identifier: Apache-2.0

package dev.hadamard.spark;

import dev.hadamard.Activation;
import dev.hadamard.CounterRandom;
import dev.hadamard.Layer;
import dev.hadamard.Network;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.ml.linalg.SQLDataTypes;
import org.apache.spark.ml.linalg.Vectors;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/**
 * Seeded rows, as arrays and as a table: features normal, a class and a number that depend on them, a weight, and
 * whether to validate on them.
 *
 * @param x features
 * @param labels class of each row
 * @param numbers number of each row
 * @param weights weight of each row, some of them 0
 */
record Example(double[][] x, int[] labels, double[] numbers, double[] weights) {

    static final StructType SCHEMA = new StructType()
            .add("features", SQLDataTypes.VectorType())
            .add("label", DataTypes.DoubleType)
            .add("number", DataTypes.DoubleType)
            .add("weight", DataTypes.DoubleType)
            .add("held", DataTypes.BooleanType);

    /** A small network for five features and three classes; see {@link #network}. */
    static HadamardClassifier classifier() {
        return new HadamardClassifier()
                .setLayers(5, 7, 3)
                .setActivation("tanh")
                .setPrecision("double")
                .setSeed(11)
                .setTol(0);
    }

    /** The network that {@link #classifier} begins with. */
    static Network<double[]> network() {
        return Network.doubles(11, 5, Layer.dense(7, Activation.TANH), Layer.dense(3, Activation.SOFTMAX));
    }

    static Example of(long seed, int rows, int inputs, int classes) {
        CounterRandom random = new CounterRandom(seed, CounterRandom.Purpose.USER, 0);
        double[][] x = new double[rows][inputs];
        int[] labels = new int[rows];
        double[] numbers = new double[rows];
        double[] weights = new double[rows];
        for (int row = 0; row < rows; row++) {
            double sum = 0;
            for (int i = 0; i < inputs; i++) {
                x[row][i] = random.nextGaussian();
                sum += x[row][i] * (i % 2 == 0 ? 1 : -1);
            }
            int label = Math.max(0, Math.min(classes - 1, (int) Math.floor(sum / 1.5 + classes / 2.0)));
            labels[row] = row % 9 == 4 ? (label + 1) % classes : label; // what a network can but learn by heart
            numbers[row] = Math.sin(sum);
            weights[row] = row % 7 == 3 ? 0 : 0.5 + random.nextDouble();
        }
        return new Example(x, labels, numbers, weights);
    }

    int rows() {
        return x.length;
    }

    int inputs() {
        return x[0].length;
    }

    /** The rows in order, in so many partitions of neighbours. */
    Dataset<Row> table(SparkSession session, int partitions) {
        List<Row> rows = new ArrayList<>();
        for (int row = 0; row < x.length; row++) {
            rows.add(RowFactory.create(
                    Vectors.dense(x[row]), (double) labels[row], numbers[row], weights[row], row % 5 == 0));
        }
        return table(session, rows, partitions);
    }

    static Dataset<Row> table(SparkSession session, List<Row> rows, int partitions) {
        JavaSparkContext context = JavaSparkContext.fromSparkContext(session.sparkContext());
        return session.createDataFrame(context.parallelize(rows, partitions), SCHEMA);
    }

    /** All features, row-major. */
    double[] flat() {
        double[] flat = new double[rows() * inputs()];
        for (int row = 0; row < rows(); row++) {
            System.arraycopy(x[row], 0, flat, row * inputs(), inputs());
        }
        return flat;
    }

    float[] flatFloats() {
        return floats(flat());
    }

    static float[] floats(double[] values) {
        float[] floats = new float[values.length];
        for (int i = 0; i < floats.length; i++) {
            floats[i] = (float) values[i];
        }
        return floats;
    }
}
