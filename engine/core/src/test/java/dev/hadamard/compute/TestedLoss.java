// SPDX-License-Identifier: Apache-2.0

package dev.hadamard.compute;

import dev.hadamard.compute.LossFunction.Kind;
import dev.hadamard.reference.MatchedPair;
import dev.hadamard.reference.ReferenceActivation;
import dev.hadamard.reference.ReferenceLoss;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;

/**
 * A loss as a kernel knows it, beside the oracle's, with inputs that suit it.
 *
 * @param kernel for the kernel
 * @param unfused what is expected of an unfused loss, up to the factor, else null
 * @param factor of the unfused loss
 */
record TestedLoss(LossFunction kernel, ReferenceLoss unfused, double factor) {

    /** Every kind. */
    static final List<TestedLoss> ALL = List.of(
            new TestedLoss(new LossFunction(Kind.SQUARED, 0.5), ReferenceLoss.squaredError(), 0.5),
            new TestedLoss(new LossFunction(Kind.SQUARED, 0.1), ReferenceLoss.squaredError(), 0.1),
            new TestedLoss(new LossFunction(Kind.ABSOLUTE, 0), ReferenceLoss.l1(), 1),
            new TestedLoss(new LossFunction(Kind.HUBER, 1), ReferenceLoss.huber(1), 1),
            new TestedLoss(new LossFunction(Kind.HUBER, 0.3), ReferenceLoss.huber(0.3), 1),
            new TestedLoss(new LossFunction(Kind.CROSS_ENTROPY, 0), ReferenceLoss.crossEntropy(), 1),
            new TestedLoss(new LossFunction(Kind.BINARY_CROSS_ENTROPY, 0), ReferenceLoss.binaryCrossEntropy(), 1),
            new TestedLoss(new LossFunction(Kind.SOFTMAX_CROSS_ENTROPY, 0), null, 1),
            new TestedLoss(new LossFunction(Kind.SIGMOID_BINARY_CROSS_ENTROPY, 0), null, 1));

    /** A row of a batch. */
    record Row(double[] z, double[] a, double[] y) {}

    /** Logits and targets at random, and as outputs the logits through the activation that belongs to this loss. */
    Row randomRow(SplittableRandom random, int columns) {
        double[] z = new double[columns];
        double[] y = new double[columns];
        for (int i = 0; i < columns; i++) {
            z[i] = 5 * random.nextGaussian();
            y[i] = switch (kernel.kind()) {
                case SQUARED, ABSOLUTE, HUBER -> 5 * random.nextGaussian();
                case CROSS_ENTROPY, SOFTMAX_CROSS_ENTROPY -> random.nextBoolean() ? 0 : random.nextDouble();
                case BINARY_CROSS_ENTROPY, SIGMOID_BINARY_CROSS_ENTROPY -> probability(random);
            };
        }
        double[] a = new double[z.length];
        if (z.length > 0) {
            switch (kernel.kind()) {
                case SQUARED, ABSOLUTE, HUBER -> ReferenceActivation.identity().apply(z, a);
                case CROSS_ENTROPY, SOFTMAX_CROSS_ENTROPY ->
                    ReferenceActivation.softmax().apply(z, a);
                case BINARY_CROSS_ENTROPY, SIGMOID_BINARY_CROSS_ENTROPY ->
                    ReferenceActivation.sigmoid().apply(z, a);
            }
        }
        return new Row(z, a, y);
    }

    /** 0, 1, or between. */
    private static double probability(SplittableRandom random) {
        int choice = random.nextInt(3);
        return choice == 2 ? random.nextDouble(0.05, 0.95) : choice;
    }

    double value(Row row) {
        if (row.z.length == 0) {
            return 0;
        }
        return unfused == null ? pair().value(row.z, row.y) : factor * unfused.value(row.a, row.y);
    }

    /** dl/dA, or dl/dZ of a fused pair. */
    double[] gradient(Row row) {
        double[] gradient = new double[row.z.length];
        if (unfused == null) {
            pair().delta(row.a, row.y, gradient);
        } else {
            unfused.gradient(row.a, row.y, gradient);
        }
        return Arrays.stream(gradient).map(g -> factor * g).toArray();
    }

    private MatchedPair pair() {
        return kernel.kind() == Kind.SOFTMAX_CROSS_ENTROPY
                ? MatchedPair.SOFTMAX_CROSS_ENTROPY
                : MatchedPair.SIGMOID_BINARY_CROSS_ENTROPY;
    }

    /** Sum of the absolute values that the loss of a row is made of: what rounding errors are relative to. */
    double sizeOfValue(Row row) {
        double size = 0;
        double max = Arrays.stream(row.z).max().orElse(0);
        for (int i = 0; i < row.z.length; i++) {
            double z = row.z[i];
            double a = row.a[i];
            double y = row.y[i];
            size += switch (kernel.kind()) {
                case SQUARED -> factor * (a - y) * (a - y);
                case ABSOLUTE -> Math.abs(a - y);
                case HUBER -> unfused.value(new double[] {a}, new double[] {y});
                case CROSS_ENTROPY, BINARY_CROSS_ENTROPY -> Math.abs(unfused.value(new double[] {a}, new double[] {y}));
                case SOFTMAX_CROSS_ENTROPY -> y * (Math.log(row.z.length) + max - z);
                case SIGMOID_BINARY_CROSS_ENTROPY -> Math.max(z, 0) + Math.abs(y * z) + 1;
            };
        }
        return size;
    }

    /** The same for an element of the gradient. */
    double sizeOfGradient(Row row, int i) {
        double a = row.a[i];
        double y = row.y[i];
        return switch (kernel.kind()) {
            case SQUARED, ABSOLUTE, HUBER, CROSS_ENTROPY -> Math.abs(gradient(row)[i]);
            case BINARY_CROSS_ENTROPY -> (y == 0 ? 0 : y / a) + (y == 1 ? 0 : (1 - y) / (1 - a));
            case SOFTMAX_CROSS_ENTROPY -> a * Arrays.stream(row.y).sum() + y;
            case SIGMOID_BINARY_CROSS_ENTROPY -> a + y;
        };
    }

    @Override
    public String toString() {
        return kernel.kind() + "(" + kernel.parameter() + ")";
    }
}
