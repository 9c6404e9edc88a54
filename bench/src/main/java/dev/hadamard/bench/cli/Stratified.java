// SPDX-License-Identifier: Apache-2.0

package dev.hadamard.bench.cli;

import dev.hadamard.data.Dataset;
import dev.hadamard.data.Split;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Deals the rows of a data set out to a training and a test part, each with its share of every class. */
final class Stratified {

    private Stratified() {}

    /**
     * Systematic sampling: of the rows sorted by class, and at random within a class, every n-th is for testing.
     *
     * @param data rows with classes
     * @param testShare share of the rows to test on; rounded to whole rows, at least one in each part
     * @param random decides
     * @throws IllegalArgumentException if there is only one row
     */
    static <A> Split<A> split(Dataset<A> data, double testShare, RandomGenerator random) {
        int rows = data.rows();
        if (rows < 2) {
            throw new IllegalArgumentException("one row can't be split in two parts");
        }
        long testRows = Math.max(1, Math.min(rows - 1L, Math.round(testShare * rows)));
        double[] draw = random.doubles(rows).toArray();
        List<Integer> sorted = IntStream.range(0, rows)
                .boxed()
                .sorted(Comparator.<Integer>comparingInt(data::label).thenComparingDouble(row -> draw[row]))
                .toList();
        Map<Boolean, List<Integer>> parts = IntStream.range(0, rows)
                .boxed()
                .collect(Collectors.partitioningBy(
                        i -> (i + 1) * testRows / rows > i * testRows / rows,
                        Collectors.mapping(sorted::get, Collectors.toList())));
        return new Split<>(data.subset(array(parts.get(false))), data.subset(array(parts.get(true))));
    }

    private static int[] array(List<Integer> rows) {
        return rows.stream().mapToInt(row -> row).toArray();
    }
}
