// SPDX-License-Identifier: Apache-2.0

package dev.hadamard.spark;

import org.apache.spark.ml.param.Param;

/**
 * Setters of an estimator. Each checks its value.
 *
 * @param <E> the estimator
 */
public interface HadamardSetters<E> extends HadamardParams {

    /**
     * Sets {@link #layers}.
     *
     * @param value the new value
     * @return this
     */
    default E setLayers(int... value) {
        return with(layers(), value);
    }

    /**
     * Sets {@link #activation}.
     *
     * @param value the new value
     * @return this
     */
    default E setActivation(String value) {
        return with(activation(), value);
    }

    /**
     * Sets {@link #loss}.
     *
     * @param value the new value
     * @return this
     */
    default E setLoss(String value) {
        return with(loss(), value);
    }

    /**
     * Sets {@link #precision}.
     *
     * @param value the new value
     * @return this
     */
    default E setPrecision(String value) {
        return with(precision(), value);
    }

    /**
     * Sets {@link #optimizer}.
     *
     * @param value the new value
     * @return this
     */
    default E setOptimizer(String value) {
        return with(optimizer(), value);
    }

    /**
     * Sets {@link #stepSize}.
     *
     * @param value the new value
     * @return this
     */
    default E setStepSize(double value) {
        return with(stepSize(), value);
    }

    /**
     * Sets {@link #schedule}.
     *
     * @param value the new value
     * @return this
     */
    default E setSchedule(String value) {
        return with(schedule(), value);
    }

    /**
     * Sets {@link #regParam}.
     *
     * @param value the new value
     * @return this
     */
    default E setRegParam(double value) {
        return with(regParam(), value);
    }

    /**
     * Sets {@link #backend}.
     *
     * @param value the new value
     * @return this
     */
    default E setBackend(String value) {
        return with(backend(), value);
    }

    /**
     * Sets {@link #maxIter}.
     *
     * @param value the new value
     * @return this
     */
    default E setMaxIter(int value) {
        return with(maxIter(), value);
    }

    /**
     * Sets {@link #tol}.
     *
     * @param value the new value
     * @return this
     */
    default E setTol(double value) {
        return with(tol(), value);
    }

    /**
     * Sets {@link #seed}.
     *
     * @param value the new value
     * @return this
     */
    default E setSeed(long value) {
        return with(seed(), value);
    }

    /**
     * Sets {@link #blockSize}.
     *
     * @param value the new value
     * @return this
     */
    default E setBlockSize(int value) {
        return with(blockSize(), value);
    }

    /**
     * Sets {@link #mode}.
     *
     * @param value the new value
     * @return this
     */
    default E setMode(String value) {
        return with(mode(), value);
    }

    /**
     * Sets {@link #batchSize}.
     *
     * @param value the new value
     * @return this
     */
    default E setBatchSize(int value) {
        return with(batchSize(), value);
    }

    /**
     * Sets {@link #localSteps}.
     *
     * @param value the new value
     * @return this
     */
    default E setLocalSteps(int value) {
        return with(localSteps(), value);
    }

    /**
     * Sets {@link #aggregationDepth}.
     *
     * @param value the new value
     * @return this
     */
    default E setAggregationDepth(int value) {
        return with(aggregationDepth(), value);
    }

    /**
     * Sets {@link #weightCol}.
     *
     * @param value the new value
     * @return this
     */
    default E setWeightCol(String value) {
        return with(weightCol(), value);
    }

    /**
     * Sets {@link #validationIndicatorCol}.
     *
     * @param value the new value
     * @return this
     */
    default E setValidationIndicatorCol(String value) {
        return with(validationIndicatorCol(), value);
    }

    /**
     * Sets {@link #patience}.
     *
     * @param value the new value
     * @return this
     */
    default E setPatience(int value) {
        return with(patience(), value);
    }

    @SuppressWarnings("unchecked") // E is the class that implements this
    private <T> E with(Param<T> param, T value) {
        set(param, value);
        return (E) this;
    }
}
