// SPDX-License-Identifier: Apache-2.0

package dev.hadamard;

import dev.hadamard.compute.DenseKernels;
import dev.hadamard.compute.Elements;
import dev.hadamard.compute.Workers;
import java.util.List;
import java.util.Objects;

/**
 * Computes a network's outputs. Buffers are allocated when it is built; a prediction allocates nothing. Confined to one
 * thread, and cheap: make one a thread. Reads the network's parameters as they are, so not while a {@link Trainer} of
 * the same network runs; {@link Network#snapshot()} is the answer, and {@link #use} goes from one to the next.
 *
 * @param <A> {@code float[]} or {@code double[]}
 */
public final class Predictor<A> implements AutoCloseable {

    private Network<A> network;
    private final Elements<A> elements;
    private final int maxRows;
    private final Backend backend;
    private final Workers workers;
    private final Workspace<A> workspace;
    private final Passes<A> passes;
    private final A input;
    private final A output;
    private boolean closed;

    private Predictor(Network<A> network, int maxRows, Backend backend, int threads) {
        this.network = network;
        this.elements = network.elements();
        this.maxRows = maxRows;
        this.backend = backend;
        Workspace.checkSizes(network.graph(), maxRows);
        this.workers = new Workers(threads);
        List<DenseKernels<A>> kernels = backend.newKernels(elements, threads);
        this.workspace = new Workspace<>(network.graph(), elements, maxRows, Workspace.Use.PREDICT, false, null);
        this.passes = new Passes<>(network, workspace, kernels, workers, null);
        this.input = elements.allocate(network.inputs());
        this.output = elements.allocate(network.outputs());
    }

    /**
     * A predictor on {@link Backend#auto()}.
     *
     * @param <A> {@code float[]} or {@code double[]}
     * @param network whose outputs to compute
     * @param maxRows rows computed at once; more rows are computed in several passes
     * @return a predictor
     * @throws IllegalArgumentException if maxRows is below 1 or its buffers exceed Java's arrays
     */
    public static <A> Predictor<A> of(Network<A> network, int maxRows) {
        return of(network, maxRows, Backend.auto());
    }

    /**
     * A predictor on a backend of choice.
     *
     * @param <A> {@code float[]} or {@code double[]}
     * @param network whose outputs to compute
     * @param maxRows rows computed at once; more rows are computed in several passes
     * @param backend what computes
     * @return a predictor
     * @throws IllegalArgumentException if maxRows is below 1 or its buffers exceed Java's arrays
     */
    public static <A> Predictor<A> of(Network<A> network, int maxRows, Backend backend) {
        return of(network, maxRows, backend, 1);
    }

    /**
     * A predictor on a backend and a number of threads of choice.
     *
     * @param <A> {@code float[]} or {@code double[]}
     * @param network whose outputs to compute
     * @param maxRows rows computed at once; more rows are computed in several passes
     * @param backend what computes
     * @param threads threads that compute, the caller included; with 1 no thread is started
     * @return a predictor
     * @throws IllegalArgumentException if maxRows or threads is below 1 or the buffers exceed Java's arrays
     */
    public static <A> Predictor<A> of(Network<A> network, int maxRows, Backend backend, int threads) {
        Arguments.atLeast("threads", 1, threads);
        Objects.requireNonNull(network, "network");
        Objects.requireNonNull(backend, "backend");
        Arguments.atLeast("maxRows", 1, maxRows);
        return new Predictor<>(network, maxRows, backend, threads);
    }

    /**
     * Computes the outputs of rows.
     *
     * @param x inputs, row-major
     * @param xOffset first element of the first row
     * @param xStride elements from one row to the next, at least the network's inputs
     * @param out where the outputs go, row-major; not x
     * @param outOffset first element of the first row
     * @param outStride elements from one row to the next, at least the network's outputs
     * @param rows number of rows, any; 0 does nothing
     * @throws IllegalArgumentException if the rows don't lie inside the arrays; nothing has been written then
     */
    public void predict(A x, int xOffset, int xStride, A out, int outOffset, int outStride, int rows) {
        checkOpen();
        Arguments.atLeast("rows", 0, rows);
        if (rows == 0) {
            return;
        }
        Arguments.block("x", elements.length(x), xOffset, xStride, rows, network.inputs());
        Arguments.block("out", elements.length(out), outOffset, outStride, rows, network.outputs());
        int outputs = network.outputs();
        for (int done = 0; done < rows; done += maxRows) {
            int count = Math.min(maxRows, rows - done);
            workspace.setInput(x, xOffset + done * xStride, xStride);
            passes.forward(network.parameters(), count, Pass.PREDICTION);
            A a = workspace.output().a;
            for (int row = 0; row < count; row++) {
                System.arraycopy(a, row * outputs, out, outOffset + (done + row) * outStride, outputs);
            }
        }
    }

    /**
     * Outputs of one sample. Allocates the result.
     *
     * @param x inputs of the sample
     * @return its outputs
     * @throws IllegalArgumentException if x has another number of elements than the network has inputs
     */
    public double[] predict(double[] x) {
        checkWidth(x.length);
        elements.fromDoubles(x, 0, input, 0, x.length);
        return predictRow();
    }

    /**
     * Outputs of one sample. Allocates the result.
     *
     * @param x inputs of the sample
     * @return its outputs
     * @throws IllegalArgumentException if x has another number of elements than the network has inputs
     */
    public double[] predict(float[] x) {
        checkWidth(x.length);
        elements.fromFloats(x, 0, input, 0, x.length);
        return predictRow();
    }

    /**
     * Class of one sample: the index of its largest output, the first if several are equal; for a network of one
     * output, 1 if that is above one half, else 0.
     *
     * @param x array with the sample
     * @param offset its first element
     * @return class index from 0
     * @throws IllegalArgumentException if the sample does not lie inside the array
     */
    public int classify(A x, int offset) {
        predict(x, offset, network.inputs(), output, 0, network.outputs(), 1);
        return classOf(output, 0);
    }

    /** The class that a row of outputs stands for. */
    int classOf(A outputs, int offset) {
        if (network.outputs() == 1) {
            return elements.get(outputs, offset) > 0.5 ? 1 : 0;
        }
        int best = 0;
        for (int i = 1; i < network.outputs(); i++) {
            if (elements.get(outputs, offset + i) > elements.get(outputs, offset + best)) {
                best = i;
            }
        }
        return best;
    }

    /**
     * What computes.
     *
     * @return the backend
     */
    public Backend backend() {
        return backend;
    }

    /**
     * Whose outputs are computed.
     *
     * @return the network
     */
    public Network<A> network() {
        return network;
    }

    /**
     * Goes on by another network of the same layers, such as a newer {@linkplain Network#snapshot() snapshot} of the
     * same one: for a service that never stops to make a predictor. Allocates nothing.
     *
     * @param other whose outputs are computed from now on
     * @throws IllegalArgumentException if it has other inputs or layers
     */
    public void use(Network<A> other) {
        if (other.inputs() != network.inputs() || !other.layers().equals(network.layers())) {
            throw new IllegalArgumentException("other is " + other + ", the predictor was made for " + network);
        }
        network = other;
    }

    /** Ends the predictor's use and its threads; the network stays. A second call does nothing. */
    @Override
    public void close() {
        closed = true;
        workers.close();
    }

    int maxRows() {
        return maxRows;
    }

    private double[] predictRow() {
        double[] result = new double[network.outputs()];
        predict(input, 0, network.inputs(), output, 0, network.outputs(), 1);
        elements.toDoubles(output, 0, result, 0, result.length);
        return result;
    }

    private void checkWidth(int width) {
        checkOpen();
        if (width != network.inputs()) {
            throw new IllegalArgumentException(
                    "x has " + width + " elements, the network " + network.inputs() + " inputs");
        }
    }

    private void checkOpen() {
        if (closed) {
            throw new IllegalStateException("the predictor is closed");
        }
    }
}
