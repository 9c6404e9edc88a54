// SPDX-License-Identifier: Apache-2.0

package dev.hadamard.spark;

import org.apache.spark.ml.classification.ProbabilisticClassifier;
import org.apache.spark.ml.linalg.Vector;
import org.apache.spark.ml.param.Param;
import org.apache.spark.ml.param.ParamMap;
import org.apache.spark.ml.param.shared.HasWeightCol;
import org.apache.spark.ml.util.DefaultParamsReader;
import org.apache.spark.ml.util.DefaultParamsWritable;
import org.apache.spark.ml.util.Identifiable;
import org.apache.spark.ml.util.MLReader;
import org.apache.spark.sql.Dataset;

/**
 * A classifier by a dense network, trained by the cluster that holds the table. Where Spark's
 * MultilayerPerceptronClassifier stands, it can stand: layers, maxIter, tol, blockSize, seed and the columns mean the
 * same. Labels are classes 0, 1, …; the last layer has a unit each, or one for the probability of class 1.
 */
public final class HadamardClassifier
        extends ProbabilisticClassifier<Vector, HadamardClassifier, HadamardClassificationModel>
        implements HadamardSetters<HadamardClassifier>, HasWeightCol, DefaultParamsWritable {

    private static final long serialVersionUID = 1;

    private final String uid;
    private final TrainingParams trainingParams;

    /** An estimator with a uid of its own. */
    public HadamardClassifier() {
        this(Identifiable.randomUID("hadamard_classifier"));
    }

    /**
     * An estimator of a given uid.
     *
     * @param uid what tells it from others
     */
    public HadamardClassifier(String uid) {
        this.uid = uid;
        InheritedParams.ofClassifier(this);
        this.trainingParams = new TrainingParams(this, Learning.CLASS_LOSSES);
    }

    /**
     * Reads what {@link #write} wrote.
     *
     * @return a reader
     */
    public static MLReader<HadamardClassifier> read() {
        return new DefaultParamsReader<>();
    }

    /**
     * Reads an estimator.
     *
     * @param path where {@link #save} wrote it
     * @return the estimator
     */
    public static HadamardClassifier load(String path) {
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

    @Override
    public Param<String> weightCol() {
        return trainingParams.weightCol;
    }

    /**
     * For Scala's trait alone, which would make the parameter itself.
     *
     * @param param ignored
     */
    @Override
    public void org$apache$spark$ml$param$shared$HasWeightCol$_setter_$weightCol_$eq(Param<String> param) {}

    @Override
    public HadamardClassifier copy(ParamMap extra) {
        return defaultCopy(extra);
    }

    /**
     * Trains. {@link #fit} is what to call.
     *
     * @param dataset the table
     * @return the model
     * @throws IllegalArgumentException if the table or a setting is bad
     * @throws ArithmeticException if a cost is not finite
     */
    @Override
    public HadamardClassificationModel train(Dataset<?> dataset) {
        return new HadamardClassificationModel(uid, Fit.of(this, getFeaturesCol(), getLabelCol(), true, dataset));
    }
}
