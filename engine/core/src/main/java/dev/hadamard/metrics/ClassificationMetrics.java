// SPDX-License-Identifier: Apache-2.0

package dev.hadamard.metrics;

import java.util.function.IntToDoubleFunction;

/**
 * How well classes are predicted. Add each row's outputs and its true class; ask for figures at any time. Averages over
 * classes are taken as scikit-learn does: over the classes that occur among the true or the predicted ones, and a share
 * of nothing counts as 0. Confined to one thread.
 */
public final class ClassificationMetrics {

    private final int classes;
    private final int outputs;
    private final long[][] confusion;
    /** How often so many outputs came before the true class's. */
    private final long[] ranks;

    private final RankingScores scores;
    private long rows;
    private double logLoss;

    /**
     * Without rows.
     *
     * @param classes number of classes, at least 2
     * @param outputs width of a row of outputs: as many as classes, or 1 for the probability of class 1 of two
     * @throws IllegalArgumentException if classes is below 2 or outputs doesn't fit
     */
    public ClassificationMetrics(int classes, int outputs) {
        if (classes < 2) {
            throw new IllegalArgumentException("classes must be at least 2, was " + classes);
        }
        if (outputs != classes && !(outputs == 1 && classes == 2)) {
            throw new IllegalArgumentException(
                    "outputs must be " + classes + ", as many as classes, or 1 for two, was " + outputs);
        }
        this.classes = classes;
        this.outputs = outputs;
        this.confusion = new long[classes][classes];
        this.ranks = new long[classes];
        this.scores = new RankingScores(outputs == 1 || classes == 2 ? 1 : classes);
    }

    /**
     * Adds a row.
     *
     * @param a outputs: scores of all classes, or the probability of class 1; the largest, the first if several are
     *     equal, is the predicted class, and a single one above one half predicts class 1
     * @param label the true class, from 0
     * @throws IllegalArgumentException if a has another width or there is no such class
     */
    public void add(double[] a, int label) {
        if (a.length != outputs) {
            throw new IllegalArgumentException("a must have " + outputs + " elements, has " + a.length);
        }
        if (label < 0 || label >= classes) {
            throw new IllegalArgumentException("label must be from 0 to " + (classes - 1) + ", was " + label);
        }
        rows++;
        confusion[label][predicted(a)]++;
        ranks[rank(a, label)]++;
        logLoss += logLoss(a, label);
        scores.add(a, label, outputs == 1 ? 0 : classes == 2 ? 1 : -1);
    }

    private int predicted(double[] a) {
        if (outputs == 1) {
            return a[0] > 0.5 ? 1 : 0;
        }
        int best = 0;
        for (int i = 1; i < outputs; i++) {
            if (a[i] > a[best]) {
                best = i;
            }
        }
        return best;
    }

    /** Of equal scores the later class comes first, as in scikit-learn, whose sort is stable and then reversed. */
    private int rank(double[] a, int label) {
        if (outputs == 1) {
            return predicted(a) == label ? 0 : 1;
        }
        int rank = 0;
        for (int i = 0; i < outputs; i++) {
            if (!(a[i] < a[label]) && i != label && (a[i] != a[label] || i > label)) {
                rank++;
            }
        }
        return rank;
    }

    /** −ln p of the true class, p being its share of the row's sum, kept off 0 and 1 by one epsilon. */
    private double logLoss(double[] a, int label) {
        double epsilon = Math.ulp(1.0);
        double p = outputs == 1 ? (label == 1 ? clip(a[0], epsilon) : 1 - clip(a[0], epsilon)) : a[label];
        if (outputs > 1) {
            double sum = 0;
            for (double value : a) {
                sum += clip(value, epsilon);
            }
            p = clip(p, epsilon) / sum;
        }
        return -StrictMath.log(p);
    }

    private static double clip(double p, double epsilon) {
        return Math.max(epsilon, Math.min(1 - epsilon, p));
    }

    /**
     * Rows added.
     *
     * @return how many
     */
    public long rows() {
        return rows;
    }

    /**
     * Share of rows whose class is predicted ({@code accuracy_score}).
     *
     * @return from 0 to 1, NaN without rows
     */
    public double accuracy() {
        return (double) right() / rows;
    }

    /**
     * Rows whose class is predicted.
     *
     * @return how many
     */
    public long right() {
        long right = 0;
        for (int c = 0; c < classes; c++) {
            right += confusion[c][c];
        }
        return right;
    }

    /**
     * Share of rows whose class is among those of the k largest outputs ({@code top_k_accuracy_score}).
     *
     * @param k at least 1
     * @return from 0 to 1, NaN without rows
     * @throws IllegalArgumentException if k is below 1
     */
    public double topKAccuracy(int k) {
        if (k < 1) {
            throw new IllegalArgumentException("k must be at least 1, was " + k);
        }
        long among = 0;
        for (int rank = 0; rank < Math.min(k, classes); rank++) {
            among += ranks[rank];
        }
        return (double) among / rows;
    }

    /**
     * Mean of −ln p of the true class ({@code log_loss}), outputs being probabilities. They are kept within 2⁻⁵² of 0
     * and 1, and divided by the row's sum.
     *
     * @return not negative, NaN without rows
     */
    public double logLoss() {
        return logLoss / rows;
    }

    /**
     * Rows by true and predicted class ({@code confusion_matrix}).
     *
     * @return a copy, classes x classes; {@code [i][j]} counts rows of class i predicted as j
     */
    public long[][] confusionMatrix() {
        long[][] copy = new long[classes][];
        for (int c = 0; c < classes; c++) {
            copy[c] = confusion[c].clone();
        }
        return copy;
    }

    /**
     * Of the rows predicted as a class, the share that is of it ({@code precision_score}).
     *
     * @param label the class
     * @return from 0 to 1; 0 if none was predicted as such
     */
    public double precision(int label) {
        return share(confusion[label][label], predictedAs(label));
    }

    /**
     * Of the rows of a class, the share that is predicted as such ({@code recall_score}).
     *
     * @param label the class
     * @return from 0 to 1; 0 if there is none
     */
    public double recall(int label) {
        return share(confusion[label][label], of(label));
    }

    /**
     * Harmonic mean of precision and recall of a class ({@code f1_score}).
     *
     * @param label the class
     * @return 2 TP / (2 TP + FP + FN), from 0 to 1; 0 if there is none of it, true or predicted
     */
    public double f1(int label) {
        return share(2 * confusion[label][label], of(label) + predictedAs(label));
    }

    /**
     * Mean of the classes' precisions.
     *
     * @return {@code precision_score(average="macro")}, NaN without rows
     */
    public double macroPrecision() {
        return macro(this::precision);
    }

    /**
     * Mean of the classes' recalls.
     *
     * @return {@code recall_score(average="macro")}, NaN without rows
     */
    public double macroRecall() {
        return macro(this::recall);
    }

    /**
     * Mean of the classes' F1.
     *
     * @return {@code f1_score(average="macro")}, NaN without rows
     */
    public double macroF1() {
        return macro(this::f1);
    }

    /**
     * F1 of all rows taken together. Where each row has one class, micro-averaged precision, recall and F1 are all the
     * accuracy.
     *
     * @return {@code f1_score(average="micro")}, NaN without rows
     */
    public double microF1() {
        return accuracy();
    }

    /**
     * Area under the receiver operating characteristic ({@code roc_auc_score}): the probability that a row of the class
     * has a larger output than a row of another, equal ones counting half. For two classes that of class 1, for more
     * the mean of each against the rest ({@code multi_class="ovr", average="macro"}). Keeps a copy of every output, and
     * sorts them when asked.
     *
     * @return from 0 to 1; NaN if a class has no rows, or all rows
     */
    public double rocAuc() {
        return scores.rocAuc();
    }

    private long of(int label) {
        long sum = 0;
        for (long count : confusion[label]) {
            sum += count;
        }
        return sum;
    }

    private long predictedAs(int label) {
        long sum = 0;
        for (long[] row : confusion) {
            sum += row[label];
        }
        return sum;
    }

    private static double share(long part, long whole) {
        return whole == 0 ? 0 : (double) part / whole;
    }

    private double macro(IntToDoubleFunction figure) {
        double sum = 0;
        int present = 0;
        for (int c = 0; c < classes; c++) {
            if (of(c) + predictedAs(c) > 0) {
                sum += figure.applyAsDouble(c);
                present++;
            }
        }
        return sum / present;
    }
}
