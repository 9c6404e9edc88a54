// SPDX-License-Identifier: Apache-2.0

package dev.hadamard.data;

import java.util.Arrays;
import java.util.Objects;
import java.util.random.RandomGenerator;

/**
 * Samples with their targets: a view of fixed shape over arrays. Features X are rows x features; targets are either
 * rows Y, rows x outputs, or one class index a row. Only {@code Dataset<float[]>} and {@code Dataset<double[]>} can be
 * made.
 *
 * <p>The factories {@code ofFloats} and {@code ofDoubles} keep the arrays that they get, without a copy, and
 * {@link #x()}, {@link #y()} and {@link #labels()} hand out these very arrays: whoever writes to them changes the data
 * set (labels are checked once, when it is made). As long as nobody does, a data set may be shared by any number of
 * threads. Features and target rows may hold any number, NaN too; what is made of it is for training to say.
 *
 * @param <A> {@code float[]} or {@code double[]}
 */
public final class Dataset<A> {

    private final ArrayType<A> type;
    private final int rows;
    private final int features;
    private final int outputs;
    private final A x;
    private final A y;
    private final int[] labels;
    private final double[] weights;

    /** Takes the arrays as they are; exactly one of y and labels is null. */
    Dataset(ArrayType<A> type, A x, int features, A y, int[] labels, int outputs) {
        this(type, x, features, y, labels, outputs, null);
    }

    private Dataset(ArrayType<A> type, A x, int features, A y, int[] labels, int outputs, double[] weights) {
        this.type = type;
        this.x = x;
        this.features = features;
        this.rows = Shapes.rows("x", type.length(x), "features", features);
        this.y = y;
        this.labels = labels;
        this.outputs = outputs;
        if (labels == null) {
            int targetRows = Shapes.rows("y", type.length(y), "outputs", outputs);
            if (targetRows != rows) {
                throw new IllegalArgumentException("y has " + targetRows + " rows, x has " + rows);
            }
        } else {
            Shapes.checkLabels(labels, rows, outputs);
        }
        this.weights = weights;
        if (weights != null) {
            Shapes.checkWeights(weights, rows);
        }
    }

    /**
     * Samples with target rows, in single precision.
     *
     * @param x features, row-major, rows x features; kept, not copied
     * @param features elements of a sample, at least 1
     * @param y targets, row-major, rows x outputs; kept, not copied
     * @param outputs elements of a target row, at least 1
     * @return the data set
     * @throws IllegalArgumentException if there are no rows or a length doesn't fit
     */
    public static Dataset<float[]> ofFloats(float[] x, int features, float[] y, int outputs) {
        return new Dataset<>(FloatArrays.INSTANCE, x, features, Objects.requireNonNull(y, "y"), null, outputs);
    }

    /**
     * Samples with classes, in single precision.
     *
     * @param x features, row-major, rows x features; kept, not copied
     * @param features elements of a sample, at least 1
     * @param labels class of each row, 0 to classes − 1; kept, not copied
     * @param classes number of classes, at least 1
     * @return the data set
     * @throws IllegalArgumentException if there are no rows, a length doesn't fit or a label is out of range
     */
    public static Dataset<float[]> ofFloats(float[] x, int features, int[] labels, int classes) {
        return ofLabels(FloatArrays.INSTANCE, x, features, labels, classes);
    }

    /**
     * Samples with target rows, in double precision.
     *
     * @param x features, row-major, rows x features; kept, not copied
     * @param features elements of a sample, at least 1
     * @param y targets, row-major, rows x outputs; kept, not copied
     * @param outputs elements of a target row, at least 1
     * @return the data set
     * @throws IllegalArgumentException if there are no rows or a length doesn't fit
     */
    public static Dataset<double[]> ofDoubles(double[] x, int features, double[] y, int outputs) {
        return new Dataset<>(DoubleArrays.INSTANCE, x, features, Objects.requireNonNull(y, "y"), null, outputs);
    }

    /**
     * Samples with classes, in double precision.
     *
     * @param x features, row-major, rows x features; kept, not copied
     * @param features elements of a sample, at least 1
     * @param labels class of each row, 0 to classes − 1; kept, not copied
     * @param classes number of classes, at least 1
     * @return the data set
     * @throws IllegalArgumentException if there are no rows, a length doesn't fit or a label is out of range
     */
    public static Dataset<double[]> ofDoubles(double[] x, int features, int[] labels, int classes) {
        return ofLabels(DoubleArrays.INSTANCE, x, features, labels, classes);
    }

    /**
     * Samples with target rows, in single precision.
     *
     * @param x one array a sample, all of one length; copied
     * @param y one array a target row, all of one length; copied
     * @return the data set
     * @throws IllegalArgumentException if there are no rows, their numbers differ or a length doesn't fit
     */
    public static Dataset<float[]> ofRows(float[][] x, float[][] y) {
        return copyOf(FloatArrays.INSTANCE, x, y, null, 0);
    }

    /**
     * Samples with classes, in single precision.
     *
     * @param x one array a sample, all of one length; copied
     * @param labels class of each row, 0 to classes − 1; copied
     * @param classes number of classes, at least 1
     * @return the data set
     * @throws IllegalArgumentException if there are no rows, a length doesn't fit or a label is out of range
     */
    public static Dataset<float[]> ofRows(float[][] x, int[] labels, int classes) {
        return copyOf(FloatArrays.INSTANCE, x, null, labels.clone(), classes);
    }

    /**
     * Samples with target rows, in double precision.
     *
     * @param x one array a sample, all of one length; copied
     * @param y one array a target row, all of one length; copied
     * @return the data set
     * @throws IllegalArgumentException if there are no rows, their numbers differ or a length doesn't fit
     */
    public static Dataset<double[]> ofRows(double[][] x, double[][] y) {
        return copyOf(DoubleArrays.INSTANCE, x, y, null, 0);
    }

    /**
     * Samples with classes, in double precision.
     *
     * @param x one array a sample, all of one length; copied
     * @param labels class of each row, 0 to classes − 1; copied
     * @param classes number of classes, at least 1
     * @return the data set
     * @throws IllegalArgumentException if there are no rows, a length doesn't fit or a label is out of range
     */
    public static Dataset<double[]> ofRows(double[][] x, int[] labels, int classes) {
        return copyOf(DoubleArrays.INSTANCE, x, null, labels.clone(), classes);
    }

    /** Samples with classes. */
    static <A> Dataset<A> ofLabels(ArrayType<A> type, A x, int features, int[] labels, int classes) {
        return new Dataset<>(type, x, features, null, Objects.requireNonNull(labels, "labels"), classes);
    }

    /** Copies rows; exactly one of y and labels is null. */
    private static <A> Dataset<A> copyOf(ArrayType<A> type, A[] x, A[] y, int[] labels, int classes) {
        A flatX = Shapes.flatten("x", type, x);
        int features = type.length(x[0]);
        return labels == null
                ? new Dataset<>(type, flatX, features, Shapes.flatten("y", type, y), null, type.length(y[0]))
                : new Dataset<>(type, flatX, features, null, labels, classes);
    }

    /**
     * The number of samples.
     *
     * @return at least 1
     */
    public int rows() {
        return rows;
    }

    /**
     * The width of a sample.
     *
     * @return elements of a row of X, at least 1
     */
    public int features() {
        return features;
    }

    /**
     * The width of a target: what a network needs as outputs.
     *
     * @return the number of classes, or elements of a row of Y; at least 1
     */
    public int outputs() {
        return outputs;
    }

    /**
     * Whether targets are classes.
     *
     * @return true for class indices, false for target rows
     */
    public boolean hasLabels() {
        return labels != null;
    }

    /**
     * The class of a row.
     *
     * @param row 0 to rows − 1
     * @return 0 to outputs − 1
     * @throws IllegalStateException if targets are rows
     * @throws IndexOutOfBoundsException if there is no such row
     */
    public int label(int row) {
        return labels()[row];
    }

    /**
     * All features, shared, not copied.
     *
     * @return X, row-major, rows x features
     */
    public A x() {
        return x;
    }

    /**
     * All target rows, shared, not copied.
     *
     * @return Y, row-major, rows x outputs
     * @throws IllegalStateException if targets are classes
     */
    public A y() {
        if (y == null) {
            throw new IllegalStateException("targets are labels of " + outputs + " classes, not rows");
        }
        return y;
    }

    /**
     * All classes, shared, not copied.
     *
     * @return class of each row, 0 to outputs − 1
     * @throws IllegalStateException if targets are rows
     */
    public int[] labels() {
        if (labels == null) {
            throw new IllegalStateException("targets are rows of " + outputs + " elements, not labels");
        }
        return labels;
    }

    /**
     * The same samples with weights: how much each counts in the cost of training, Σ w l / Σ w. One of weight 0 is as
     * good as absent.
     *
     * @param rowWeights one a row, finite, not negative, not all of them 0; kept, not copied
     * @return a data set that shares all else
     * @throws IllegalArgumentException if their number differs or one is out of range
     */
    public Dataset<A> withWeights(double[] rowWeights) {
        return new Dataset<>(type, x, features, y, labels, outputs, Objects.requireNonNull(rowWeights, "rowWeights"));
    }

    /**
     * Whether samples have weights.
     *
     * @return false if all count alike
     */
    public boolean hasWeights() {
        return weights != null;
    }

    /**
     * All weights, shared, not copied.
     *
     * @return weight of each row, null if there are none
     */
    public double[] weights() {
        return weights;
    }

    /**
     * Weights by which all classes count alike: scikit-learn's {@code class_weight="balanced"}.
     *
     * @return rows / (classes · rows of the class), one a class
     * @throws IllegalArgumentException if a class has no row
     * @throws IllegalStateException if targets are rows
     */
    public double[] balancedClassWeights() {
        return Shapes.balancedWeights(labels(), outputs);
    }

    /**
     * Copies some rows' features, one after the other, into a caller's array. Allocates nothing.
     *
     * @param order row numbers
     * @param from where in order to begin
     * @param count how many rows
     * @param target where they go: the r-th row's elements to {@code target[offset + r * stride]} and behind
     * @param offset first element of the first row
     * @param stride elements from one row to the next, at least features
     * @throws IllegalArgumentException if a range lies outside its array or there is no such row; then nothing was
     *     copied
     */
    public void gatherFeatures(int[] order, int from, int count, A target, int offset, int stride) {
        Shapes.checkOrder(order, from, count, rows);
        Shapes.checkBlock("target", type.length(target), offset, stride, count, features);
        type.copyRows(x, features, order, from, count, target, offset, stride);
    }

    /**
     * Copies some rows' targets, one after the other, into a caller's array. Allocates nothing.
     *
     * @param order row numbers
     * @param from where in order to begin
     * @param count how many rows
     * @param target where they go: the r-th row's elements to {@code target[offset + r * stride]} and behind
     * @param offset first element of the first row
     * @param stride elements from one row to the next, at least outputs
     * @throws IllegalArgumentException if a range lies outside its array or there is no such row; then nothing was
     *     copied
     * @throws IllegalStateException if targets are classes
     */
    public void gatherTargets(int[] order, int from, int count, A target, int offset, int stride) {
        A source = y();
        Shapes.checkOrder(order, from, count, rows);
        Shapes.checkBlock("target", type.length(target), offset, stride, count, outputs);
        type.copyRows(source, outputs, order, from, count, target, offset, stride);
    }

    /**
     * Copies some rows' classes, one after the other, into a caller's array. Allocates nothing.
     *
     * @param order row numbers
     * @param from where in order to begin
     * @param count how many rows
     * @param target where they go
     * @param offset the first row's class
     * @throws IllegalArgumentException if a range lies outside its array or there is no such row; then nothing was
     *     copied
     * @throws IllegalStateException if targets are rows
     */
    public void gatherLabels(int[] order, int from, int count, int[] target, int offset) {
        int[] source = labels();
        Shapes.checkOrder(order, from, count, rows);
        Shapes.checkBlock("target", target.length, offset, 1, count, 1);
        for (int r = 0; r < count; r++) {
            target[offset + r] = source[order[from + r]];
        }
    }

    /**
     * Some of the rows, copied.
     *
     * @param order row numbers, at least one; a row may be named more than once
     * @return a data set of these rows, in this order, with all classes of this one
     * @throws IllegalArgumentException if none is named, there is no such row, or all have weight 0
     */
    public Dataset<A> subset(int[] order) {
        Shapes.checkOrder(order, 0, order.length, rows);
        A someX = type.allocate(Shapes.product("x", order.length, features));
        type.copyRows(x, features, order, 0, order.length, someX, 0, features);
        double[] someWeights = weights == null
                ? null
                : Arrays.stream(order).mapToDouble(row -> weights[row]).toArray();
        if (hasLabels()) {
            int[] someLabels = new int[order.length];
            gatherLabels(order, 0, order.length, someLabels, 0);
            return new Dataset<>(type, someX, features, null, someLabels, outputs, someWeights);
        }
        A someY = type.allocate(Shapes.product("y", order.length, outputs));
        type.copyRows(y, outputs, order, 0, order.length, someY, 0, outputs);
        return new Dataset<>(type, someX, features, someY, null, outputs, someWeights);
    }

    /**
     * Deals the rows out at random to a training and a test part, copied. {@link Splits} has other ways.
     *
     * @param testShare share of the rows to test on, above 0 and below 1; rounded to whole rows, at least one in each
     *     part
     * @param random decides; equal generators give equal parts
     * @return both parts
     * @throws IllegalArgumentException if the share is out of range or there is only one row
     */
    public Split<A> split(double testShare, RandomGenerator random) {
        return Splits.holdOut(this, testShare, random);
    }

    /**
     * The same samples in single precision, each number rounded.
     *
     * @return a copy, except for labels, which are shared
     * @throws IllegalArgumentException if a number is finite, but too large for a float
     */
    public Dataset<float[]> toFloats() {
        return convert(FloatArrays.INSTANCE);
    }

    /**
     * The same samples in double precision.
     *
     * @return a copy, except for labels, which are shared
     */
    public Dataset<double[]> toDoubles() {
        return convert(DoubleArrays.INSTANCE);
    }

    private <B> Dataset<B> convert(ArrayType<B> to) {
        return new Dataset<>(
                to,
                Shapes.convert("x", type, x, features, to),
                features,
                labels == null ? Shapes.convert("y", type, y, outputs, to) : null,
                labels,
                outputs,
                weights);
    }

    /** The same targets with other features, which the data set keeps. */
    Dataset<A> withX(A otherX) {
        return new Dataset<>(type, otherX, features, y, labels, outputs, weights);
    }

    /** The same features with other target rows, which the data set keeps. */
    Dataset<A> withY(A otherY) {
        return new Dataset<>(type, x, features, otherY, null, outputs, weights);
    }

    ArrayType<A> type() {
        return type;
    }

    @Override
    public String toString() {
        return rows + " rows of " + features + ' ' + type.elementName() + " features, "
                + (hasLabels() ? outputs + " classes" : outputs + " target columns");
    }
}
