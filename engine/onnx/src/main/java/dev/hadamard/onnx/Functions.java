// SPDX-License-Identifier: Apache-2.0

package dev.hadamard.onnx;

import dev.hadamard.Activation;
import java.util.List;

/**
 * Activations in ONNX's operators. In float one operator each, where there is one; in double ONNX Runtime's CPU kernels
 * lack LeakyRelu, Elu, Softplus and Erf, so the first three are put together of others, and Erf goes through float.
 */
final class Functions {

    private static final String ERF_IN_FLOAT =
            "GELU is computed in double but for the error function, which is computed in float.";

    private Functions() {}

    /** Adds A = f(Z); the name of A. */
    static String write(Activation activation, String z, GraphBuilder graph) {
        if (activation instanceof Activation.Standard standard) {
            return write(standard, z, graph);
        } else if (activation instanceof Activation.LeakyRelu leaky) {
            return graph.isDouble()
                    ? bent(graph, z, leaky.slope(), minimum(graph, z))
                    : graph.add("LeakyRelu", List.of(GraphBuilder.attribute("alpha", (float) leaky.slope())), z);
        } else if (activation instanceof Activation.Elu elu) {
            return graph.isDouble()
                    ? bent(graph, z, elu.alpha(), minusOne(graph, graph.add("Exp", minimum(graph, z))))
                    : graph.add("Elu", List.of(GraphBuilder.attribute("alpha", (float) elu.alpha())), z);
        }
        throw new IllegalArgumentException(
                "the activation \"" + activation.label() + "\" is a user's function, which has no form in ONNX");
    }

    private static String write(Activation.Standard standard, String z, GraphBuilder graph) {
        return switch (standard) {
            case IDENTITY -> z;
            case SIGMOID -> graph.add("Sigmoid", z);
            case TANH -> graph.add("Tanh", z);
            case RELU -> graph.add("Relu", z);
            case SOFTPLUS -> graph.isDouble() ? softplus(graph, z) : graph.add("Softplus", z);
            case SILU -> graph.isDouble() ? silu(graph, z) : graph.add("Mul", z, graph.add("Sigmoid", z));
            case GELU -> gelu(graph, z);
            case GELU_TANH -> geluTanh(graph, z);
            case SOFTMAX -> graph.add("Softmax", List.of(GraphBuilder.attribute("axis", -1)), z);
        };
    }

    /** max(z, 0) + factor · below. */
    private static String bent(GraphBuilder graph, String z, double factor, String below) {
        return graph.add("Add", graph.add("Relu", z), graph.add("Mul", below, graph.constant(factor)));
    }

    private static String minimum(GraphBuilder graph, String z) {
        return graph.add("Min", z, graph.constant(0));
    }

    private static String minusOne(GraphBuilder graph, String value) {
        return graph.add("Sub", value, graph.constant(1));
    }

    /** max(z, 0) + ln(1 + e^−|z|). */
    private static String softplus(GraphBuilder graph, String z) {
        String exp = graph.add("Exp", graph.add("Neg", graph.add("Abs", z)));
        return graph.add("Add", graph.add("Relu", z), graph.add("Log", graph.add("Add", exp, graph.constant(1))));
    }

    /** z / (1 + e⁻ᶻ): z σ(z) becomes one operator in ONNX Runtime 1.22, which then finds that it lacks it in double. */
    private static String silu(GraphBuilder graph, String z) {
        return graph.add("Div", z, graph.add("Add", graph.add("Exp", graph.add("Neg", z)), graph.constant(1)));
    }

    /** ½ z (1 + erf(z / √2)). */
    private static String gelu(GraphBuilder graph, String z) {
        String scaled = graph.add("Mul", z, graph.constant(Math.sqrt(0.5)));
        String erf;
        if (graph.isDouble()) {
            graph.note(ERF_IN_FLOAT);
            erf = cast(graph, graph.add("Erf", cast(graph, scaled, Tensors.FLOAT)), Tensors.DOUBLE);
        } else {
            erf = graph.add("Erf", scaled);
        }
        return halfTimesOnePlus(graph, z, erf);
    }

    /** ½ z (1 + tanh(√(2/π) (z + 0.044715 z³))). */
    private static String geluTanh(GraphBuilder graph, String z) {
        String cube = graph.add("Mul", z, graph.add("Mul", z, z));
        String sum = graph.add("Add", z, graph.add("Mul", cube, graph.constant(0.044715)));
        return halfTimesOnePlus(
                graph, z, graph.add("Tanh", graph.add("Mul", sum, graph.constant(Math.sqrt(2 / Math.PI)))));
    }

    private static String halfTimesOnePlus(GraphBuilder graph, String z, String value) {
        String half = graph.add("Mul", z, graph.constant(0.5));
        return graph.add("Mul", half, graph.add("Add", value, graph.constant(1)));
    }

    private static String cast(GraphBuilder graph, String value, int type) {
        return graph.add("Cast", List.of(GraphBuilder.attribute("to", type)), value);
    }
}
