// SPDX-License-Identifier: Apache-2.0

package dev.hadamard.verify;

import dev.hadamard.Network;
import dev.hadamard.ParameterRange;
import dev.hadamard.Trainer;
import dev.hadamard.TrainingListener;
import dev.hadamard.io.HadamardIOException;
import dev.hadamard.io.TensorFile;
import dev.hadamard.io.TensorFileWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * What a training did, in a small file: cost, norms of gradients and parameters, and a hash of all parameters after
 * each step. A later run of the same training is compared with it.
 *
 * <pre>{@code
 * GoldenTrace.Recorder recorder = GoldenTrace.recorder();
 * trainer.fit(data, recorder);
 * GoldenTrace.read(file).assertMatches(recorder.trace(), TraceTolerance.relative(1e-6));
 * }</pre>
 *
 * <p>The file is a safetensors container of F64 and I64 tensors, 8 bytes for each number. Immutable.
 *
 * @param network the network's own description
 * @param environment backend, Java and processor, for people: it may differ
 * @param tensors "W1", "b1", …
 * @param steps the steps, from the first
 */
public record GoldenTrace(String network, String environment, List<String> tensors, List<Step> steps) {

    private static final String KIND = "hadamard.kind";
    private static final String TRACE = "golden trace";
    private static final String NETWORK = "network";
    private static final String ENVIRONMENT = "environment";
    private static final String TENSORS = "tensors";
    private static final String COST = "cost";
    private static final String HASH = "hash";
    private static final String GRADIENT_NORMS = "gradientNorms";
    private static final String NORMS = "norms";

    /**
     * One step of training.
     *
     * @param cost of the mini-batch, before the update
     * @param gradientNorms Euclidean norm of each gradient tensor
     * @param norms Euclidean norm of each parameter tensor, after the update
     * @param hash FNV-1a over the bits of all parameters, after the update
     */
    public record Step(double cost, List<Double> gradientNorms, List<Double> norms, long hash) {

        /**
         * Copies the lists.
         *
         * @param cost of the mini-batch
         * @param gradientNorms norm of each gradient tensor
         * @param norms norm of each parameter tensor
         * @param hash of all parameters
         */
        public Step {
            gradientNorms = List.copyOf(gradientNorms);
            norms = List.copyOf(norms);
        }
    }

    /**
     * Checks that all steps are of the same tensors.
     *
     * @param network the network's own description
     * @param environment backend, Java and processor
     * @param tensors names
     * @param steps the steps
     */
    public GoldenTrace {
        Objects.requireNonNull(network, "network");
        Objects.requireNonNull(environment, "environment");
        tensors = List.copyOf(tensors);
        steps = List.copyOf(steps);
        for (Step step : steps) {
            if (step.gradientNorms().size() != tensors.size() || step.norms().size() != tensors.size()) {
                throw new IllegalArgumentException(
                        "a step has " + step.gradientNorms().size() + " gradient norms and "
                                + step.norms().size() + " norms of " + tensors.size() + " tensors");
            }
        }
    }

    /**
     * Starts to record.
     *
     * @return a listener for {@link Trainer#fit}
     */
    public static Recorder recorder() {
        return new Recorder();
    }

    /** Records a training. Confined to the thread that trains. */
    public static final class Recorder implements TrainingListener {

        private final List<Step> steps = new ArrayList<>();
        private String network = "";
        private String environment = "";
        private List<String> tensors = List.of();

        private Recorder() {}

        @Override
        public boolean readsGradients() {
            return true;
        }

        @Override
        public void stepDone(Trainer<?> trainer, long step, int rows, double cost) {
            Network<?> trained = trainer.network();
            if (steps.isEmpty()) {
                network = trained.toString();
                environment = trainer.backend().name() + ", Java "
                        + Runtime.version().feature() + ", " + System.getProperty("os.arch");
                tensors = trained.ranges().stream().map(ParameterRange::name).toList();
            }
            double[] parameters = trained.parametersAsDoubles();
            double[] gradients = Rows.doubles(trainer.lastGradients().parameters());
            steps.add(new Step(cost, norms(trained, gradients), norms(trained, parameters), hash(parameters)));
        }

        /**
         * What was recorded so far.
         *
         * @return the trace; without steps if nothing was trained
         */
        public GoldenTrace trace() {
            return new GoldenTrace(network, environment, tensors, steps);
        }

        private static List<Double> norms(Network<?> network, double[] flat) {
            List<Double> norms = new ArrayList<>();
            for (ParameterRange range : network.ranges()) {
                double sum = 0;
                for (int i = 0; i < range.length(); i++) {
                    sum += flat[range.offset() + i] * flat[range.offset() + i];
                }
                norms.add(Math.sqrt(sum));
            }
            return norms;
        }

        private static long hash(double[] parameters) {
            long hash = 0xCBF29CE484222325L;
            for (double parameter : parameters) {
                hash = (hash ^ Double.doubleToLongBits(parameter)) * 0x100000001B3L;
                hash ^= hash >>> 32;
            }
            return hash;
        }
    }

    /**
     * Compares a later run with this one.
     *
     * @param actual the later run
     * @param tolerance what may differ
     * @return every difference, in the order of steps and, within a step, of computation: cost, gradients from the
     *     output back, parameters
     */
    public TraceComparison compare(GoldenTrace actual, TraceTolerance tolerance) {
        return TraceComparison.of(this, actual, tolerance);
    }

    /**
     * Fails unless a later run is like this one.
     *
     * @param actual the later run
     * @param tolerance what may differ
     * @throws AssertionError that names the first step and layer where they part, with both values
     */
    public void assertMatches(GoldenTrace actual, TraceTolerance tolerance) {
        TraceComparison comparison = compare(actual, tolerance);
        if (!comparison.matches()) {
            throw new AssertionError(comparison.toString());
        }
    }

    /**
     * Writes the trace, replacing an older file as a whole or not at all.
     *
     * @param file where to
     * @throws HadamardIOException if it can't be written
     */
    public void write(Path file) throws HadamardIOException {
        int count = steps.size();
        int width = tensors.size();
        double[] costs = steps.stream().mapToDouble(Step::cost).toArray();
        long[] hashes = steps.stream().mapToLong(Step::hash).toArray();
        new TensorFileWriter()
                .metadata(KIND, TRACE)
                .metadata(NETWORK, network)
                .metadata(ENVIRONMENT, environment)
                .metadata(TENSORS, String.join(" ", tensors))
                .add(COST, costs, count)
                .add(HASH, hashes, count)
                .add(GRADIENT_NORMS, flat(Step::gradientNorms), count, width)
                .add(NORMS, flat(Step::norms), count, width)
                .write(file);
    }

    private double[] flat(java.util.function.Function<Step, List<Double>> part) {
        return steps.stream()
                .flatMap(step -> part.apply(step).stream())
                .mapToDouble(Double::doubleValue)
                .toArray();
    }

    /**
     * Reads a trace.
     *
     * @param file written by {@link #write}
     * @return the trace
     * @throws HadamardIOException if the file can't be read or holds something else
     */
    public static GoldenTrace read(Path file) throws HadamardIOException {
        try (TensorFile tensorFile = TensorFile.open(file)) {
            if (!TRACE.equals(tensorFile.metadata().get(KIND))) {
                throw new HadamardIOException(file + ": not a golden trace");
            }
            String names = metadata(tensorFile, TENSORS);
            List<String> tensors = names.isEmpty() ? List.of() : List.of(names.split(" "));
            double[] costs = tensorFile.readDoubles(COST);
            long[] hashes = tensorFile.readLongs(HASH);
            double[] gradientNorms = tensorFile.readDoubles(GRADIENT_NORMS);
            double[] norms = tensorFile.readDoubles(NORMS);
            long expected = (long) costs.length * tensors.size();
            if (hashes.length != costs.length || gradientNorms.length != expected || norms.length != expected) {
                throw new HadamardIOException(file + ": " + costs.length + " costs, " + hashes.length + " hashes, "
                        + gradientNorms.length + " gradient norms and " + norms.length + " norms of " + tensors.size()
                        + " tensors don't fit");
            }
            List<Step> steps = new ArrayList<>();
            for (int i = 0; i < costs.length; i++) {
                int from = i * tensors.size();
                steps.add(new Step(
                        costs[i],
                        part(gradientNorms, from, tensors.size()),
                        part(norms, from, tensors.size()),
                        hashes[i]));
            }
            return new GoldenTrace(metadata(tensorFile, NETWORK), metadata(tensorFile, ENVIRONMENT), tensors, steps);
        }
    }

    private static List<Double> part(double[] flat, int from, int length) {
        return java.util.Arrays.stream(flat, from, from + length).boxed().toList();
    }

    private static String metadata(TensorFile file, String name) throws HadamardIOException {
        String value = file.metadata().get(name);
        if (value == null) {
            throw new HadamardIOException(file.path() + ": no metadata \"" + name + "\"");
        }
        return value;
    }
}
