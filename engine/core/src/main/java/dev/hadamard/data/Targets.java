// SPDX-License-Identifier: Apache-2.0

package dev.hadamard.data;

import java.util.List;

/**
 * The targets of a file whose features were taken row by row: numbers, or classes. Exactly one of both arrays is null.
 *
 * @param values a number for each row, or null; not copied
 * @param labels class of each row, or null; not copied
 * @param classNames the classes' names by class index as in {@link Table#classNames()}, empty where targets are numbers
 */
public record Targets(double[] values, int[] labels, List<String> classNames) {

    /**
     * Checks that there is one kind.
     *
     * @param values a number for each row, or null
     * @param labels class of each row, or null
     * @param classNames the classes' names
     * @throws IllegalArgumentException if there are both or neither, or names without classes
     */
    public Targets {
        if ((values == null) == (labels == null)) {
            throw new IllegalArgumentException("values and labels: exactly one must be null");
        }
        classNames = List.copyOf(classNames);
        if (labels == null && !classNames.isEmpty()) {
            throw new IllegalArgumentException(
                    "classNames has " + classNames.size() + " names, and targets are numbers");
        }
    }

    /**
     * The number of targets.
     *
     * @return one a row
     */
    public int rows() {
        return labels == null ? values.length : labels.length;
    }

    /** As a data set has them, with features that it keeps. */
    Dataset<double[]> with(double[] x, int features) {
        return new Dataset<>(
                DoubleArrays.INSTANCE, x, features, values, labels, labels == null ? 1 : classNames.size());
    }
}
