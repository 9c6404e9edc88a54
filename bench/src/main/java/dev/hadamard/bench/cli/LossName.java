// SPDX-License-Identifier: Apache-2.0

package dev.hadamard.bench.cli;

import dev.hadamard.Activation;
import dev.hadamard.Loss;

/** Losses by their names in torch and in textbooks; each is a mean over rows. */
enum LossName {
    CROSS_ENTROPY(Loss.crossEntropy()),
    BINARY_CROSS_ENTROPY(Loss.binaryCrossEntropy()),
    MSE(Loss.meanSquaredError()),
    SQUARED_ERROR(Loss.squaredError()),
    HALF_SQUARED_ERROR(Loss.halfSquaredError()),
    L1(Loss.absoluteError()),
    HUBER(Loss.huber());

    private final Loss loss;

    LossName(Loss loss) {
        this.loss = loss;
    }

    Loss loss() {
        return loss;
    }

    static LossName usual(boolean classes) {
        return classes ? CROSS_ENTROPY : MSE;
    }

    /**
     * The output layer's activation that belongs to this loss.
     *
     * @param classes whether targets are classes
     * @throws IllegalArgumentException if the loss is for classes alone, and targets are not
     */
    Activation output(boolean classes) {
        boolean entropy = this == CROSS_ENTROPY || this == BINARY_CROSS_ENTROPY;
        if (entropy && !classes) {
            throw new IllegalArgumentException("--loss " + Names.of(this) + " is for classes, the targets are numbers");
        }
        if (!classes) {
            return Activation.IDENTITY;
        }
        return this == CROSS_ENTROPY ? Activation.SOFTMAX : Activation.SIGMOID;
    }
}
