// SPDX-License-Identifier: Apache-2.0

package dev.hadamard.spark;

import java.io.Serializable;
import java.util.List;
import org.apache.spark.ml.param.DoubleParam;
import org.apache.spark.ml.param.IntArrayParam;
import org.apache.spark.ml.param.IntParam;
import org.apache.spark.ml.param.LongParam;
import org.apache.spark.ml.param.Param;
import org.apache.spark.ml.param.ParamValidators;
import org.apache.spark.ml.param.Params;
import scala.Function1;

/**
 * The parameters that estimators and models have besides Spark's own for columns. {@link HadamardParams} says what each
 * means. Immutable; values are kept by the owner.
 */
public final class TrainingParams implements Serializable {

    /** Spark's default of a summing tree. */
    private static final int DEPTH = 2;

    private static final long serialVersionUID = 1;

    /** A validator that can be serialised with its parameter. */
    private interface Check<T> extends Function1<T, Object>, Serializable {}

    final IntArrayParam layers;
    final Param<String> activation;
    final Param<String> loss;
    final Param<String> precision;
    final Param<String> optimizer;
    final DoubleParam stepSize;
    final Param<String> schedule;
    final DoubleParam regParam;
    final Param<String> backend;
    final IntParam maxIter;
    final DoubleParam tol;
    final LongParam seed;
    final IntParam blockSize;
    final Param<String> mode;
    final IntParam batchSize;
    final IntParam localSteps;
    final IntParam aggregationDepth;
    final Param<String> weightCol;
    final Param<String> validationIndicatorCol;
    final IntParam patience;

    /**
     * Makes the parameters of an owner.
     *
     * @param owner estimator or model, whose uid is known
     * @param losses names of the losses it has
     */
    TrainingParams(Params owner, List<String> losses) {
        Check<int[]> sizes = TrainingParams::areSizes;
        layers = new IntArrayParam(owner, "layers", "width of the input, then units of each layer, all > 0", sizes);
        activation = choice(owner, "activation", "of the hidden layers", Topology.ACTIVATIONS);
        loss = choice(owner, "loss", "what is minimised; auto goes by the output", losses);
        precision = choice(owner, "precision", "element type", List.of("float", "double"));
        optimizer = choice(owner, "optimizer", "how parameters are updated", Learning.OPTIMIZERS);
        stepSize = new DoubleParam(
                owner, "stepSize", "learning rate (> 0); without it the optimizer's own", ParamValidators.gt(0));
        schedule = choice(owner, "schedule", "how the learning rate changes until maxIter", Learning.SCHEDULES);
        regParam = new DoubleParam(owner, "regParam", "factor of the L2 penalty (>= 0)", ParamValidators.gtEq(0));
        backend = choice(owner, "backend", "what computes", Backends.NAMES);
        maxIter = new IntParam(owner, "maxIter", "most passes over the table (>= 0)", ParamValidators.gtEq(0));
        tol = new DoubleParam(
                owner,
                "tol",
                "training ends when the cost changes by less than this share from pass to pass; 0: never",
                ParamValidators.gtEq(0));
        seed = new LongParam(owner, "seed", "decides initial parameters and order of rows");
        blockSize = new IntParam(owner, "blockSize", "rows computed at once (> 0)", ParamValidators.gt(0));
        mode = choice(owner, "mode", "what is summed up: gradients, or parameters after local steps", Mode.NAMES);
        batchSize = new IntParam(
                owner,
                "batchSize",
                "rows of a mini-batch; 0: all rows for gradients, 128 of a partition for averages",
                ParamValidators.gtEq(0));
        localSteps = new IntParam(
                owner,
                "localSteps",
                "steps of each partition between two averages; 0: a pass over the largest partition",
                ParamValidators.gtEq(0));
        aggregationDepth =
                new IntParam(owner, "aggregationDepth", "levels of the tree that sums (>= 1)", ParamValidators.gtEq(1));
        weightCol = new Param<>(owner, "weightCol", "column of the rows' weights; empty: all 1");
        validationIndicatorCol = new Param<>(
                owner, "validationIndicatorCol", "column that is true for rows to validate on; empty: none");
        patience = new IntParam(
                owner,
                "patience",
                "passes without improvement of the validation cost that end training; 0: any number",
                ParamValidators.gtEq(0));
        setDefaults(owner);
    }

    private void setDefaults(Params owner) {
        owner.setDefault(activation, "relu");
        owner.setDefault(loss, Learning.AUTO);
        owner.setDefault(precision, "float");
        owner.setDefault(optimizer, Learning.LBFGS);
        owner.setDefault(schedule, Learning.CONSTANT);
        owner.setDefault(regParam, 0.0);
        owner.setDefault(backend, Learning.AUTO);
        owner.setDefault(maxIter, 100);
        owner.setDefault(tol, 1e-6);
        owner.setDefault(seed, (long) owner.getClass().getName().hashCode());
        owner.setDefault(blockSize, 1024);
        owner.setDefault(mode, Mode.GRADIENTS);
        owner.setDefault(batchSize, 0);
        owner.setDefault(localSteps, 0);
        owner.setDefault(aggregationDepth, DEPTH);
        owner.setDefault(weightCol, "");
        owner.setDefault(validationIndicatorCol, "");
        owner.setDefault(patience, 0);
    }

    private static Param<String> choice(Params owner, String name, String doc, List<String> values) {
        return new Param<>(
                owner, name, doc + ": " + String.join(", ", values), ParamValidators.<String>inArray(values));
    }

    private static Object areSizes(int[] sizes) {
        boolean positive = sizes.length > 1;
        for (int size : sizes) {
            positive &= size > 0;
        }
        return positive;
    }
}
