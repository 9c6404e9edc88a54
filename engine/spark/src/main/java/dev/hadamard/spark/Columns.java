// SPDX-License-Identifier: Apache-2.0

package dev.hadamard.spark;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.DataTypes;

/**
 * Which columns are read. A selection has the features first, then the label, then what there is of the others.
 *
 * @param features name of the column of vectors
 * @param label name of the column of classes or numbers
 * @param weight name of the column of weights, or empty
 * @param validation name of the column that is true for rows to validate on, or empty
 */
record Columns(String features, String label, String weight, String validation) implements Serializable {

    static final int FEATURES = 0;
    static final int LABEL = 1;

    boolean hasWeights() {
        return !weight.isEmpty();
    }

    boolean hasValidation() {
        return !validation.isEmpty();
    }

    /** Place of the weight in a selection. */
    int weightIndex() {
        return 2;
    }

    /** Place of the validation indicator in a selection. */
    int validationIndex() {
        return hasWeights() ? 3 : 2;
    }

    /** The columns, in order, with numbers as doubles. */
    Dataset<Row> selection(Dataset<?> dataset) {
        List<Column> columns = new ArrayList<>();
        columns.add(dataset.col(quoted(features)));
        columns.add(dataset.col(quoted(label)).cast(DataTypes.DoubleType));
        if (hasWeights()) {
            columns.add(dataset.col(quoted(weight)).cast(DataTypes.DoubleType));
        }
        if (hasValidation()) {
            columns.add(dataset.col(quoted(validation)).cast(DataTypes.BooleanType));
        }
        return dataset.select(columns.toArray(Column[]::new));
    }

    /** A name with a dot in it is still one name. */
    static String quoted(String name) {
        return "`" + name.replace("`", "``") + "`";
    }
}
