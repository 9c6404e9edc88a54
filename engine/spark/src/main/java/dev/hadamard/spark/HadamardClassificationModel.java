// SPDX-License-Identifier: Apache-2.0

package dev.hadamard.spark;

import dev.hadamard.Network;
import java.util.Arrays;
import org.apache.spark.ml.classification.ProbabilisticClassificationModel;
import org.apache.spark.ml.linalg.DenseVector;
import org.apache.spark.ml.linalg.SQLDataTypes;
import org.apache.spark.ml.linalg.Vector;
import org.apache.spark.ml.param.ParamMap;
import org.apache.spark.ml.util.MLReader;
import org.apache.spark.ml.util.MLWritable;
import org.apache.spark.ml.util.MLWriter;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import scala.Tuple3;

/**
 * What {@link HadamardClassifier} fits. {@link #transform} predicts in batches; the methods for single vectors are for
 * single vectors.
 */
public final class HadamardClassificationModel
        extends ProbabilisticClassificationModel<Vector, HadamardClassificationModel>
        implements HadamardParams, MLWritable {

    private static final long serialVersionUID = 1;

    private final String uid;
    private final TrainingParams trainingParams;
    private TrainedNetwork<?> trained;
    private transient SingleRow<?> singleRow;

    private HadamardClassificationModel(String uid) {
        this.uid = uid;
        InheritedParams.ofClassifier(this);
        this.trainingParams = new TrainingParams(this, Learning.CLASS_LOSSES);
    }

    HadamardClassificationModel(String uid, TrainedNetwork<?> trained) {
        this(uid);
        this.trained = trained;
    }

    /**
     * Reads what {@link #write} wrote.
     *
     * @return a reader
     */
    public static MLReader<HadamardClassificationModel> read() {
        return new ModelReader<>(
                HadamardClassificationModel.class,
                true,
                HadamardClassificationModel::new,
                (model, network) -> model.trained = network);
    }

    /**
     * Reads a model.
     *
     * @param path where {@link #save} wrote it
     * @return the model
     */
    public static HadamardClassificationModel load(String path) {
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

    @Override
    public int numClasses() {
        return trained.topology().classes();
    }

    /**
     * Adds raw predictions (logits; −z and z for a network of one output), probabilities and classes, those whose
     * columns have names.
     *
     * @param dataset a table with the column of features
     * @return the table with further columns
     */
    @Override
    public Dataset<Row> transform(Dataset<?> dataset) {
        transformSchema(dataset.schema(), false);
        double[] limits = isDefined(thresholds()) ? getThresholds() : null;
        if (limits != null && limits.length != numClasses()) {
            throw new IllegalArgumentException(
                    "thresholds: there are " + limits.length + " for " + numClasses() + " classes");
        }
        ClassOutputs outputs = new ClassOutputs(
                !getRawPredictionCol().isEmpty(),
                !getProbabilityCol().isEmpty(),
                !getPredictionCol().isEmpty(),
                limits);
        StructType schema = dataset.schema();
        schema = outputs.raw() ? schema.add(getRawPredictionCol(), SQLDataTypes.VectorType()) : schema;
        schema = outputs.probability() ? schema.add(getProbabilityCol(), SQLDataTypes.VectorType()) : schema;
        schema = outputs.prediction() ? schema.add(getPredictionCol(), DataTypes.DoubleType, false) : schema;
        return Prediction.of(dataset, schema, getFeaturesCol(), trained, getBackend(), getBlockSize(), outputs);
    }

    /** Scala's overrides of this return other types, between which only a method without type arguments is one. */
    @Override
    @SuppressWarnings({"rawtypes", "unchecked"})
    public Tuple3 findSummaryModel() {
        return super.findSummaryModel();
    }

    @Override
    public Vector predictRaw(Vector features) {
        return new DenseVector(singleRow().raw(features));
    }

    /**
     * Raw predictions to probabilities.
     *
     * @param raw what {@link #predictRaw} gave; overwritten
     * @return the same vector
     */
    @Override
    public Vector raw2probabilityInPlace(Vector raw) {
        Logits.toProbabilities(((DenseVector) raw).values(), trained.topology().outputs() == 1);
        return raw;
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
    public HadamardClassificationModel copy(ParamMap extra) {
        HadamardClassificationModel copy = copyValues(new HadamardClassificationModel(uid, trained), extra);
        copy.setParent(parent());
        return copy;
    }

    @Override
    public String toString() {
        return "HadamardClassificationModel: uid=" + uid + ", layers="
                + Arrays.toString(trained.topology().widths());
    }
}
