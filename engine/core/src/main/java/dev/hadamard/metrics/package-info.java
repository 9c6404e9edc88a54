// SPDX-License-Identifier: Apache-2.0

/**
 * How good predictions are: the figures of scikit-learn's {@code sklearn.metrics}, by the same definitions. Rows are
 * added one by one, in any batches: a figure depends on the rows and their order alone, not on how they were split.
 */
package dev.hadamard.metrics;
