// SPDX-License-Identifier: Apache-2.0

package dev.hadamard.onnx;

import dev.hadamard.io.HadamardIOException;
import dev.hadamard.onnx.message.Node;
import dev.hadamard.onnx.message.Tensor;
import dev.hadamard.reference.ErrorFunction;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.DoubleBinaryOperator;
import java.util.function.DoubleUnaryOperator;

/**
 * Values of an element-wise function that a graph computes, at the points of {@link KnownFunctions}. What it is a
 * function of is found on the way: the one value among its arguments that no element-wise operator makes.
 */
final class ElementwiseValues {

    /** The longest known function has fewer than twenty operators. */
    private static final int MAX_DEPTH = 50;

    private static final Map<String, DoubleUnaryOperator> UNARY = Map.ofEntries(
            Map.entry("Identity", z -> z),
            Map.entry("Dropout", z -> z),
            Map.entry("Cast", z -> z),
            Map.entry("Relu", z -> Math.max(z, 0)),
            Map.entry("Sigmoid", z -> 1 / (1 + Math.exp(-z))),
            Map.entry("Tanh", Math::tanh),
            Map.entry("Softplus", z -> Math.max(z, 0) + Math.log1p(Math.exp(-Math.abs(z)))),
            Map.entry("Erf", ErrorFunction::erf),
            Map.entry("Exp", Math::exp),
            Map.entry("Log", Math::log),
            Map.entry("Abs", Math::abs),
            Map.entry("Neg", z -> -z),
            Map.entry("Sqrt", Math::sqrt),
            Map.entry("Reciprocal", z -> 1 / z));

    private static final Map<String, DoubleBinaryOperator> BINARY = Map.of(
            "Add", Double::sum,
            "Sub", (x, y) -> x - y,
            "Mul", (x, y) -> x * y,
            "Div", (x, y) -> x / y,
            "Pow", Math::pow,
            "Min", Math::min,
            "Max", Math::max);

    private final Map<String, Node> producers;
    private final Map<String, Tensor> constants;
    private final Map<String, double[]> known = new HashMap<>();
    private final Set<String> roots = new HashSet<>();
    private final double[] values;

    ElementwiseValues(Map<String, Node> producers, Map<String, Tensor> constants, String value)
            throws HadamardIOException {
        this.producers = producers;
        this.constants = constants;
        this.values = values(value, 0);
        roots.remove(value); // then it is no element-wise function at all
    }

    /** What it is a function of; null if that isn't one value. */
    String root() {
        return roots.size() == 1 ? roots.iterator().next() : null;
    }

    double[] values() {
        return values;
    }

    private double[] values(String name, int depth) throws HadamardIOException {
        double[] there = known.get(name);
        if (there == null) {
            there = computed(name, depth);
            known.put(name, there);
        }
        return there;
    }

    private double[] computed(String name, int depth) throws HadamardIOException {
        Tensor constant = constants.get(name);
        if (constant != null) {
            double[] elements = Tensors.doubles("the constant " + GraphReader.named(name), constant);
            return elements.length == 1 ? KnownFunctions.at(z -> elements[0]) : root(name);
        }
        Node node = producers.get(name);
        if (node == null || depth > MAX_DEPTH || addsBias(node)) {
            return root(name);
        }
        DoubleUnaryOperator unary = unary(node);
        if (unary != null && node.getInputCount() >= 1) {
            double[] x = values(node.getInput(0), depth + 1);
            double[] result = new double[x.length];
            Arrays.setAll(result, i -> unary.applyAsDouble(x[i]));
            return result;
        }
        DoubleBinaryOperator binary = BINARY.get(node.getOpType());
        if (binary != null && node.getInputCount() == 2) {
            double[] x = values(node.getInput(0), depth + 1);
            double[] y = values(node.getInput(1), depth + 1);
            double[] result = new double[x.length];
            Arrays.setAll(result, i -> binary.applyAsDouble(x[i], y[i]));
            return result;
        }
        return root(name);
    }

    /** Whether a node makes X W + b, which no activation goes through. */
    private boolean addsBias(Node node) {
        if (!node.getOpType().equals("Add") || node.getInputCount() != 2) {
            return false;
        }
        for (int i = 0; i < 2; i++) {
            Node product = producers.get(node.getInput(i));
            if (product != null
                    && product.getOpType().equals("MatMul")
                    && constants.containsKey(node.getInput(1 - i))) {
                return true;
            }
        }
        return false;
    }

    private double[] root(String name) {
        roots.add(name);
        return KnownFunctions.at(z -> z);
    }

    private static DoubleUnaryOperator unary(Node node) throws HadamardIOException {
        switch (node.getOpType()) {
            case "LeakyRelu" -> {
                double alpha = Attributes.number(node, "alpha", 0.01f);
                return z -> z > 0 ? z : alpha * z;
            }
            case "Elu" -> {
                double alpha = Attributes.number(node, "alpha", 1);
                return z -> z > 0 ? z : alpha * Math.expm1(z);
            }
            case "Gelu" -> {
                boolean tanh = Attributes.string(node, "approximate").equals("tanh");
                return KnownFunctions.gelu(tanh);
            }
            default -> {
                return UNARY.get(node.getOpType());
            }
        }
    }
}
