// SPDX-License-Identifier: Apache-2.0

package dev.hadamard;

import dev.hadamard.compute.Elements;
import dev.hadamard.io.HadamardIOException;
import dev.hadamard.io.TensorFile;
import dev.hadamard.io.TensorFileWriter;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * Describes the file of a model: a {@linkplain TensorFile safetensors file} with the parameters as tensors and the
 * architecture as metadata, readable by every safetensors tool.
 *
 * <p>{@link Network#save(Path)} is the short way; this class adds what a model needs besides: PyTorch's names and
 * layout, strings (labels of classes, say) and further tensors (means and deviations of features, say), which
 * {@link TensorFile#metadata()} and {@link TensorFile#readDoubles(String)} give back.
 */
public final class ModelFile {

    /** Names of metadata that begin so are the format's own. */
    static final String OWN = "hadamard.";

    static final String VERSION = OWN + "version";
    static final String CURRENT_VERSION = "1";
    private static final String INPUTS = OWN + "inputs";
    private static final String LAYERS = OWN + "layers";
    private static final String SEED = OWN + "seed";
    private static final String LAYOUT = OWN + "layout";
    private static final String JAVA = OWN + "java";

    private final Network<?> network;
    private final Map<String, String> metadata = new LinkedHashMap<>();
    private final Map<String, double[]> tensors = new LinkedHashMap<>();
    private ParameterLayout layout = ParameterLayout.HADAMARD;

    private ModelFile(Network<?> network) {
        this.network = Objects.requireNonNull(network, "network");
    }

    /**
     * Starts to describe a file.
     *
     * @param network the model
     * @return a file of the network alone
     */
    public static ModelFile of(Network<?> network) {
        return new ModelFile(network);
    }

    /**
     * Sets under which names parameters stand there.
     *
     * @param newLayout {@link ParameterLayout#HADAMARD} by default
     * @return this
     */
    public ModelFile layout(ParameterLayout newLayout) {
        this.layout = Objects.requireNonNull(newLayout, "layout");
        return this;
    }

    /**
     * Adds a string.
     *
     * @param name its name, not beginning with "hadamard."
     * @param value the string
     * @return this
     * @throws IllegalArgumentException if the name begins with "hadamard."
     */
    public ModelFile metadata(String name, String value) {
        if (name.startsWith(OWN)) {
            throw new IllegalArgumentException("name must not begin with " + OWN + ", was \"" + name + '"');
        }
        metadata.put(name, Objects.requireNonNull(value, "value"));
        return this;
    }

    /**
     * Adds a tensor of one dimension, in double precision.
     *
     * @param name its name, unlike those of parameters
     * @param values its elements; copied
     * @return this
     */
    public ModelFile tensor(String name, double[] values) {
        tensors.put(name, values.clone());
        return this;
    }

    /**
     * Adds what was done to the data that the network was trained on; {@link Preparation#load} reads it.
     *
     * @param preparation what to add
     * @return this
     */
    public ModelFile preparation(Preparation preparation) {
        preparation.addTo(this);
        return this;
    }

    /**
     * Writes the file, atomically: an old one of the same name is replaced by the whole of the new one or stays. Not
     * while a trainer runs.
     *
     * @param path the file
     * @throws HadamardIOException if it can't be written; an old file is as it was
     * @throws IllegalArgumentException if the network has a user's function, or a tensor's name is taken
     */
    public void write(Path path) throws HadamardIOException {
        Architecture.checkNoCustomFunction(network);
        TensorFileWriter writer = new TensorFileWriter();
        describe(writer, network, layout);
        metadata.forEach(writer::metadata);
        tensors.forEach((name, values) -> writer.add(name, values, values.length));
        writer.write(path);
    }

    /** Adds a network to a file: what it is, and its parameters. */
    static <A> void describe(TensorFileWriter writer, Network<A> network, ParameterLayout layout) {
        writer.metadata(VERSION, CURRENT_VERSION)
                .metadata(INPUTS, String.valueOf(network.inputs()))
                .metadata(LAYERS, Architecture.write(network.layers()))
                .metadata(SEED, String.valueOf(network.seed()))
                .metadata(LAYOUT, layout.name())
                .metadata(JAVA, System.getProperty("java.version"));
        ParameterTensors.of(network.graph(), network.layers(), layout)
                .addTo(writer, network.elements(), network.parameters());
    }

    /** Makes the network that a file holds; of a checkpoint, the network that was trained. */
    static <A> Network<A> load(Path path, Elements<A> elements) throws HadamardIOException {
        try (TensorFile file = TensorFile.open(path)) {
            checkVersion(file);
            long seed = number(file, SEED);
            int inputs = inputs(file);
            List<Layer> layers = layersOf(file);
            Graph graph = new Graph(inputs, layers);
            ParameterTensors tensors = ParameterTensors.of(graph, layers, layout(file));
            tensors.check(file);
            A parameters = elements.allocate(checkedCount(path, graph, elements));
            tensors.read(file, elements, parameters);
            return Network.of(seed, layers, graph, elements, parameters);
        } catch (IllegalArgumentException e) {
            throw new HadamardIOException(path + ": metadata: " + LAYERS + ": " + e.getMessage(), e);
        }
    }

    /** Width of the input as metadata tells it. */
    static int inputs(TensorFile file) throws HadamardIOException {
        long inputs = number(file, INPUTS);
        if (inputs < 1 || inputs > Integer.MAX_VALUE) {
            throw new HadamardIOException(
                    file.path() + ": metadata: " + INPUTS + " must be in 1..2^31 - 1, was " + inputs);
        }
        return (int) inputs;
    }

    /** Reads a file's parameters into a network that there is; it changes only where all could be read. */
    static <A> void read(Path path, Network<A> network, String... modules) throws HadamardIOException {
        try (TensorFile file = TensorFile.open(path)) {
            ParameterTensors tensors = modules.length > 0
                    ? new ParameterTensors(network.graph().ranges(), List.of(modules))
                    : ParameterTensors.of(network.graph(), network.layers(), layout(file));
            tensors.check(file);
            A parameters = network.elements().allocate(network.parameterCount());
            tensors.read(file, network.elements(), parameters);
            System.arraycopy(parameters, 0, network.parameters(), 0, network.parameterCount());
        }
    }

    private static ParameterLayout layout(TensorFile file) throws HadamardIOException {
        String name = file.metadata().get(LAYOUT);
        if (name == null) {
            return file.contains("W1") ? ParameterLayout.HADAMARD : ParameterLayout.TORCH;
        }
        for (ParameterLayout layout : ParameterLayout.values()) {
            if (layout.name().equals(name)) {
                return layout;
            }
        }
        throw new HadamardIOException(file.path() + ": metadata: unknown " + LAYOUT);
    }

    static void checkVersion(TensorFile file) throws HadamardIOException {
        String version = file.metadata().get(VERSION);
        if (version == null) {
            throw new HadamardIOException(file.path() + ": metadata: no " + VERSION
                    + ", so no model of this library; parameters of another can be read into a network that was built");
        } else if (!version.equals(CURRENT_VERSION)) {
            throw new HadamardIOException(file.path() + ": metadata: " + VERSION + " is not " + CURRENT_VERSION
                    + ", the only one that can be read here");
        }
    }

    /** Inputs and layers as metadata of a network's file tells them. */
    static String layers(Network<?> network) {
        return network.inputs() + " " + Architecture.write(network.layers());
    }

    /** Inputs and layers as metadata tells them. */
    static String layers(TensorFile file) throws HadamardIOException {
        return string(file, INPUTS) + ' ' + string(file, LAYERS);
    }

    static String string(TensorFile file, String name) throws HadamardIOException {
        String value = file.metadata().get(name);
        if (value == null) {
            throw new HadamardIOException(file.path() + ": metadata: no " + name);
        }
        return value;
    }

    private static List<Layer> layersOf(TensorFile file) throws HadamardIOException {
        String text = string(file, LAYERS);
        try {
            return Architecture.read(text);
        } catch (HadamardIOException e) {
            throw new HadamardIOException(file.path() + ": metadata: " + e.getMessage(), e);
        }
    }

    private static long number(TensorFile file, String name) throws HadamardIOException {
        try {
            return Long.parseLong(string(file, name));
        } catch (NumberFormatException e) {
            throw new HadamardIOException(file.path() + ": metadata: " + name + " is no whole number", e);
        }
    }

    private static int checkedCount(Path path, Graph graph, Elements<?> elements) throws HadamardIOException {
        long bytes = graph.parameterCount() * (elements.typeName().equals("float") ? 4L : 8L);
        long memory = Runtime.getRuntime().maxMemory();
        if (bytes > memory) {
            throw new HadamardIOException(
                    path + ": its parameters have " + bytes + " bytes, beyond the heap of at most " + memory);
        }
        return graph.parameterCount();
    }
}
