// SPDX-License-Identifier: Apache-2.0

package dev.hadamard.data;

import java.util.List;

/**
 * What {@link CsvReader} found in a file.
 *
 * @param data features in the order of their columns, and classes or one target column; convert it by
 *     {@link Dataset#toFloats()}, best after {@linkplain Scaler scaling}
 * @param featureNames a name for each feature: the header's, or {@code column 1}, {@code column 2}, … by the place in
 *     the file
 * @param targetName the target column's name, likewise
 * @param classNames the classes' names by class index, empty for regression. They are sorted: by value if all are
 *     numbers (which are classes by value, so that 1 and 1.0 are the same), else as text, by {@link String#compareTo}
 * @param header whether the first line was taken as a header
 */
public record CsvTable(
        Dataset<double[]> data, List<String> featureNames, String targetName, List<String> classNames, boolean header) {

    /**
     * Checks that there is a name for each feature and each class.
     *
     * @param data features and targets
     * @param featureNames a name for each feature
     * @param targetName the target column's name
     * @param classNames a name for each class
     * @param header whether the first line was taken as a header
     * @throws IllegalArgumentException if their numbers differ
     */
    public CsvTable {
        featureNames = List.copyOf(featureNames);
        classNames = List.copyOf(classNames);
        int classes = data.hasLabels() ? data.outputs() : 0;
        if (featureNames.size() != data.features() || classNames.size() != classes) {
            throw new IllegalArgumentException(
                    featureNames.size() + " featureNames and " + classNames.size() + " classNames for " + data);
        }
    }
}
