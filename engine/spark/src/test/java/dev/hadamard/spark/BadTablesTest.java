// SPDX-License-Identifier: Apache-2.0

package dev.hadamard.spark;

import static org.apache.spark.sql.functions.lit;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import org.apache.spark.ml.linalg.Vector;
import org.apache.spark.ml.linalg.Vectors;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Tables with something wrong in them: the message names column and row. */
class BadTablesTest {

    private static final SparkSession SESSION = Sessions.local();
    private static final int ROWS = 20;
    private static final int PARTITIONS = 4;

    /** Third row of the third partition. */
    private static final int BAD = 12;

    private static HadamardClassifier classifier() {
        return new HadamardClassifier()
                .setLayers(2, 4, 3)
                .setMaxIter(2)
                .setWeightCol("weight")
                .setValidationIndicatorCol("held");
    }

    private static Row good(int row) {
        return RowFactory.create(Vectors.dense(row, 1), (double) (row % 3), 0.5 * row, 1.0, row % 4 == 0);
    }

    private static Dataset<Row> table(UnaryOperator<List<Object>> change) {
        List<Row> rows = new ArrayList<>();
        for (int i = 0; i < ROWS; i++) {
            Row row = good(i);
            List<Object> values = new ArrayList<>();
            for (int column = 0; column < row.size(); column++) {
                values.add(row.get(column));
            }
            rows.add(RowFactory.create((i == BAD ? change.apply(values) : values).toArray()));
        }
        return Example.table(SESSION, rows, PARTITIONS);
    }

    private static Dataset<Row> with(int column, Object value) {
        return table(values -> {
            values.set(column, value);
            return values;
        });
    }

    static List<Arguments> badValues() {
        Vector nan = Vectors.dense(1, Double.NaN);
        Vector infinite = Vectors.sparse(2, new int[] {1}, new double[] {Double.NEGATIVE_INFINITY});
        return List.of(
                Arguments.of(0, null, "column features: row 12 (row 2 of partition 2) is null"),
                Arguments.of(
                        0, Vectors.dense(1, 2, 3), "row 12 (row 2 of partition 2) has 3 elements, layers begin with 2"),
                Arguments.of(0, Vectors.sparse(1, new int[0], new double[0]), "has 1 elements"),
                Arguments.of(0, nan, "column features: row 12 (row 2 of partition 2) has NaN at element 1"),
                Arguments.of(0, infinite, "has -Infinity at element 1"),
                Arguments.of(
                        0, Vectors.dense(1e300, 0), "has 1.0E300 at element 0, expected a finite number of 32 bits"),
                Arguments.of(1, null, "column label: row 12 (row 2 of partition 2) is null"),
                Arguments.of(
                        1, 3.0, "column label: row 12 (row 2 of partition 2) is 3.0, expected a class from 0 to 2"),
                Arguments.of(1, -1.0, "is -1.0, expected a class from 0 to 2"),
                Arguments.of(1, 0.5, "is 0.5, expected a class from 0 to 2"),
                Arguments.of(1, Double.NaN, "is NaN, expected a class from 0 to 2"),
                Arguments.of(3, null, "column weight: row 12 (row 2 of partition 2) is null"),
                Arguments.of(3, -2.0, "column weight: row 12 (row 2 of partition 2) is -2.0"),
                Arguments.of(3, Double.NaN, "is NaN, expected a finite number not below 0"),
                Arguments.of(3, Double.POSITIVE_INFINITY, "is Infinity, expected a finite number not below 0"),
                Arguments.of(4, null, "column held: row 12 (row 2 of partition 2) is null"));
    }

    @ParameterizedTest
    @MethodSource("badValues")
    void theMessageNamesColumnAndRow(int column, Object value, String message) {
        assertThatThrownBy(() -> classifier().fit(with(column, value)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(message);
    }

    @AfterEach
    void nothingStaysCached() {
        assertThat(SESSION.sparkContext().getPersistentRDDs().size()).isZero();
    }

    @Test
    void theFirstOfManyIsNamed() {
        List<Row> rows = new ArrayList<>();
        for (int i = 0; i < ROWS; i++) {
            rows.add(i < 7 ? good(i) : RowFactory.create(null, null, null, null, null));
        }
        assertThatThrownBy(() -> classifier().fit(Example.table(SESSION, rows, PARTITIONS)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("column features: row 7 (row 2 of partition 1) is null");
    }

    @Test
    void numbersAreCheckedToo() {
        HadamardRegressor regressor =
                new HadamardRegressor().setLayers(2, 4, 1).setMaxIter(2).setLabelCol("number");
        assertThatThrownBy(() -> regressor.fit(with(2, Double.NaN)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("column number: row 12 (row 2 of partition 2) is NaN");
        assertThat(regressor.fit(with(2, -3.5)).objectiveHistory()).hasSize(2);
    }

    @Test
    void emptyTablesAndColumns() {
        assertThatThrownBy(() -> classifier().fit(Example.table(SESSION, List.of(), 3)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("the table has 0 rows");
        assertThatThrownBy(() -> classifier().fit(SESSION.createDataFrame(List.<Row>of(), Example.SCHEMA)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("the table has 0 rows");
        Dataset<Row> weightless = table(values -> values).withColumn("weight", lit(0.0));
        assertThatThrownBy(() -> classifier().fit(weightless))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("none to train on with a weight above 0");
        Dataset<Row> unheld = table(values -> values).withColumn("held", lit(false));
        assertThatThrownBy(() -> classifier().fit(unheld))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("column held is true for none of the 20 rows");
    }

    @Test
    void layersHaveToBeThereAndFit() {
        Dataset<Row> table = table(values -> values);
        assertThatThrownBy(() -> new HadamardClassifier().fit(table))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("layers must be set");
        assertThatThrownBy(() -> new HadamardRegressor().setLayers(2, 4, 3).fit(table))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("layers of a regressor end with 1");
        assertThatThrownBy(() -> new HadamardClassifier().setLayers(2))
                .isInstanceOf(Exception.class)
                .hasMessageContaining("layers");
        assertThatThrownBy(() -> new HadamardClassifier().setActivation("swoosh"))
                .isInstanceOf(Exception.class)
                .hasMessageContaining("activation");
        assertThatThrownBy(() -> new HadamardRegressor().setLoss("cross-entropy"))
                .isInstanceOf(Exception.class)
                .hasMessageContaining("loss");
        assertThatThrownBy(() -> classifier().setFeaturesCol("nowhere").fit(table))
                .hasMessageContaining("nowhere");
        assertThatThrownBy(() -> classifier().setLabelCol("features").fit(table))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("features");
    }

    @Test
    void aNullInPredictionNamesItsColumn() {
        HadamardClassificationModel model = classifier().fit(table(values -> values));
        assertThatThrownBy(() -> model.transform(with(0, null)).collect())
                .hasStackTraceContaining("column features: a row is null");
        assertThatThrownBy(() -> model.transform(with(0, Vectors.dense(1))).collect())
                .hasStackTraceContaining("features: a row has 1 elements, the network 2 inputs");
    }
}
