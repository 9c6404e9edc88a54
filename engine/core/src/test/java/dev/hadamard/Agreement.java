// SPDX-License-Identifier: Apache-2.0

package dev.hadamard;

import dev.hadamard.Precision.Block;
import dev.hadamard.reference.Backpropagation;
import dev.hadamard.reference.LayerTrace;
import dev.hadamard.reference.ReferenceTrace;
import dev.hadamard.reference.ReferenceTrainer;
import dev.hadamard.verify.Oracle;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;

/**
 * Puts mini-batches through the engine and through the reference, and compares every tensor that both compute.
 *
 * @param <A> {@code float[]} or {@code double[]}
 */
final class Agreement<A> {

    /** Rounding errors of longer sums than this may add up: the tolerance grows with the length. */
    private static final int SHORT_SUM = 128;

    /**
     * Pre-activations keep this distance from 0, where ReLU and its like have a kink and rounding decides the side, or
     * are 0 without rounding, behind units that are all shut.
     */
    private static final double KINK_MARGIN = 1e-5;

    /** Seeds to try for parameters and inputs that keep it. */
    private static final int ATTEMPTS = 100;

    private final Setting<A> setting;
    private final Precision<A> precision;
    private final List<String> failures = new ArrayList<>();
    private int cases;

    Agreement(Setting<A> setting) {
        this.setting = setting;
        this.precision = setting.precision();
    }

    /** Number of mini-batches compared. */
    int cases() {
        return cases;
    }

    /** What differs too much, in words; empty if all agree. */
    List<String> failures() {
        return failures;
    }

    /** Compares one mini-batch of random rows that suit the loss. */
    void check(String name, Loss loss, int rows, int inputs, Layer... layers) {
        cases++;
        Network<A> network = null;
        double[][] x = null;
        ReferenceTrainer reference = null;
        boolean suitable = false;
        for (int attempt = 0; attempt < ATTEMPTS && !suitable; attempt++) {
            long seed = 1000L * cases + attempt;
            network = precision.network(seed, inputs, layers);
            x = precision.rounded(Examples.normal(seed, rows, inputs));
            reference = Oracle.trainer(network, loss, Optimizer.gradientDescent(1));
            suitable = keepsAwayFromKinks(reference, x);
        }
        if (!suitable) {
            failures.add(name + ": every seed comes too close to a kink");
            return;
        }
        double[][] outputs = Arrays.stream(x).map(reference::predict).toArray(double[][]::new);
        double[][] y = precision.rounded(targets(loss, outputs));
        compare(name, network, loss, x, y, reference.trace(x, y));
    }

    private static boolean keepsAwayFromKinks(ReferenceTrainer reference, double[][] x) {
        for (double[] row : x) {
            for (LayerTrace trace : inOrder(reference.network().forward(row))) {
                if (trace instanceof LayerTrace.OfDense dense
                        && Arrays.stream(dense.z()).anyMatch(z -> z != 0 && Math.abs(z) < KINK_MARGIN)) {
                    return false;
                }
            }
        }
        return true;
    }

    /**
     * Targets in the loss's domain: for the entropies in [0, 1], some of them 0 or 1; else above the outputs in one
     * column and below them in the next, so that gradients neither cancel, over rows or in a softmax, nor stand at the
     * kink of the absolute error.
     */
    private double[][] targets(Loss loss, double[][] outputs) {
        int rows = outputs.length;
        int columns = outputs[0].length;
        double[][] y = Examples.uniform(cases, rows, columns, 0.1, 1.1);
        for (int row = 0; row < rows; row++) {
            for (int column = 0; column < columns; column++) {
                int place = row + column;
                switch (loss.kind()) {
                    case CROSS_ENTROPY -> y[row][column] = place % 5 == 4 ? 0 : y[row][column];
                    case BINARY_CROSS_ENTROPY -> y[row][column] = place % 5 == 4 ? place % 2 : y[row][column] - 0.1;
                    default -> y[row][column] = outputs[row][column] + (column % 2 == 0 ? 1 : -1) * y[row][column];
                }
            }
        }
        return y;
    }

    private void compare(String name, Network<A> network, Loss loss, double[][] x, double[][] y, ReferenceTrace trace) {
        boolean strided = x.length > 1;
        Block<A> inputs = strided ? precision.block(x, 3, network.inputs() + 2) : precision.block(x);
        Block<A> targets = strided ? precision.block(y, 5, network.outputs() + 1) : precision.block(y);
        try (Trainer<A> trainer = setting.trainer(network)
                .loss(loss)
                .batch(x.length)
                .inputGradient(true)
                .build()) {
            Gradients<A> gradients = trainer.gradients(
                    inputs.array(),
                    inputs.offset(),
                    inputs.stride(),
                    targets.array(),
                    targets.offset(),
                    targets.stride(),
                    inputs.rows());
            compare(name, network, gradients, trace);
        }
    }

    private void compare(String name, Network<A> network, Gradients<A> gradients, ReferenceTrace trace) {
        int rows = gradients.rows();
        judge(name + ": cost", new double[] {gradients.cost()}, new double[] {trace.cost()}, rows);
        double[] actual = precision.doubles(gradients.parameters());
        double[] expected = trace.gradients().flat();
        for (ParameterRange range : network.ranges()) {
            int end = range.offset() + range.length();
            judge(
                    name + ": d" + range.name(),
                    Arrays.copyOfRange(actual, range.offset(), end),
                    Arrays.copyOfRange(expected, range.offset(), end),
                    rows);
        }
        int inner = longestRow(network);
        int tensors = inOrder(trace.passes().get(0).layers()).size();
        if (gradients.tensors() != tensors) {
            failures.add(name + ": " + gradients.tensors() + " tensors instead of " + tensors);
            return;
        }
        for (int i = 1; i <= tensors; i++) {
            double[] a = precision.doubles(gradients.activation(i));
            double[] delta = precision.doubles(gradients.errorSignal(i));
            judge(name + ": A of tensor " + i, a, rows(trace, i, LayerTrace::output), inner);
            judge(name + ": Δ of tensor " + i, delta, rows(trace, i, LayerTrace::delta), inner);
        }
        judge(name + ": dX", precision.doubles(gradients.input()), flatten(trace.inputGradients()), inner);
    }

    private void judge(String what, double[] actual, double[] expected, int sumLength) {
        double tolerance = precision.tolerance() * Math.max(1, (double) sumLength / SHORT_SUM);
        double difference = Oracle.relativeDifference(actual, expected);
        if (!(difference <= tolerance)) {
            failures.add(
                    String.format(Locale.ROOT, "%s differs by %.2g, tolerated is %.2g", what, difference, tolerance));
        }
    }

    private static int longestRow(Network<?> network) {
        return network.ranges().stream()
                .mapToInt(range -> Math.max(range.rows(), range.columns()))
                .max()
                .orElseThrow();
    }

    private static double[] rows(ReferenceTrace trace, int tensor, Function<LayerTrace, double[]> part) {
        List<double[]> rows = new ArrayList<>();
        for (Backpropagation.Pass pass : trace.passes()) {
            rows.add(part.apply(inOrder(pass.layers()).get(tensor - 1)));
        }
        return flatten(rows.toArray(new double[0][]));
    }

    /** A residual layer's sum comes after its chain, as in the engine. */
    private static List<LayerTrace> inOrder(List<LayerTrace> traces) {
        List<LayerTrace> flat = new ArrayList<>();
        for (LayerTrace trace : traces) {
            if (trace instanceof LayerTrace.OfResidual residual) {
                flat.addAll(inOrder(residual.inner()));
            }
            flat.add(trace);
        }
        return flat;
    }

    private static double[] flatten(double[][] rows) {
        return Arrays.stream(rows).flatMapToDouble(Arrays::stream).toArray();
    }
}
