// SPDX-License-Identifier: Apache-2.0

package dev.hadamard.reference;

import java.util.ArrayList;
import java.util.List;
import java.util.function.IntConsumer;

/**
 * Memoized backpropagation of a whole batch, layer by layer: what batch normalisation needs, whose samples depend on
 * each other. All other layers take one sample after the other, as {@link Backpropagation} does.
 */
final class BatchBackpropagation {

    private final ReferenceNetwork network;
    private final ReferenceLoss loss;
    private final IntConsumer beforeRow;

    /**
     * Backpropagation of batches.
     *
     * @param network the network
     * @param loss the loss of a sample
     * @param beforeRow called before a row passes a layer
     */
    BatchBackpropagation(ReferenceNetwork network, ReferenceLoss loss, IntConsumer beforeRow) {
        this.network = network;
        this.loss = loss;
        this.beforeRow = beforeRow;
    }

    /**
     * Every Z, A, Δ of every row, and {@code dWl += A(l-1)ᵀ Δl, dbl += Δl}.
     *
     * @param x inputs, rows x n0
     * @param y targets, rows x n(L)
     * @param weights of the samples, inside their Δ
     * @param gradients added to
     * @return one pass a row
     */
    List<Backpropagation.Pass> passes(double[][] x, double[][] y, double[] weights, ReferenceGradients gradients) {
        List<List<LayerTrace>> traces = forward(network.layers(), x);
        int last = network.layers().size() - 1;
        boolean pairs = network.last() instanceof ReferenceLayer.Dense;
        double[][] errors = new double[x.length][];
        for (int row = 0; row < x.length; row++) {
            LayerTrace top = traces.get(row).get(last);
            if (top instanceof LayerTrace.OfDense dense) {
                OutputError.delta(loss, dense, y[row], weights[row], dense.delta());
                errors[row] = Backpropagation.useDelta(dense, gradients, true);
            } else {
                errors[row] = OutputError.byOutput(loss, top, y[row], weights[row]);
            }
        }
        errors = backward(traces, pairs ? last - 1 : last, errors, gradients);
        List<Backpropagation.Pass> passes = new ArrayList<>();
        for (int row = 0; row < x.length; row++) {
            double cost = OutputError.cost(loss, traces.get(row).get(last), y[row]);
            passes.add(new Backpropagation.Pass(cost, traces.get(row), errors[row]));
        }
        return passes;
    }

    /** The traces of each row. */
    private List<List<LayerTrace>> forward(List<ReferenceLayer> layers, double[][] x) {
        List<List<LayerTrace>> traces = new ArrayList<>();
        for (int row = 0; row < x.length; row++) {
            traces.add(new ArrayList<>());
        }
        double[][] a = x.clone();
        for (ReferenceLayer layer : layers) {
            List<LayerTrace> passed = forward(layer, a);
            for (int row = 0; row < a.length; row++) {
                traces.get(row).add(passed.get(row));
                a[row] = passed.get(row).output();
            }
        }
        return traces;
    }

    /** One trace a row. */
    private List<LayerTrace> forward(ReferenceLayer layer, double[][] a) {
        List<LayerTrace> passed = new ArrayList<>();
        if (layer instanceof ReferenceLayer.Residual residual) {
            List<List<LayerTrace>> inner = forward(residual.layers(), a);
            for (int row = 0; row < a.length; row++) {
                passed.add(residual.trace(a[row], inner.get(row)));
            }
        } else if (layer instanceof ReferenceConcatenation concatenation) {
            List<List<List<LayerTrace>>> branches = new ArrayList<>();
            concatenation.branches().forEach(branch -> branches.add(forward(branch, a)));
            for (int row = 0; row < a.length; row++) {
                int at = row;
                passed.add(concatenation.trace(
                        a[row], branches.stream().map(branch -> branch.get(at)).toList()));
            }
        } else {
            if (layer instanceof ReferenceBatchNorm norm) {
                norm.train(a);
            }
            for (int row = 0; row < a.length; row++) {
                beforeRow.accept(row);
                passed.add(layer.forward(a[row]));
            }
        }
        return passed;
    }

    /** From the gradients by the output of layer {@code last}, rows x n, to those by the first layer's input. */
    private static double[][] backward(
            List<List<LayerTrace>> traces, int last, double[][] dA, ReferenceGradients gradients) {
        double[][] errors = dA;
        for (int l = last; l >= 0; l--) {
            int at = l;
            List<LayerTrace> layer = traces.stream().map(row -> row.get(at)).toList();
            errors = through(layer, errors, gradients);
        }
        return errors;
    }

    private static double[][] through(List<LayerTrace> layer, double[][] errors, ReferenceGradients gradients) {
        LayerTrace first = layer.get(0);
        if (first instanceof ReferenceBatchNorm.Trace) {
            return throughBatchNorm(layer, errors, gradients);
        } else if (first instanceof LayerTrace.OfResidual) {
            List<List<LayerTrace>> inner =
                    layer.stream().map(t -> ((LayerTrace.OfResidual) t).inner()).toList();
            double[][] sums = backward(inner, inner.get(0).size() - 1, errors, gradients);
            for (int row = 0; row < errors.length; row++) {
                System.arraycopy(errors[row], 0, layer.get(row).delta(), 0, errors[row].length);
                sums[row] = sum(sums[row], errors[row]);
            }
            return sums;
        } else if (first instanceof ReferenceConcatenation.Trace concatenation) {
            double[][] sums = new double[errors.length][first.input().length];
            for (int b = 0; b < concatenation.inner().size(); b++) {
                throughBranch(layer, b, errors, gradients, sums);
            }
            return sums;
        }
        double[][] below = new double[errors.length][];
        for (int row = 0; row < errors.length; row++) {
            below[row] = Backpropagation.through(layer.get(row), errors[row], gradients, true);
        }
        return below;
    }

    private static double[][] throughBatchNorm(
            List<LayerTrace> layer, double[][] errors, ReferenceGradients gradients) {
        ReferenceBatchNorm.Trace[] norms = layer.toArray(ReferenceBatchNorm.Trace[]::new);
        for (int row = 0; row < norms.length; row++) {
            ReferenceBatchNorm.Trace norm = norms[row];
            norm.activation().vectorJacobianProduct(norm.z(), norm.output(), errors[row], norm.delta());
            NormTrace.addGradient(norm, norm.delta(), gradients);
        }
        return ReferenceBatchNorm.backward(norms);
    }

    private static void throughBranch(
            List<LayerTrace> layer, int branch, double[][] errors, ReferenceGradients gradients, double[][] sums) {
        List<List<LayerTrace>> inner = new ArrayList<>();
        double[][] parts = new double[errors.length][];
        for (int row = 0; row < errors.length; row++) {
            ReferenceConcatenation.Trace trace = (ReferenceConcatenation.Trace) layer.get(row);
            System.arraycopy(errors[row], 0, trace.delta(), 0, errors[row].length);
            inner.add(trace.inner().get(branch));
            parts[row] = trace.part(errors[row], branch);
        }
        double[][] below = backward(inner, inner.get(0).size() - 1, parts, gradients);
        for (int row = 0; row < errors.length; row++) {
            sums[row] = sum(sums[row], below[row]);
        }
    }

    private static double[] sum(double[] a, double[] b) {
        double[] sum = a.clone();
        for (int i = 0; i < sum.length; i++) {
            sum[i] += b[i];
        }
        return sum;
    }
}
