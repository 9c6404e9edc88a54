// SPDX-License-Identifier: Apache-2.0

package dev.hadamard.onnx;

import dev.hadamard.io.HadamardIOException;
import dev.hadamard.onnx.message.Attribute;
import dev.hadamard.onnx.message.Node;
import dev.hadamard.onnx.message.Tensor;

/** Attributes of nodes. */
final class Attributes {

    private static final int FLOAT = 1;
    private static final int INT = 2;
    private static final int TENSOR = 4;

    private Attributes() {}

    /** A number, whole or not. */
    static double number(Node node, String name, double otherwise) throws HadamardIOException {
        Attribute attribute = find(node, name);
        if (attribute == null) {
            return otherwise;
        }
        return switch (attribute.getType()) {
            case FLOAT -> attribute.getF();
            case INT -> attribute.getI();
            default ->
                throw new HadamardIOException(
                        "the attribute " + name + " of node " + GraphReader.named(node.getName()) + " is no number");
        };
    }

    /** A string; empty if there is none. */
    static String string(Node node, String name) {
        Attribute attribute = find(node, name);
        return attribute == null ? "" : attribute.getS().toStringUtf8();
    }

    /** What a node of type Constant stands for. */
    static Tensor constant(Node node) throws HadamardIOException {
        Attribute tensor = find(node, "value");
        if (tensor != null && tensor.getType() == TENSOR) {
            return tensor.getT();
        }
        Attribute number = find(node, "value_float");
        if (number != null && number.getType() == FLOAT) {
            return Tensor.newBuilder()
                    .setDataType(Tensors.FLOAT)
                    .addFloatData(number.getF())
                    .build();
        }
        throw new HadamardIOException(
                "the constant of node " + GraphReader.named(node.getName()) + " is neither a tensor nor a number");
    }

    /** Checks that a softmax runs along the last of two dimensions. */
    static void checkLastAxis(Node node) throws HadamardIOException {
        double axis = number(node, "axis", -1);
        if (axis != -1 && axis != 1) {
            throw new HadamardIOException("the Softmax of node " + GraphReader.named(node.getName())
                    + " does not run along a row: its axis is " + axis);
        }
    }

    private static Attribute find(Node node, String name) {
        for (Attribute attribute : node.getAttributeList()) {
            if (attribute.getName().equals(name)) {
                return attribute;
            }
        }
        return null;
    }
}
