// SPDX-License-Identifier: Apache-2.0

package dev.hadamard.bench.cli;

import dev.hadamard.Activation;

/** Activations of hidden layers by their names in torch. */
enum ActivationName {
    RELU(Activation.RELU),
    LEAKY_RELU(Activation.leakyRelu()),
    ELU(Activation.elu()),
    GELU(Activation.GELU),
    GELU_TANH(Activation.GELU_TANH),
    SILU(Activation.SILU),
    SOFTPLUS(Activation.SOFTPLUS),
    SIGMOID(Activation.SIGMOID),
    TANH(Activation.TANH),
    SOFTMAX(Activation.SOFTMAX),
    IDENTITY(Activation.IDENTITY);

    private final Activation activation;

    ActivationName(Activation activation) {
        this.activation = activation;
    }

    Activation activation() {
        return activation;
    }
}
