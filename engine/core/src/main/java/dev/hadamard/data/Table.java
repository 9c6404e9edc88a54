// SPDX-License-Identifier: Apache-2.0

package dev.hadamard.data;

import java.util.List;

/**
 * What a reader found in a file of numbers and text.
 *
 * @param data features in the order of their columns, and classes or one target column; convert it by
 *     {@link Dataset#toFloats()}, best after {@linkplain Scaler scaling}
 * @param featureNames a name for each feature: the header's, or {@code column 1}, {@code column 2}, … by the place in
 *     the file
 * @param targetName the target column's name, likewise
 * @param classNames the classes' names by class index, empty for regression. They are sorted: by value if all are
 *     numbers (which are classes by value, so that 1 and 1.0 are the same), else as text, by {@link String#compareTo}
 * @param categories vocabularies of the columns of text, by their places; {@link CsvReader#categories} reads other
 *     files by them
 * @param header whether the first line was taken as a header
 */
public record Table(
        Dataset<double[]> data,
        List<String> featureNames,
        String targetName,
        List<String> classNames,
        List<Categories> categories,
        boolean header) {

    /**
     * Checks that there is a name for each feature and each class.
     *
     * @param data features and targets
     * @param featureNames a name for each feature
     * @param targetName the target column's name
     * @param classNames a name for each class
     * @param categories vocabularies of the columns of text
     * @param header whether the first line was taken as a header
     * @throws IllegalArgumentException if their numbers differ
     */
    public Table {
        featureNames = List.copyOf(featureNames);
        classNames = List.copyOf(classNames);
        categories = List.copyOf(categories);
        int classes = data.hasLabels() ? data.outputs() : 0;
        if (featureNames.size() != data.features() || classNames.size() != classes) {
            throw new IllegalArgumentException(
                    featureNames.size() + " featureNames and " + classNames.size() + " classNames for " + data);
        }
    }
}
