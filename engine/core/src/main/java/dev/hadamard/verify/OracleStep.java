// SPDX-License-Identifier: Apache-2.0

package dev.hadamard.verify;

import dev.hadamard.Activation;
import dev.hadamard.Gradients;
import dev.hadamard.Loss;
import dev.hadamard.Network;
import dev.hadamard.Optimizer;
import dev.hadamard.ParameterRange;
import dev.hadamard.Trainer;
import dev.hadamard.reference.Backpropagation;
import dev.hadamard.reference.LayerTrace;
import dev.hadamard.reference.ReferenceConcatenation;
import dev.hadamard.reference.ReferenceGradients;
import dev.hadamard.reference.ReferenceOptimizer;
import dev.hadamard.reference.ReferenceTrace;
import dev.hadamard.reference.ReferenceTrainer;
import dev.hadamard.verify.TensorDifference.Place;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import java.util.stream.IntStream;

/**
 * One step of training by engine and reference, compared tensor by tensor.
 *
 * @param <A> {@code float[]} or {@code double[]}
 */
final class OracleStep<A> {

    /** Pre-activations this close to a kink, in ε times the layer's largest, may stand on either side of it. */
    private static final double KINK_MARGIN = 64;

    /** What rounding leaves of A − Y where both are alike, in ε times the larger. */
    private static final double OUTPUT_ROUNDING = 16;

    /** Parameters are rounded after their update, and before it where an optimiser keeps more terms. */
    private static final double UPDATE_ROUNDING = 2;

    private final Network<A> network;
    private final Loss loss;
    private final Trainer<A> trainer;
    private final ReferenceTrainer reference;
    private final ReferenceOptimizer optimizer;
    private final List<Activation> activations;
    private final double epsilon;
    private final double tolerance;

    OracleStep(
            Network<A> network,
            Loss loss,
            Trainer<A> trainer,
            ReferenceTrainer reference,
            Optimizer optimizer,
            double tolerance) {
        this.network = network;
        this.loss = loss;
        this.trainer = trainer;
        this.reference = reference;
        this.optimizer = Oracle.optimizer(optimizer);
        this.activations = Oracle.activations(network.layers());
        this.epsilon = Rows.epsilon(network);
        this.tolerance = tolerance;
    }

    /**
     * Does a step and adds what it found.
     *
     * @return number of rows that were left out
     */
    int compare(int step, double[][] allX, double[][] allY, List<TensorDifference> found) {
        reference.network().setParameters(network.parametersAsDoubles());
        reference.nextStep(trainer.steps() + 1);
        double[][] x = allX;
        double[][] y = allY;
        ReferenceTrace trace = reference.trace(x, y);
        // Again until no row is left out: dropout's masks belong to places in the batch, so rows that move change.
        for (int[] rows = awayFromKinks(trace, y); rows.length < x.length; rows = awayFromKinks(trace, y)) {
            if (rows.length == 0) {
                return allX.length;
            }
            x = taken(x, rows);
            y = taken(y, rows);
            trace = reference.trace(x, y);
        }
        Gradients<A> gradients = trainer.gradients(x, y);
        double[] before = network.parametersAsDoubles();
        double[] flat = Rows.doubles(gradients.parameters());
        comparePass(step, gradients, flat, trace, y, found);
        trainer.step(x, y);
        compareUpdate(step, before, flat, found);
        return allX.length - x.length;
    }

    private void comparePass(
            int step,
            Gradients<A> gradients,
            double[] flat,
            ReferenceTrace trace,
            double[][] y,
            List<TensorDifference> found) {
        List<LayerTrace> layers = inOrder(trace.passes().get(0).layers());
        for (int i = 0, layer = 0; i < layers.size(); i++) {
            layer += layers.get(i) instanceof LayerTrace.OfActivation ? 1 : 0;
            Place place = new Place(
                    step, layer, name("A", layers.get(i), layer), layers.get(i).output().length);
            compare(place, Rows.doubles(gradients.activation(i + 1)), rows(trace, i, LayerTrace::output), 0, found);
        }
        double outputs = largestOutput(trace, y);
        double cost = gradients.cost();
        found.add(TensorDifference.of(
                new Place(
                        step, network.ranges().get(network.ranges().size() - 1).layer(), "cost", 1),
                new double[] {cost},
                new double[] {trace.cost()},
                epsilon,
                tolerance,
                Math.abs(trace.cost()),
                OUTPUT_ROUNDING * epsilon * outputs * (loss.reduction() == Loss.Reduction.SUM ? y.length : 1)));
        double share = shareOfRounding(trace, outputs, y.length);
        for (int i = layers.size() - 1, layer = activations.size(); i >= 0; i--) {
            Place place = new Place(
                    step,
                    layer,
                    name("delta", layers.get(i), layer),
                    layers.get(i).output().length);
            compare(place, Rows.doubles(gradients.errorSignal(i + 1)), rows(trace, i, LayerTrace::delta), share, found);
            layer -= layers.get(i) instanceof LayerTrace.OfActivation ? 1 : 0;
        }
        double[] expected = trace.gradients().flat();
        for (ParameterRange range : network.ranges()) {
            Place place = new Place(step, range.layer(), "d" + range.name(), range.columns());
            compare(place, part(range, flat), part(range, expected), share, sumRounding(range, trace), found);
        }
        Place input = new Place(step, 0, "dX", network.inputs());
        compare(input, Rows.doubles(gradients.input()), Rows.flat(trace.inputGradients()), share, found);
    }

    /** The engine's step against the reference's optimiser on the engine's own gradients. */
    private void compareUpdate(int step, double[] before, double[] gradients, List<TensorDifference> found) {
        ReferenceGradients fed = new ReferenceGradients(reference.network());
        int at = 0;
        for (int l = 0; l < fed.layers(); l++) {
            for (double[] row : fed.weights(l)) {
                System.arraycopy(gradients, at, row, 0, row.length);
                at += row.length;
            }
            if (fed.bias(l) != null) {
                System.arraycopy(gradients, at, fed.bias(l), 0, fed.bias(l).length);
                at += fed.bias(l).length;
            }
            at += fed.untrained(l);
        }
        optimizer.update(reference.network(), fed);
        reference.network().moveStatistics();
        double[] expected = reference.network().parameters();
        double[] actual = network.parametersAsDoubles();
        for (ParameterRange range : network.ranges()) {
            double[] updated = part(range, expected);
            double[] old = part(range, before);
            double change = 0;
            for (int i = 0; i < old.length; i++) {
                change = Math.max(change, Math.abs(updated[i] - old[i]));
            }
            double rounding = UPDATE_ROUNDING * epsilon * TensorDifference.largest(updated);
            found.add(TensorDifference.of(
                    new Place(step, range.layer(), range.name(), range.columns()),
                    part(range, actual),
                    updated,
                    epsilon,
                    tolerance,
                    change,
                    rounding));
        }
    }

    private void compare(
            Place place, double[] actual, double[] expected, double rounding, List<TensorDifference> found) {
        compare(place, actual, expected, rounding, 0, found);
    }

    private void compare(
            Place place,
            double[] actual,
            double[] expected,
            double rounding,
            double absolute,
            List<TensorDifference> found) {
        double largest = TensorDifference.largest(expected);
        found.add(TensorDifference.of(place, actual, expected, epsilon, tolerance + rounding, largest, absolute));
    }

    /** What rounding leaves of db = Σ Δ where the terms cancel, as they do below a batch norm: ε Σ max |Δ|. */
    private double sumRounding(ParameterRange range, ReferenceTrace trace) {
        if (range.kind() != ParameterRange.Kind.BIAS) {
            return 0;
        }
        double sum = 0;
        for (Backpropagation.Pass pass : trace.passes()) {
            sum += TensorDifference.largest(
                    pass.activatedLayers().get(range.layer() - 1).delta());
        }
        return epsilon * sum;
    }

    private static double largestOutput(ReferenceTrace trace, double[][] y) {
        double largest = TensorDifference.largest(Rows.flat(y));
        for (Backpropagation.Pass pass : trace.passes()) {
            LayerTrace output = pass.layers().get(pass.layers().size() - 1);
            largest = Math.max(largest, TensorDifference.largest(output.output()));
            if (output instanceof LayerTrace.OfActivation activated) {
                largest = Math.max(largest, TensorDifference.largest(activated.z()));
            }
        }
        return largest;
    }

    /** Rounding of the output's A − Y as a share of the largest Δ, which every error signal and gradient inherits. */
    private double shareOfRounding(ReferenceTrace trace, double outputs, int rows) {
        double largest = 0;
        for (Backpropagation.Pass pass : trace.passes()) {
            largest = Math.max(
                    largest,
                    TensorDifference.largest(
                            pass.layers().get(pass.layers().size() - 1).delta()));
        }
        double weight = Oracle.reduction(loss).weight(rows);
        return largest == 0 ? 0 : OUTPUT_ROUNDING * epsilon * outputs * weight / largest;
    }

    private int[] awayFromKinks(ReferenceTrace trace, double[][] y) {
        return IntStream.range(0, y.length)
                .filter(row -> keepsAwayFromKinks(trace.passes().get(row), y[row]))
                .toArray();
    }

    private static double[][] taken(double[][] from, int[] rows) {
        return Arrays.stream(rows).mapToObj(row -> from[row]).toArray(double[][]::new);
    }

    private boolean keepsAwayFromKinks(Backpropagation.Pass pass, double[] y) {
        List<LayerTrace.OfActivation> activated = pass.activatedLayers();
        for (int l = 0; l < activated.size(); l++) {
            double[] z = activated.get(l).z();
            if (hasKink(activations.get(l)) && isNear(z, new double[z.length], TensorDifference.largest(z))) {
                return false;
            }
        }
        double[] output = pass.layers().get(pass.layers().size() - 1).output();
        return loss.kind() != Loss.Kind.ABSOLUTE_ERROR
                || !isNear(output, y, Math.max(TensorDifference.largest(output), TensorDifference.largest(y)));
    }

    /** What is exactly at the kink, such as units that get zeros alone, is there without rounding. */
    private boolean isNear(double[] values, double[] kinks, double scale) {
        double margin = KINK_MARGIN * epsilon * scale;
        return IntStream.range(0, values.length)
                .anyMatch(i -> values[i] != kinks[i] && Math.abs(values[i] - kinks[i]) < margin);
    }

    private static boolean hasKink(Activation activation) {
        return activation == Activation.RELU
                || activation instanceof Activation.LeakyRelu
                || activation instanceof Activation.Elu elu && elu.alpha() != 1;
    }

    private static double[] part(ParameterRange range, double[] flat) {
        return Arrays.copyOfRange(flat, range.offset(), range.offset() + range.length());
    }

    /** A sign for what follows a layer with parameters: + a sum, * a dropout, | a concatenation, : columns. */
    private static String name(String kind, LayerTrace trace, int layer) {
        if (trace instanceof LayerTrace.OfActivation) {
            return kind + layer;
        } else if (trace instanceof LayerTrace.OfDropout) {
            return kind + layer + "*";
        }
        return kind
                + layer
                + (trace instanceof LayerTrace.OfResidual
                        ? "+"
                        : trace instanceof ReferenceConcatenation.Trace ? "|" : ":");
    }

    private static double[] rows(ReferenceTrace trace, int tensor, Function<LayerTrace, double[]> part) {
        return trace.passes().stream()
                .flatMapToDouble(
                        pass -> Arrays.stream(part.apply(inOrder(pass.layers()).get(tensor))))
                .toArray();
    }

    /** A residual layer's sum and a concatenation come after their chains, as in the engine. */
    private static List<LayerTrace> inOrder(List<LayerTrace> traces) {
        List<LayerTrace> flat = new ArrayList<>();
        for (LayerTrace trace : traces) {
            if (trace instanceof LayerTrace.OfResidual residual) {
                flat.addAll(inOrder(residual.inner()));
            } else if (trace instanceof ReferenceConcatenation.Trace concatenation) {
                concatenation.inner().forEach(branch -> flat.addAll(inOrder(branch)));
            }
            flat.add(trace);
        }
        return flat;
    }
}
