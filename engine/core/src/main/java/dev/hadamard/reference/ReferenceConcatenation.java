// SPDX-License-Identifier: Apache-2.0

package dev.hadamard.reference;

import java.util.ArrayList;
import java.util.List;

/** {@code A = [F1(A_in), F2(A_in), …]}: chains that read the same input, their outputs side by side. */
public final class ReferenceConcatenation implements ReferenceLayer {

    private final List<List<ReferenceLayer>> branches;
    private final int outputs;

    /**
     * A layer.
     *
     * @param branches F1, F2, …, each a chain of at least one layer, all of the same number of inputs
     * @throws IllegalArgumentException if there is no branch, or widths don't fit
     */
    public ReferenceConcatenation(List<List<ReferenceLayer>> branches) {
        this.branches = branches.stream().map(List::copyOf).toList();
        if (branches.isEmpty()) {
            throw new IllegalArgumentException("a concatenation has at least one branch");
        }
        int width = 0;
        for (List<ReferenceLayer> branch : this.branches) {
            ReferenceNetwork.checkChain(branch);
            if (branch.get(0).inputs() != inputs()) {
                throw new IllegalArgumentException("branches read the same input: one takes " + inputs()
                        + " numbers, another " + branch.get(0).inputs());
            }
            width += branch.get(branch.size() - 1).outputs();
        }
        this.outputs = width;
    }

    /**
     * The branches.
     *
     * @return an immutable list
     */
    public List<List<ReferenceLayer>> branches() {
        return branches;
    }

    @Override
    public int inputs() {
        return branches.get(0).get(0).inputs();
    }

    @Override
    public int outputs() {
        return outputs;
    }

    /** {@code a = [F1(input), F2(input), …]}. */
    @Override
    public Trace forward(double[] input) {
        List<List<LayerTrace>> inner = new ArrayList<>();
        for (List<ReferenceLayer> branch : branches) {
            inner.add(ReferenceNetwork.forward(branch, input));
        }
        return trace(input, inner);
    }

    Trace trace(double[] input, List<List<LayerTrace>> inner) {
        double[] a = new double[outputs];
        int at = 0;
        for (List<LayerTrace> traces : inner) {
            double[] f = traces.get(traces.size() - 1).output();
            System.arraycopy(f, 0, a, at, f.length);
            at += f.length;
        }
        return new Trace(this, input, inner, a, new double[outputs]);
    }

    @Override
    public ReferenceConcatenation copy() {
        return new ReferenceConcatenation(branches.stream()
                .map(branch -> branch.stream().map(ReferenceLayer::copy).toList())
                .toList());
    }

    @Override
    public String toString() {
        return "concatenation" + branches;
    }

    /**
     * What one sample leaves behind.
     *
     * @param layer the layer
     * @param input A_in, in numbers
     * @param inner the traces of each branch's layers
     * @param output A, out numbers
     * @param delta Δ = dCost/dA, out numbers
     */
    public record Trace(
            ReferenceConcatenation layer, double[] input, List<List<LayerTrace>> inner, double[] output, double[] delta)
            implements LayerTrace {

        /** The part of v, as wide as the output, that belongs to a branch. */
        double[] part(double[] v, int branch) {
            int from = 0;
            for (int b = 0; b < branch; b++) {
                from += width(b);
            }
            double[] part = new double[width(branch)];
            System.arraycopy(v, from, part, 0, part.length);
            return part;
        }

        private int width(int branch) {
            List<LayerTrace> traces = inner.get(branch);
            return traces.get(traces.size() - 1).output().length;
        }
    }
}
