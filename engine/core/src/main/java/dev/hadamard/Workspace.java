// SPDX-License-Identifier: Apache-2.0

package dev.hadamard;

import dev.hadamard.compute.Elements;
import java.util.ArrayList;
import java.util.List;

/**
 * Every buffer that passes over a mini-batch need, allocated once for a maximum number of rows.
 *
 * @param <A> {@code float[]} or {@code double[]}
 */
final class Workspace<A> {

    /** What a workspace is for; decides which buffers there are. */
    enum Use {
        /** Forward only. */
        PREDICT,
        /** Forward and backward. */
        TRAIN,
        /** Forward and backward down to the gradient by the input. */
        TRAIN_WITH_INPUT_GRADIENT
    }

    /**
     * The tensors of one port, rows x width each. For the input, a and z are the caller's array and change with each
     * batch.
     *
     * @param <A> {@code float[]} or {@code double[]}
     */
    static final class Tensors<A> {
        final Graph.Port port;
        /** Pre-activation; the same array as a where nobody needs it after the activation. */
        A z;

        A a;
        /** dCost/dZ; null where no gradient is wanted. */
        final A delta;
        /** First element of z and a; delta starts at 0. */
        int offset;
        /** Elements from row to row of z and a; delta is dense. */
        int stride;

        Tensors(Graph.Port port, A z, A a, A delta) {
            this.port = port;
            this.z = z;
            this.a = a;
            this.delta = delta;
            this.stride = port.width();
        }
    }

    final int maxRows;
    final Elements<A> elements;
    final List<Tensors<A>> tensors;

    /**
     * Allocates.
     *
     * @param graph the computation
     * @param elements the element type
     * @param maxRows largest mini-batch
     * @param use which buffers
     * @param keepsLogits whether the loss reads the output's pre-activation
     * @param plan which layers are trained; null if use is {@link Use#PREDICT}
     */
    Workspace(Graph graph, Elements<A> elements, int maxRows, Use use, boolean keepsLogits, UpdatePlan plan) {
        this.maxRows = maxRows;
        this.elements = elements;
        this.tensors = new ArrayList<>();
        boolean[] wanted = wantedDeltas(graph, use, plan);
        for (Graph.Port port : graph.ports()) {
            A delta = wanted[port.index()] ? allocate(port) : null;
            if (port.index() == 0) {
                tensors.add(new Tensors<>(port, null, null, delta));
                continue;
            }
            boolean train = use != Use.PREDICT;
            boolean keepsZ =
                    train && (Functions.needsPreActivation(port.activation()) || keepsLogits && port == graph.output());
            A a = allocate(port);
            tensors.add(new Tensors<>(port, keepsZ ? allocate(port) : a, a, delta));
        }
    }

    /** A port's Δ is wanted if a trained layer writes it, or an operation that reads a port whose Δ is wanted. */
    private static boolean[] wantedDeltas(Graph graph, Use use, UpdatePlan plan) {
        boolean[] wanted = new boolean[graph.ports().size()];
        if (use == Use.PREDICT) {
            return wanted;
        }
        wanted[0] = use == Use.TRAIN_WITH_INPUT_GRADIENT;
        for (Operation operation : graph.operations()) {
            boolean any = operation instanceof Operation.Parameterized layer && !plan.isFrozen(layer.layer());
            for (Graph.Contribution read : operation.reads()) {
                any |= wanted[read.port()];
            }
            wanted[operation.output()] = any;
        }
        return wanted;
    }

    /** Checks that one array can hold every port's rows: before anything is allocated and any thread is started. */
    static void checkSizes(Graph graph, int maxRows) {
        for (Graph.Port port : graph.ports()) {
            length(port, maxRows);
        }
    }

    private static int length(Graph.Port port, int maxRows) {
        return Arguments.arrayLength(port.index() == 0 ? "input" : "layer " + port.layer(), maxRows, port.width());
    }

    private A allocate(Graph.Port port) {
        return elements.allocate(length(port, maxRows));
    }

    void setInput(A x, int offset, int stride) {
        Tensors<A> input = tensors.get(0);
        input.z = x;
        input.a = x;
        input.offset = offset;
        input.stride = stride;
    }

    Tensors<A> input() {
        return tensors.get(0);
    }

    Tensors<A> output() {
        return tensors.get(tensors.size() - 1);
    }
}
