// SPDX-License-Identifier: Apache-2.0

package dev.hadamard.spark;

import dev.hadamard.Network;
import java.util.Arrays;
import org.apache.spark.ml.linalg.Vector;
import org.apache.spark.ml.param.ParamMap;
import org.apache.spark.ml.regression.RegressionModel;
import org.apache.spark.ml.util.MLReader;
import org.apache.spark.ml.util.MLWritable;
import org.apache.spark.ml.util.MLWriter;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/**
 * What {@link HadamardRegressor} fits. {@link #transform} predicts in batches; the method for single vectors is for
 * single vectors.
 */
public final class HadamardRegressionModel extends RegressionModel<Vector, HadamardRegressionModel>
        implements HadamardParams, MLWritable {

    private static final long serialVersionUID = 1;

    private final String uid;
    private final TrainingParams trainingParams;
    private TrainedNetwork<?> trained;
    private transient SingleRow<?> singleRow;

    private HadamardRegressionModel(String uid) {
        this.uid = uid;
        InheritedParams.ofPredictor(this);
        this.trainingParams = new TrainingParams(this, Learning.NUMBER_LOSSES);
    }

    HadamardRegressionModel(String uid, TrainedNetwork<?> trained) {
        this(uid);
        this.trained = trained;
    }

    /**
     * Reads what {@link #write} wrote.
     *
     * @return a reader
     */
    public static MLReader<HadamardRegressionModel> read() {
        return new ModelReader<>(
                HadamardRegressionModel.class,
                false,
                HadamardRegressionModel::new,
                (model, network) -> model.trained = network);
    }

    /**
     * Reads a model.
     *
     * @param path where {@link #save} wrote it
     * @return the model
     */
    public static HadamardRegressionModel load(String path) {
        return read().load(path);
    }

    @Override
    public String uid() {
        return uid;
    }

    @Override
    public TrainingParams trainingParams() {
        return trainingParams;
    }

    /**
     * The network, to use without Spark.
     *
     * @return a copy
     */
    public Network<?> network() {
        return trained.network();
    }

    /**
     * How training went.
     *
     * @return cost of each pass, a mean over its mini-batches before their updates; empty for a model that was read
     */
    public double[] objectiveHistory() {
        return trained.costs().clone();
    }

    @Override
    public int numFeatures() {
        return trained.topology().inputs();
    }

    /**
     * Adds predictions, if their column has a name.
     *
     * @param dataset a table with the column of features
     * @return the table with a further column
     */
    @Override
    public Dataset<Row> transform(Dataset<?> dataset) {
        transformSchema(dataset.schema(), false);
        if (getPredictionCol().isEmpty()) {
            return dataset.toDF();
        }
        StructType schema = dataset.schema().add(getPredictionCol(), DataTypes.DoubleType, false);
        return Prediction.of(
                dataset, schema, getFeaturesCol(), trained, getBackend(), getBlockSize(), new NumberOutputs());
    }

    @Override
    public double predict(Vector features) {
        return singleRow().number(features);
    }

    private synchronized SingleRow<?> singleRow() {
        if (singleRow == null) {
            singleRow = new SingleRow<>(trained, getBackend());
        }
        return singleRow;
    }

    @Override
    public MLWriter write() {
        return new ModelWriter(this, trained);
    }

    @Override
    public HadamardRegressionModel copy(ParamMap extra) {
        HadamardRegressionModel copy = copyValues(new HadamardRegressionModel(uid, trained), extra);
        copy.setParent(parent());
        return copy;
    }

    @Override
    public String toString() {
        return "HadamardRegressionModel: uid=" + uid + ", layers="
                + Arrays.toString(trained.topology().widths());
    }
}
