// SPDX-License-Identifier: Apache-2.0

package dev.hadamard.metrics;

import java.util.Arrays;

/** Every row's scores and class, kept for the figures that depend on the order of the scores. */
final class RankingScores {

    private final int columns;
    private double[] scores = new double[64];
    private int[] labels = new int[64];
    private int rows;

    /**
     * Without rows.
     *
     * @param columns scores kept a row: one for two classes, else one a class
     */
    RankingScores(int columns) {
        this.columns = columns;
    }

    /**
     * Adds a row.
     *
     * @param a the row's scores
     * @param label the true class
     * @param column the one to keep, or −1 for all
     */
    void add(double[] a, int label, int column) {
        if (rows == labels.length) {
            labels = Arrays.copyOf(labels, 2 * rows);
        }
        if ((rows + 1) * columns > scores.length) {
            scores = Arrays.copyOf(scores, Math.max(2 * scores.length, (rows + 1) * columns));
        }
        if (column < 0) {
            System.arraycopy(a, 0, scores, rows * columns, columns);
        } else {
            scores[rows] = a[column];
        }
        labels[rows] = label;
        rows++;
    }

    /** The area, or the mean of each class's against the rest. */
    double rocAuc() {
        if (columns == 1) {
            return areaOf(0, 1);
        }
        double sum = 0;
        for (int c = 0; c < columns; c++) {
            sum += areaOf(c, c);
        }
        return sum / columns;
    }

    /** By the rank sum of Mann and Whitney 1947, with the mean rank for equal scores. */
    private double areaOf(int column, int label) {
        Integer[] order = new Integer[rows];
        Arrays.setAll(order, row -> row);
        Arrays.sort(order, (r, s) -> Double.compare(score(r, column), score(s, column)));
        long positives = 0;
        double rankSum = 0;
        for (int from = 0; from < rows; ) {
            int to = from;
            long tiedPositives = 0;
            while (to < rows && score(order[to], column) == score(order[from], column)) {
                tiedPositives += labels[order[to]] == label ? 1 : 0;
                to++;
            }
            if (to == from) {
                return Double.NaN; // a score is NaN
            }
            positives += tiedPositives;
            rankSum += tiedPositives * (from + 1 + to) / 2.0;
            from = to;
        }
        double pairs = (double) positives * (rows - positives);
        return pairs == 0 ? Double.NaN : (rankSum - positives * (positives + 1) / 2.0) / pairs;
    }

    private double score(int row, int column) {
        return scores[row * columns + column];
    }
}
