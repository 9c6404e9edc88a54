// SPDX-License-Identifier: Apache-2.0

package dev.hadamard.spark;

import org.apache.spark.ml.param.DoubleParam;
import org.apache.spark.ml.param.IntArrayParam;
import org.apache.spark.ml.param.IntParam;
import org.apache.spark.ml.param.LongParam;
import org.apache.spark.ml.param.Param;
import org.apache.spark.ml.param.Params;

/**
 * What can be set of a network and its training, besides Spark's own parameters for columns. Names are Spark's where it
 * has them.
 */
public interface HadamardParams extends Params {

    /**
     * All of them.
     *
     * @return the owner's parameters
     */
    TrainingParams trainingParams();

    /**
     * Width of the input, then units of each layer; Spark's meaning, without a default. A classifier's last layer has a
     * unit for each class, or one for the probability of class 1; a regressor's has one.
     *
     * @return the parameter
     */
    default IntArrayParam layers() {
        return trainingParams().layers;
    }

    /**
     * Activation of the hidden layers, "relu" by default; the last one is softmax, sigmoid for one unit, or the
     * identity for a regressor.
     *
     * @return the parameter
     */
    default Param<String> activation() {
        return trainingParams().activation;
    }

    /**
     * What is minimised, as a mean over weighted rows. By default, "auto", the cross-entropy of a classifier and half
     * the squared error of a regressor.
     *
     * @return the parameter
     */
    default Param<String> loss() {
        return trainingParams().loss;
    }

    /**
     * Element type of everything that is computed and sent, "float" (the default) or "double".
     *
     * @return the parameter
     */
    default Param<String> precision() {
        return trainingParams().precision;
    }

    /**
     * How parameters are updated: "l-bfgs" by default, else the engine's optimisers with their defaults.
     *
     * @return the parameter
     */
    default Param<String> optimizer() {
        return trainingParams().optimizer;
    }

    /**
     * Learning rate; without it, the optimiser's own default: 1 for the first trial of each line search of L-BFGS, 0.03
     * for "gd".
     *
     * @return the parameter
     */
    default DoubleParam stepSize() {
        return trainingParams().stepSize;
    }

    /**
     * How the learning rate changes until {@link #maxIter}: "constant" by default.
     *
     * @return the parameter
     */
    default Param<String> schedule() {
        return trainingParams().schedule;
    }

    /**
     * Factor of the L2 penalty ½ λ Σw² on weights, 0 by default.
     *
     * @return the parameter
     */
    default DoubleParam regParam() {
        return trainingParams().regParam;
    }

    /**
     * What computes, by the engine's name for it; "auto" by default; "strict" for the same bits on executors of
     * different kinds.
     *
     * @return the parameter
     */
    default Param<String> backend() {
        return trainingParams().backend;
    }

    /**
     * Most passes over the table, 100 by default. Where all rows make a batch, a pass is an update: Spark's meaning.
     *
     * @return the parameter
     */
    default IntParam maxIter() {
        return trainingParams().maxIter;
    }

    /**
     * Training ends when the cost changes by no more than this share from one pass to the next; 1e−6 by default, 0 for
     * never.
     *
     * @return the parameter
     */
    default DoubleParam tol() {
        return trainingParams().tol;
    }

    /**
     * Decides initial parameters and the order of rows.
     *
     * @return the parameter
     */
    default LongParam seed() {
        return trainingParams().seed;
    }

    /**
     * Rows of a partition that are computed at once, 1024 by default. With up to as many rows in one partition,
     * gradients have the bits of the engine's on the same rows; with more, they are a mean over blocks.
     *
     * @return the parameter
     */
    default IntParam blockSize() {
        return trainingParams().blockSize;
    }

    /**
     * "gradients" by default: the driver updates by the gradient over all partitions. "averages": each partition makes
     * steps of its own, and parameters are averaged, each partition by the weight of its rows.
     *
     * @return the parameter
     */
    default Param<String> mode() {
        return trainingParams().mode;
    }

    /**
     * Rows of a mini-batch. For gradients the whole cluster's, with all rows by default, 0; a partition gives its
     * share. For averages a partition's own, 128 by default.
     *
     * @return the parameter
     */
    default IntParam batchSize() {
        return trainingParams().batchSize;
    }

    /**
     * Steps k that each partition makes between two averages; by default, 0, as many as a pass over the largest takes.
     * More steps cost fewer rounds, and partitions drift further apart: see DESIGN.md for what that does. Optimisers
     * start anew after each average.
     *
     * @return the parameter
     */
    default IntParam localSteps() {
        return trainingParams().localSteps;
    }

    /**
     * Levels of the tree that sums contributions, 2 by default; with 1 all of them go straight to the driver.
     *
     * @return the parameter
     */
    default IntParam aggregationDepth() {
        return trainingParams().aggregationDepth;
    }

    /**
     * Column of the rows' weights, not negative; a row of weight 0 is as good as absent. Empty, the default: all are 1.
     *
     * @return the parameter
     */
    default Param<String> weightCol() {
        return trainingParams().weightCol;
    }

    /**
     * Column that is true for rows which are validated on after each pass, and not trained on. Empty, the default:
     * none.
     *
     * @return the parameter
     */
    default Param<String> validationIndicatorCol() {
        return trainingParams().validationIndicatorCol;
    }

    /**
     * Training ends after so many passes without improvement of the validation cost, and the best parameters are put
     * back; 0, the default: it does not.
     *
     * @return the parameter
     */
    default IntParam patience() {
        return trainingParams().patience;
    }

    /**
     * Value of {@link #layers}.
     *
     * @return as set, or the default
     */
    default int[] getLayers() {
        return getOrDefault(layers());
    }

    /**
     * Value of {@link #activation}.
     *
     * @return as set, or the default
     */
    default String getActivation() {
        return getOrDefault(activation());
    }

    /**
     * Value of {@link #loss}.
     *
     * @return as set, or the default
     */
    default String getLoss() {
        return getOrDefault(loss());
    }

    /**
     * Value of {@link #precision}.
     *
     * @return as set, or the default
     */
    default String getPrecision() {
        return getOrDefault(precision());
    }

    /**
     * Value of {@link #optimizer}.
     *
     * @return as set, or the default
     */
    default String getOptimizer() {
        return getOrDefault(optimizer());
    }

    /**
     * Value of {@link #stepSize}.
     *
     * @return as set, or the default
     */
    default double getStepSize() {
        return (Double) getOrDefault(stepSize());
    }

    /**
     * Value of {@link #schedule}.
     *
     * @return as set, or the default
     */
    default String getSchedule() {
        return getOrDefault(schedule());
    }

    /**
     * Value of {@link #regParam}.
     *
     * @return as set, or the default
     */
    default double getRegParam() {
        return (Double) getOrDefault(regParam());
    }

    /**
     * Value of {@link #backend}.
     *
     * @return as set, or the default
     */
    default String getBackend() {
        return getOrDefault(backend());
    }

    /**
     * Value of {@link #maxIter}.
     *
     * @return as set, or the default
     */
    default int getMaxIter() {
        return (Integer) getOrDefault(maxIter());
    }

    /**
     * Value of {@link #tol}.
     *
     * @return as set, or the default
     */
    default double getTol() {
        return (Double) getOrDefault(tol());
    }

    /**
     * Value of {@link #seed}.
     *
     * @return as set, or the default
     */
    default long getSeed() {
        return (Long) getOrDefault(seed());
    }

    /**
     * Value of {@link #blockSize}.
     *
     * @return as set, or the default
     */
    default int getBlockSize() {
        return (Integer) getOrDefault(blockSize());
    }

    /**
     * Value of {@link #mode}.
     *
     * @return as set, or the default
     */
    default String getMode() {
        return getOrDefault(mode());
    }

    /**
     * Value of {@link #batchSize}.
     *
     * @return as set, or the default
     */
    default int getBatchSize() {
        return (Integer) getOrDefault(batchSize());
    }

    /**
     * Value of {@link #localSteps}.
     *
     * @return as set, or the default
     */
    default int getLocalSteps() {
        return (Integer) getOrDefault(localSteps());
    }

    /**
     * Value of {@link #aggregationDepth}.
     *
     * @return as set, or the default
     */
    default int getAggregationDepth() {
        return (Integer) getOrDefault(aggregationDepth());
    }

    /**
     * Value of {@link #validationIndicatorCol}.
     *
     * @return as set, or the default
     */
    default String getValidationIndicatorCol() {
        return getOrDefault(validationIndicatorCol());
    }

    /**
     * Value of {@link #patience}.
     *
     * @return as set, or the default
     */
    default int getPatience() {
        return (Integer) getOrDefault(patience());
    }
}
