// SPDX-License-Identifier: Apache-2.0

package dev.hadamard;

import dev.hadamard.compute.DoubleElements;
import dev.hadamard.compute.Elements;
import dev.hadamard.compute.FloatElements;
import dev.hadamard.io.HadamardIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/**
 * A feed-forward network: its layers and its parameters, all of them in one flat array.
 *
 * <p>Only {@code Network<float[]>} and {@code Network<double[]>} can be made. The shape is fixed; parameters change
 * while a {@link Trainer} runs or an application writes to them. A network may be shared by any number of threads as
 * long as nobody writes; while a trainer runs, others should read a {@link #snapshot()}.
 *
 * @param <A> {@code float[]} or {@code double[]}
 */
public final class Network<A> {

    private final long seed;
    private final List<Layer> layers;
    private final Graph graph;
    private final Elements<A> elements;
    private final A parameters;

    private Network(long seed, List<Layer> layers, Graph graph, Elements<A> elements, A parameters) {
        this.seed = seed;
        this.layers = layers;
        this.graph = graph;
        this.elements = elements;
        this.parameters = parameters;
    }

    /**
     * A network in single precision.
     *
     * @param seed decides the initial parameters
     * @param inputs elements of an input row, at least 1
     * @param layers the layers, from input to output, at least one
     * @return a new network with initial parameters
     * @throws IllegalArgumentException if layers don't fit or the parameters don't fit into one array
     */
    public static Network<float[]> floats(long seed, int inputs, Layer... layers) {
        return create(seed, inputs, List.of(layers), FloatElements.INSTANCE);
    }

    /**
     * A network in double precision. With the same seed and layers it starts from the same parameters as one in single
     * precision, up to rounding.
     *
     * @param seed decides the initial parameters
     * @param inputs elements of an input row, at least 1
     * @param layers the layers, from input to output, at least one
     * @return a new network with initial parameters
     * @throws IllegalArgumentException if layers don't fit or the parameters don't fit into one array
     */
    public static Network<double[]> doubles(long seed, int inputs, Layer... layers) {
        return create(seed, inputs, List.of(layers), DoubleElements.INSTANCE);
    }

    private static <A> Network<A> create(long seed, int inputs, List<Layer> layers, Elements<A> elements) {
        Graph graph = new Graph(inputs, layers);
        A parameters = elements.allocate(graph.parameterCount());
        for (ParameterRange range : graph.ranges()) {
            if (!(graph.parameterLayers().get(range.layer() - 1) instanceof Layer.Dense dense)) {
                boolean one = range.kind() == ParameterRange.Kind.GAIN || range.kind() == ParameterRange.Kind.VARIANCE;
                double start = one ? 1 : 0;
                elements.fill(parameters, range.offset(), range.length(), start);
                continue;
            }
            boolean weights = range.kind() == ParameterRange.Kind.WEIGHTS;
            CounterRandom random =
                    new CounterRandom(seed, CounterRandom.Purpose.WEIGHTS, 2L * range.layer() + (weights ? 0 : 1));
            double[] values = new double[range.length()];
            int fanIn = graph.ranges().get(weightsIndex(graph, range.layer())).rows();
            (weights ? dense.weights() : dense.biases()).fill(values, fanIn, range.columns(), random);
            elements.fromDoubles(values, 0, parameters, range.offset(), values.length);
        }
        return new Network<>(seed, layers, graph, elements, parameters);
    }

    /** A network of parameters that there are; not copied. */
    static <A> Network<A> of(long seed, List<Layer> layers, Graph graph, Elements<A> elements, A parameters) {
        return new Network<>(seed, List.copyOf(layers), graph, elements, parameters);
    }

    /**
     * Loads a model, or the network of a checkpoint, in single precision; a double is rounded.
     *
     * @param path a file that {@link #save}, {@link ModelFile} or {@link Checkpoints} wrote
     * @return a network with its parameters, layers and seed; initialisers are those of {@link Layer#dense}
     * @throws HadamardIOException if it can't be read or holds no model
     */
    public static Network<float[]> loadFloats(Path path) throws HadamardIOException {
        return ModelFile.load(path, FloatElements.INSTANCE);
    }

    /**
     * Loads a model, or the network of a checkpoint, in double precision; a float is exact.
     *
     * @param path a file that {@link #save}, {@link ModelFile} or {@link Checkpoints} wrote
     * @return a network with its parameters, layers and seed; initialisers are those of {@link Layer#dense}
     * @throws HadamardIOException if it can't be read or holds no model
     */
    public static Network<double[]> loadDoubles(Path path) throws HadamardIOException {
        return ModelFile.load(path, DoubleElements.INSTANCE);
    }

    /**
     * Saves the model: architecture, seed and parameters, in a safetensors file. It is written atomically: an old file
     * of the same name is replaced by the whole of the new one or stays. Not while a trainer runs. {@link ModelFile}
     * has more to choose.
     *
     * @param path the file
     * @throws HadamardIOException if it can't be written; an old file is as it was
     * @throws IllegalArgumentException if a layer's activation is a user's function
     */
    public void save(Path path) throws HadamardIOException {
        ModelFile.of(this).write(path);
    }

    /**
     * Reads parameters of any safetensors file, such as one that PyTorch wrote, rounding to the element type. Not while
     * a trainer or predictor runs.
     *
     * @param path a file with a tensor for each {@linkplain #ranges() range}
     * @param modules names of the layers with parameters in PyTorch, in the order of computation: then NAME.weight
     *     (units x inputs) and NAME.bias are read. Without any, names are those of {@link ParameterLayout}, whichever
     *     the file has
     * @throws HadamardIOException if it can't be read, or a tensor is missing or of another shape; nothing has changed
     * @throws IllegalArgumentException if there are modules, but not one for each layer with parameters
     */
    public void readParameters(Path path, String... modules) throws HadamardIOException {
        if (modules.length > 0 && modules.length != graph.parameterLayers().size()) {
            throw new IllegalArgumentException("modules: the network has "
                    + graph.parameterLayers().size() + " layers with parameters, given were " + modules.length);
        }
        ModelFile.read(path, this, modules);
    }

    private static int weightsIndex(Graph graph, int layer) {
        int index = 0;
        while (graph.ranges().get(index).layer() != layer) {
            index++;
        }
        return index;
    }

    /**
     * A copy with parameters of its own.
     *
     * @return a network of the same shape and, now, the same parameters
     */
    public Network<A> snapshot() {
        Network<A> copy = new Network<>(seed, layers, graph, elements, elements.allocate(graph.parameterCount()));
        System.arraycopy(parameters, 0, copy.parameters, 0, graph.parameterCount());
        return copy;
    }

    /**
     * All parameters. This is the array that trainers update and predictors read, not a copy.
     *
     * @return weights, biases, gains and running statistics, laid out as {@link #ranges()} says, without gaps
     */
    public A parameters() {
        return parameters;
    }

    /**
     * Which parameter lies where.
     *
     * @return W1, b1, W2, … in the order of computation; layers without bias have no b
     */
    public List<ParameterRange> ranges() {
        return List.copyOf(graph.ranges());
    }

    /**
     * Number of parameters.
     *
     * @return weights, biases, gains and running statistics
     */
    public int parameterCount() {
        return graph.parameterCount();
    }

    /**
     * Width of the input.
     *
     * @return elements of an input row
     */
    public int inputs() {
        return graph.input().width();
    }

    /**
     * Width of the output.
     *
     * @return elements of an output row
     */
    public int outputs() {
        return graph.output().width();
    }

    /**
     * The layers that it was made of.
     *
     * @return layers from input to output
     */
    public List<Layer> layers() {
        return layers;
    }

    /**
     * The seed that decided the initial parameters.
     *
     * @return the seed
     */
    public long seed() {
        return seed;
    }

    /**
     * The element type.
     *
     * @return "float" or "double"
     */
    public String precision() {
        return elements.typeName();
    }

    /**
     * Copies all parameters, widened.
     *
     * @return parameters in double
     */
    public double[] parametersAsDoubles() {
        double[] copy = new double[graph.parameterCount()];
        elements.toDoubles(parameters, 0, copy, 0, copy.length);
        return copy;
    }

    /**
     * Sets all parameters, rounding to the element type. Not while a trainer or predictor runs.
     *
     * @param values as many as there are {@linkplain #parameterCount() parameters}
     * @throws IllegalArgumentException if their number differs
     */
    public void setParameters(double[] values) {
        if (values.length != graph.parameterCount()) {
            throw new IllegalArgumentException(
                    "values: the network has " + graph.parameterCount() + " parameters, given were " + values.length);
        }
        elements.fromDoubles(values, 0, parameters, 0, values.length);
    }

    @Override
    public String toString() {
        StringBuilder text = new StringBuilder(precision()).append(' ').append(inputs());
        append(layers, text);
        return text.append(" (").append(parameterCount()).append(" parameters)").toString();
    }

    /** Dense layers as "-units activation", all others by their names. */
    private static void append(List<Layer> layers, StringBuilder text) {
        for (Layer layer : layers) {
            text.append('-');
            if (layer instanceof Layer.Dense dense) {
                text.append(dense.units()).append(' ').append(dense.activation().label());
            } else if (layer instanceof Layer.LayerNorm norm) {
                text.append("layer norm ").append(norm.activation().label());
            } else if (layer instanceof Layer.BatchNorm norm) {
                text.append("batch norm ").append(norm.activation().label());
            } else if (layer instanceof Layer.Dropout dropout) {
                text.append("dropout ").append(dropout.rate());
            } else if (layer instanceof Layer.Columns columns) {
                text.append("columns ").append(columns.from()).append(" to ").append(columns.to());
            } else {
                text.append(layer.getClass().getSimpleName().toLowerCase(Locale.ROOT))
                        .append('(');
                StringBuilder inner = new StringBuilder();
                append(layer.inner(), inner);
                text.append(inner, 1, inner.length()).append(')');
            }
        }
    }

    Graph graph() {
        return graph;
    }

    Elements<A> elements() {
        return elements;
    }
}
