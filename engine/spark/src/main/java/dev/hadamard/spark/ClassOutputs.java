// SPDX-License-Identifier: Apache-2.0

package dev.hadamard.spark;

import org.apache.spark.ml.linalg.DenseVector;

/**
 * A classifier's columns: raw prediction, probability and prediction, those that are wanted of them.
 *
 * @param raw whether raw predictions are wanted
 * @param probability whether probabilities are wanted
 * @param prediction whether classes are wanted
 * @param thresholds Spark's thresholds, or null
 */
record ClassOutputs(boolean raw, boolean probability, boolean prediction, double[] thresholds) implements Outputs {

    @Override
    public int columns() {
        return (raw ? 1 : 0) + (probability ? 1 : 0) + (prediction ? 1 : 0);
    }

    @Override
    public void write(BatchPredictor<?> batch, int row, Object[] to, int at) {
        int next = at;
        double[] values = Logits.raw(batch, row);
        if (raw) {
            to[next++] = new DenseVector(probability || prediction ? values.clone() : values);
        }
        Logits.toProbabilities(values, batch.outputs() == 1);
        if (probability) {
            to[next++] = new DenseVector(values);
        }
        if (prediction) {
            to[next] = Logits.prediction(values, thresholds);
        }
    }
}
