// SPDX-License-Identifier: Apache-2.0

/**
 * Dense networks as estimators of Spark ML: {@link dev.hadamard.spark.HadamardClassifier} and
 * {@link dev.hadamard.spark.HadamardRegressor}. Rows are converted once, stay where Spark cached them and are computed
 * on by the engine; gradients or parameters travel. For a table in given partitions the result is the same whatever
 * number of executors there are, and whichever of them is lost.
 */
package dev.hadamard.spark;
