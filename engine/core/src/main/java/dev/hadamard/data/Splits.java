// SPDX-License-Identifier: Apache-2.0

package dev.hadamard.data;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.random.RandomGenerator;

/**
 * Deals the rows of a data set out to training and test parts: once, or k times for cross-validation; at random, or
 * stratified, so that each part has its share of every class. All parts are copies. Stateless.
 */
public final class Splits {

    private Splits() {}

    /**
     * Hold-out at random.
     *
     * @param <A> {@code float[]} or {@code double[]}
     * @param data rows with any targets
     * @param testShare share of the rows to test on, above 0 and below 1; rounded to whole rows, at least one in each
     *     part
     * @param random decides; equal generators give equal parts
     * @return both parts
     * @throws IllegalArgumentException if the share is out of range or there is only one row
     */
    public static <A> Split<A> holdOut(Dataset<A> data, double testShare, RandomGenerator random) {
        int testRows = testRows(data, testShare);
        int[] order = Shapes.shuffled(data.rows(), random);
        return new Split<>(
                data.subset(Arrays.copyOfRange(order, testRows, order.length)),
                data.subset(Arrays.copyOfRange(order, 0, testRows)));
    }

    /**
     * Stratified hold-out, by systematic sampling: of the rows sorted by class, and at random within a class, every
     * n-th is for testing.
     *
     * @param <A> {@code float[]} or {@code double[]}
     * @param data rows with classes
     * @param testShare share of the rows to test on, above 0 and below 1; rounded to whole rows, at least one in each
     *     part
     * @param random decides; equal generators give equal parts
     * @return both parts; each has its share of every class, give or take one row
     * @throws IllegalArgumentException if the share is out of range or there is only one row
     * @throws IllegalStateException if targets are rows
     */
    public static <A> Split<A> stratified(Dataset<A> data, double testShare, RandomGenerator random) {
        int rows = data.rows();
        long testRows = testRows(data, testShare);
        int[] sorted = sortedByClass(data, random.doubles(rows).toArray());
        boolean[] test = new boolean[rows];
        for (int i = 0; i < rows; i++) {
            test[i] = (i + 1) * testRows / rows > i * testRows / rows;
        }
        return split(data, sorted, test);
    }

    /**
     * k-fold cross-validation: deals the rows out at random to k parts whose sizes differ by at most one row, each of
     * which is the test part once.
     *
     * @param <A> {@code float[]} or {@code double[]}
     * @param data rows with any targets
     * @param k number of folds, 2 to the number of rows
     * @param random decides; equal generators give equal folds
     * @return k splits; each row is in exactly one test part
     * @throws IllegalArgumentException if k is out of range
     */
    public static <A> List<Split<A>> folds(Dataset<A> data, int k, RandomGenerator random) {
        int rows = data.rows();
        checkFolds(k, rows);
        int[] order = Shapes.shuffled(rows, random);
        int[] fold = new int[rows];
        for (int f = 0; f < k; f++) {
            Arrays.fill(fold, (int) ((long) rows * f / k), (int) ((long) rows * (f + 1) / k), f);
        }
        return foldsOf(data, order, fold, k);
    }

    /**
     * Stratified k-fold cross-validation: the rows of each class are dealt out in turn, so that the folds' numbers of
     * rows, in all and of each class, differ by at most one.
     *
     * @param <A> {@code float[]} or {@code double[]}
     * @param data rows with classes
     * @param k number of folds, 2 to the number of rows
     * @param random decides; equal generators give equal folds
     * @return k splits; each row is in exactly one test part
     * @throws IllegalArgumentException if k is out of range
     * @throws IllegalStateException if targets are rows
     */
    public static <A> List<Split<A>> stratifiedFolds(Dataset<A> data, int k, RandomGenerator random) {
        int rows = data.rows();
        checkFolds(k, rows);
        int[] sorted = sortedByClass(data, random.doubles(rows).toArray());
        int[] fold = new int[rows];
        Arrays.setAll(fold, i -> i % k);
        return foldsOf(data, sorted, fold, k);
    }

    private static int testRows(Dataset<?> data, double testShare) {
        if (!(testShare > 0 && testShare < 1)) {
            throw new IllegalArgumentException("testShare must be above 0 and below 1, was " + testShare);
        }
        if (data.rows() < 2) {
            throw new IllegalArgumentException("one row can't be split in two parts");
        }
        return (int) Math.max(1, Math.min(data.rows() - 1L, Math.round(testShare * data.rows())));
    }

    private static void checkFolds(int k, int rows) {
        if (k < 2 || k > rows) {
            throw new IllegalArgumentException("k must be from 2 to the " + rows + " rows, was " + k);
        }
    }

    /** Row numbers, by class and within a class by what was drawn for the row. */
    private static int[] sortedByClass(Dataset<?> data, double[] draw) {
        Integer[] order = new Integer[draw.length];
        Arrays.setAll(order, row -> row);
        Arrays.sort(order, (a, b) -> {
            int byClass = Integer.compare(data.label(a), data.label(b));
            return byClass != 0 ? byClass : Double.compare(draw[a], draw[b]);
        });
        return Arrays.stream(order).mapToInt(row -> row).toArray();
    }

    /** The rows {@code order[i]}, to the test part where {@code test[i]}. */
    private static <A> Split<A> split(Dataset<A> data, int[] order, boolean[] test) {
        int testRows = 0;
        for (boolean isTest : test) {
            testRows += isTest ? 1 : 0;
        }
        int[] trainOrder = new int[order.length - testRows];
        int[] testOrder = new int[testRows];
        int trained = 0;
        int tested = 0;
        for (int i = 0; i < order.length; i++) {
            if (test[i]) {
                testOrder[tested++] = order[i];
            } else {
                trainOrder[trained++] = order[i];
            }
        }
        return new Split<>(data.subset(trainOrder), data.subset(testOrder));
    }

    /** Row {@code order[i]} is for testing in split {@code fold[i]}. */
    private static <A> List<Split<A>> foldsOf(Dataset<A> data, int[] order, int[] fold, int k) {
        List<Split<A>> splits = new ArrayList<>();
        boolean[] test = new boolean[order.length];
        for (int f = 0; f < k; f++) {
            for (int i = 0; i < test.length; i++) {
                test[i] = fold[i] == f;
            }
            splits.add(split(data, order, test));
        }
        return List.copyOf(splits);
    }
}
