// SPDX-License-Identifier: Apache-2.0

package dev.hadamard.onnx;

import dev.hadamard.Activation;
import dev.hadamard.io.HadamardIOException;
import dev.hadamard.onnx.message.Graph;
import dev.hadamard.onnx.message.Node;
import dev.hadamard.onnx.message.Tensor;
import dev.hadamard.onnx.message.ValueInfo;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Finds the chain of dense layers in a graph, going back from its output to its input. */
final class GraphReader {

    /** Bounds the work on a hostile graph; a dense network has some twenty nodes a layer. */
    private static final int MAX_NODES = 10_000;

    private static final int MAX_DEPTH = 100;
    private static final Set<String> PASSED_OVER = Set.of("Identity", "Dropout", "Flatten", "Cast");

    private final Map<String, Node> producers = new HashMap<>();
    private final Map<String, Tensor> constants = new HashMap<>();
    private final String input;
    private final String output;

    GraphReader(Graph graph) throws HadamardIOException {
        if (graph.getNodeCount() > MAX_NODES) {
            throw new HadamardIOException(
                    graph.getNodeCount() + " nodes, more than the " + MAX_NODES + " that are read");
        }
        for (Tensor tensor : graph.getInitializerList()) {
            putOnce(constants, tensor.getName(), tensor);
        }
        for (Node node : graph.getNodeList()) {
            for (String result : node.getOutputList()) {
                putOnce(producers, result, node);
            }
            if (node.getOpType().equals("Constant")) {
                putOnce(constants, node.getOutputCount() == 1 ? node.getOutput(0) : "", Attributes.constant(node));
            }
        }
        this.input = only(graph.getInputList(), "input");
        this.output = only(graph.getOutputList(), "output");
        if (producers.containsKey(input)) {
            throw new HadamardIOException("the value " + named(input) + " is an input and a result");
        }
    }

    private static <T> void putOnce(Map<String, T> map, String name, T value) throws HadamardIOException {
        if (!name.isEmpty() && map.put(name, value) != null) { // an empty name is a result that nobody reads
            throw new HadamardIOException("the value " + named(name) + " is there twice");
        }
    }

    private String only(List<ValueInfo> values, String what) throws HadamardIOException {
        List<String> names = new ArrayList<>();
        for (ValueInfo value : values) {
            if (!constants.containsKey(value.getName())) {
                names.add(value.getName());
            }
        }
        if (names.size() != 1) {
            throw new HadamardIOException("the graph has " + names.size() + ' ' + what + "s, expected one");
        }
        return names.get(0);
    }

    /** All blocks from the graph's input to its output. */
    List<Block> chain() throws HadamardIOException {
        return chain(input, output, 0);
    }

    private List<Block> chain(String from, String to, int depth) throws HadamardIOException {
        if (depth > MAX_DEPTH) {
            throw new HadamardIOException("residual blocks in more than " + MAX_DEPTH + " others");
        }
        Deque<Block> blocks = new ArrayDeque<>();
        String start = passed(from);
        String value = passed(to);
        while (!value.equals(start)) {
            if (blocks.size() > MAX_NODES) {
                throw new HadamardIOException("the graph has a cycle");
            }
            value = passed(step(value, depth, blocks));
        }
        return List.copyOf(blocks);
    }

    /** Puts the block that ends with a value before the others; the value that it reads. */
    private String step(String value, int depth, Deque<Block> blocks) throws HadamardIOException {
        Affine affine = affine(value);
        if (affine != null) {
            blocks.addFirst(new Block.Dense(affine.matrix, affine.bias, Activation.IDENTITY));
            return affine.input;
        }
        Node node = producer(value);
        if (node.getOpType().equals("Softmax")) {
            Attributes.checkLastAxis(node);
            return dense(passed(first(node)), Activation.SOFTMAX, value, blocks);
        }
        ElementwiseValues function = new ElementwiseValues(producers, constants, value);
        if (function.root() != null) {
            Activation activation = KnownFunctions.find(function.values());
            if (activation != null) {
                return dense(function.root(), activation, value, blocks);
            }
            throw new HadamardIOException(
                    "the value " + named(value) + " is no known activation of " + named(function.root()));
        }
        if (node.getOpType().equals("Add") && node.getInputCount() == 2) {
            return residual(passed(node.getInput(0)), passed(node.getInput(1)), depth, blocks);
        }
        throw new HadamardIOException("the operator " + named(node.getOpType()) + " of value " + named(value)
                + " has no place in a dense network");
    }

    private String dense(String z, Activation activation, String value, Deque<Block> blocks)
            throws HadamardIOException {
        Affine affine = affine(z);
        if (affine == null) {
            throw new HadamardIOException("the activation " + activation.label() + " of value " + named(value)
                    + " follows no Gemm or MatMul");
        }
        blocks.addFirst(new Block.Dense(affine.matrix, affine.bias, activation));
        return affine.input;
    }

    private String residual(String a, String b, int depth, Deque<Block> blocks) throws HadamardIOException {
        String skip = reaches(b, a) ? a : b;
        String branch = skip.equals(a) ? b : a;
        if (!reaches(branch, skip)) {
            throw new HadamardIOException(
                    "a sum of " + named(a) + " and " + named(b) + ", neither of which is made of the other");
        }
        List<Block> chain = chain(skip, branch, depth + 1);
        if (chain.isEmpty()) {
            throw new HadamardIOException("a sum of " + named(a) + " with itself");
        }
        blocks.addFirst(new Block.Residual(chain));
        return skip;
    }

    /** Whether a value is computed from another. */
    private boolean reaches(String value, String other) {
        Deque<String> open = new ArrayDeque<>(List.of(value));
        Set<String> seen = new HashSet<>(open);
        while (!open.isEmpty()) {
            String next = open.pop();
            if (next.equals(other)) {
                return true;
            }
            Node node = producers.get(next);
            if (node != null) {
                node.getInputList().stream().filter(seen::add).forEach(open::push);
            }
        }
        return false;
    }

    /**
     * X W + b.
     *
     * @param input X
     * @param matrix W
     * @param bias b, or null
     */
    private record Affine(String input, Block.Matrix matrix, double[] bias) {}

    /** The affine operation that makes a value, or null if another one does. */
    private Affine affine(String value) throws HadamardIOException {
        Node node = producers.get(value);
        if (node == null) {
            return null;
        }
        return switch (node.getOpType()) {
            case "Gemm" -> gemm(node);
            case "MatMul" -> matMul(node);
            case "Add" -> node.getInputCount() == 2 ? biased(node) : null;
            default -> null;
        };
    }

    private Affine gemm(Node node) throws HadamardIOException {
        Block.Matrix matrix = matrix(node);
        if (Attributes.number(node, "transA", 0) != 0) {
            throw new HadamardIOException("the node " + named(node.getName()) + " transposes its input");
        }
        if (Attributes.number(node, "transB", 0) != 0) {
            matrix = matrix.transposed();
        }
        scale(matrix.values(), Attributes.number(node, "alpha", 1));
        double[] bias = null;
        if (node.getInputCount() > 2 && !node.getInput(2).isEmpty()) {
            bias = bias(node.getInput(2), matrix.columns());
            if (bias == null) {
                throw new HadamardIOException(
                        "the third input of " + named(node.getName()) + " is no constant of " + matrix.columns());
            }
            scale(bias, Attributes.number(node, "beta", 1));
        }
        return new Affine(first(node), matrix, bias);
    }

    private static void scale(double[] values, double factor) {
        if (factor != 1) {
            for (int i = 0; i < values.length; i++) {
                values[i] *= factor;
            }
        }
    }

    private Affine matMul(Node node) throws HadamardIOException {
        return new Affine(first(node), matrix(node), null);
    }

    /** MatMul and a constant row, in either order. */
    private Affine biased(Node node) throws HadamardIOException {
        for (int i = 0; i < 2; i++) {
            Node product = producers.get(node.getInput(i));
            if (product != null && product.getOpType().equals("MatMul") && isConstant(node.getInput(1 - i))) {
                Block.Matrix matrix = matrix(product);
                double[] bias = bias(node.getInput(1 - i), matrix.columns());
                return bias == null ? null : new Affine(first(product), matrix, bias);
            }
        }
        return null;
    }

    private Block.Matrix matrix(Node node) throws HadamardIOException {
        if (node.getInputCount() < 2 || !isConstant(node.getInput(1))) {
            throw new HadamardIOException("the second input of " + named(node.getName()) + " is no constant");
        }
        return matrix(node.getInput(1));
    }

    private Block.Matrix matrix(String name) throws HadamardIOException {
        Node node = producers.get(name);
        if (node != null && node.getOpType().equals("Transpose")) {
            return matrix(first(node)).transposed(); // of two dimensions: there is but one way
        }
        Tensor tensor = constants.get(name);
        if (tensor == null || tensor.getDimsCount() != 2) {
            throw new HadamardIOException("the matrix " + named(name) + " is no constant of two dimensions");
        }
        double[] values = Tensors.doubles("the constant " + named(name), tensor);
        if (values.length == 0) {
            throw new HadamardIOException("the matrix " + named(name) + " is empty");
        }
        return new Block.Matrix(values, (int) tensor.getDims(0), (int) tensor.getDims(1));
    }

    /** A constant that is one row of a width, a number being repeated; null if it is anything else. */
    private double[] bias(String name, int width) throws HadamardIOException {
        Tensor tensor = constants.get(name);
        if (tensor == null) {
            return null;
        }
        double[] values = Tensors.doubles("the constant " + named(name), tensor);
        if (values.length == 1) {
            double[] row = new double[width];
            Arrays.fill(row, values[0]);
            return row;
        }
        return values.length == width && tensor.getDims(tensor.getDimsCount() - 1) == width ? values : null;
    }

    private boolean isConstant(String name) {
        Node node = producers.get(name);
        return constants.containsKey(name)
                || node != null && node.getOpType().equals("Transpose") && constants.containsKey(first(node));
    }

    /** What a value is without the operators that change nothing. */
    private String passed(String value) throws HadamardIOException {
        String current = value;
        for (int i = 0; i < MAX_NODES; i++) {
            Node node = producers.get(current);
            if (node == null || !PASSED_OVER.contains(node.getOpType())) {
                return current;
            }
            current = first(node);
        }
        throw new HadamardIOException("the graph has a cycle at " + named(value));
    }

    private Node producer(String value) throws HadamardIOException {
        Node node = producers.get(value);
        if (node == null) {
            throw new HadamardIOException("the value " + named(value) + " comes from nowhere");
        }
        return node;
    }

    private static String first(Node node) {
        return node.getInputCount() == 0 ? "" : node.getInput(0);
    }

    /** A file's own words in a message of one line. */
    static String named(String name) {
        String start = name.length() > 80 ? name.substring(0, 80) + "…" : name;
        return '"' + start.replaceAll("\\p{Cntrl}", "?") + '"';
    }
}
