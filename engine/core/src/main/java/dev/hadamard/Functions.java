// SPDX-License-Identifier: Apache-2.0

package dev.hadamard;

import dev.hadamard.compute.ActivationFunction;
import dev.hadamard.compute.ActivationFunction.Kind;
import dev.hadamard.compute.LossFunction;

/** Translates what users name into what kernels know. */
final class Functions {

    private Functions() {}

    /**
     * The kernel's function of an element-wise activation; identity for a row-wise one, which gets a pass of its own.
     */
    static ActivationFunction elementwise(Activation activation) {
        if (activation instanceof Activation.Standard standard) {
            return switch (standard) {
                case IDENTITY, SOFTMAX -> ActivationFunction.IDENTITY;
                case SIGMOID -> ActivationFunction.of(Kind.SIGMOID, 0);
                case TANH -> ActivationFunction.of(Kind.TANH, 0);
                case RELU -> ActivationFunction.of(Kind.RELU, 0);
                case SOFTPLUS -> ActivationFunction.of(Kind.SOFTPLUS, 0);
                case SILU -> ActivationFunction.of(Kind.SILU, 0);
                case GELU -> ActivationFunction.of(Kind.GELU, 0);
                case GELU_TANH -> ActivationFunction.of(Kind.GELU_TANH, 0);
            };
        }
        if (activation instanceof Activation.LeakyRelu leaky) {
            return ActivationFunction.of(Kind.LEAKY_RELU, leaky.slope());
        }
        if (activation instanceof Activation.Elu elu) {
            return ActivationFunction.of(Kind.ELU, elu.alpha());
        }
        if (activation instanceof Activation.Elementwise user) {
            return new ActivationFunction(Kind.CUSTOM, 0, user.value(), user.derivative());
        }
        return ActivationFunction.IDENTITY;
    }

    static boolean isRowwise(Activation activation) {
        return activation == Activation.SOFTMAX || activation instanceof Activation.Rowwise;
    }

    /** Whether the backward pass through an activation reads Z beside A. */
    static boolean needsPreActivation(Activation activation) {
        return activation instanceof Activation.Rowwise
                || elementwise(activation).needsPreActivation();
    }

    /** The kernel's loss behind an output activation, fused with it where the two match; null for a user's loss. */
    static LossFunction loss(Loss loss, Activation output, int outputs) {
        return switch (loss.kind()) {
            case HALF_SQUARED_ERROR -> new LossFunction(LossFunction.Kind.SQUARED, 0.5);
            case SQUARED_ERROR -> new LossFunction(LossFunction.Kind.SQUARED, 1);
            case MEAN_SQUARED_ERROR -> new LossFunction(LossFunction.Kind.SQUARED, 1.0 / outputs);
            case ABSOLUTE_ERROR -> new LossFunction(LossFunction.Kind.ABSOLUTE, 0);
            case HUBER -> new LossFunction(LossFunction.Kind.HUBER, loss.parameter());
            case CROSS_ENTROPY ->
                new LossFunction(
                        output == Activation.SOFTMAX
                                ? LossFunction.Kind.SOFTMAX_CROSS_ENTROPY
                                : LossFunction.Kind.CROSS_ENTROPY,
                        0);
            case BINARY_CROSS_ENTROPY ->
                new LossFunction(
                        output == Activation.SIGMOID
                                ? LossFunction.Kind.SIGMOID_BINARY_CROSS_ENTROPY
                                : LossFunction.Kind.BINARY_CROSS_ENTROPY,
                        0);
            case CUSTOM -> null;
        };
    }
}
