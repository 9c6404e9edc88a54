// SPDX-License-Identifier: Apache-2.0

package dev.hadamard.verify;

import dev.hadamard.Backend;
import dev.hadamard.Layer;
import dev.hadamard.Loss;
import dev.hadamard.Network;
import dev.hadamard.ParameterRange;
import dev.hadamard.Trainer;
import dev.hadamard.verify.GradientReport.Parameter;
import dev.hadamard.verify.GradientReport.Verdict;

/** Numeric differentiation of one batch's cost on a copy of a network in double. Confined to one thread. */
final class Differences implements AutoCloseable {

    private static final double EPSILON = Math.ulp(1.0);

    /**
     * For gradients in single precision, whose forward pass may stand on the other side of a kink than the copy in
     * double, by its rounding: the step must be large beside that.
     */
    private static final double FLOAT_STEPS = 8;

    /** Steps to try, as factors of the first: past a near kink, then against the rounding of C. */
    private static final double[] OTHER_STEPS = {1.0 / 8, 1.0 / 64, 8};

    /** Rounding errors of C, in ε·C: it is a sum over rows, of losses of sums over layers. */
    private static final double ROUNDING = 16;

    private final Network<double[]> copy;
    private final Trainer<double[]> trainer;
    private final double[] x;
    private final double[] y;
    private final int rows;
    private final boolean trainsOtherwise;
    private final double tolerance;
    private final double relativeStep;
    private final double centre;

    Differences(Network<?> network, Loss loss, Backend backend, double[][] x, double[][] y, double tolerance) {
        this.copy = Network.doubles(
                network.seed(), network.inputs(), network.layers().toArray(new Layer[0]));
        this.copy.setParameters(network.parametersAsDoubles());
        this.trainer =
                Trainer.of(copy).loss(loss).batch(x.length).backend(backend).build();
        this.x = Rows.flat(x);
        this.y = Rows.flat(y);
        this.rows = x.length;
        this.trainsOtherwise = Oracle.trainsOtherwise(network.layers());
        this.tolerance = tolerance;
        this.relativeStep = Math.cbrt(EPSILON) * (network.precision().equals("float") ? FLOAT_STEPS : 1);
        this.centre = cost();
    }

    /** The central difference at the first step. */
    double firstQuotient(ParameterRange range, int index) {
        return slopes(range, index, step(range, index)).central();
    }

    /**
     * Compares a gradient with differences.
     *
     * @param index the parameter's within its tensor
     * @param gradient the engine's
     * @param quotient {@link #firstQuotient}
     * @param largest the tensor's largest gradient
     */
    Parameter judge(ParameterRange range, int index, double gradient, double quotient, double largest) {
        double step = step(range, index);
        Verdict verdict = agrees(gradient, quotient, largest, step) ? Verdict.AGREES : null;
        double best = quotient;
        for (int i = 0; verdict == null && i < OTHER_STEPS.length; i++) {
            double other = slopes(range, index, step * OTHER_STEPS[i]).central();
            if (Math.abs(other - gradient) < Math.abs(best - gradient)) {
                best = other;
            }
            verdict = agrees(gradient, other, largest, step * OTHER_STEPS[i]) ? Verdict.AGREES : null;
        }
        if (verdict == null) {
            verdict = isKink(range, index, gradient, largest, step) ? Verdict.NOT_DIFFERENTIABLE : Verdict.DIFFERS;
        }
        double difference = Math.abs(gradient - best);
        return new Parameter(
                range,
                index / range.columns(),
                index % range.columns(),
                gradient,
                best,
                difference == 0 ? 0 : difference / largest,
                verdict);
    }

    /**
     * Whether the one-sided slopes stay apart: those of a smooth C approach each other as the step shrinks, in
     * proportion to it. A subgradient lies between them.
     */
    private boolean isKink(ParameterRange range, int index, double gradient, double largest, double step) {
        Slopes wide = slopes(range, index, step);
        Slopes narrow = slopes(range, index, step / 8);
        double allowed = allowed(largest, step / 8);
        double low = Math.min(wide.below(), wide.above()) - allowed;
        double high = Math.max(wide.below(), wide.above()) + allowed;
        return narrow.jump() > allowed && narrow.jump() > wide.jump() / 2 && gradient >= low && gradient <= high;
    }

    private boolean agrees(double gradient, double quotient, double largest, double step) {
        return Math.abs(gradient - quotient) <= allowed(largest, step);
    }

    private double allowed(double largest, double step) {
        return tolerance * largest + ROUNDING * EPSILON * Math.abs(centre) / step;
    }

    private double step(ParameterRange range, int index) {
        double[] parameters = copy.parameters();
        double sum = 0;
        for (int i = 0; i < range.length(); i++) {
            double w = parameters[range.offset() + i];
            sum += w * w;
        }
        double scale = Math.max(Math.sqrt(sum / range.length()), Math.abs(parameters[range.offset() + index]));
        return relativeStep * (scale == 0 ? 1 : scale);
    }

    /** The cost's slopes below and above a parameter, and across both. */
    private record Slopes(double below, double above, double central) {
        double jump() {
            return Math.abs(above - below);
        }
    }

    private Slopes slopes(ParameterRange range, int index, double step) {
        double[] parameters = copy.parameters();
        int at = range.offset() + index;
        double w = parameters[at];
        double high = w + step;
        double low = w - step;
        parameters[at] = high;
        double costHigh = cost();
        parameters[at] = low;
        double costLow = cost();
        parameters[at] = w;
        // The distance of the points as they were rounded, not the step.
        return new Slopes(
                (centre - costLow) / (w - low), (costHigh - centre) / (high - w), (costHigh - costLow) / (high - low));
    }

    /** The cost that gradients are of; the trainer makes no step, so that each call is alike. */
    private double cost() {
        if (trainsOtherwise) {
            return trainer.gradients(x, 0, copy.inputs(), y, 0, copy.outputs(), rows)
                    .cost();
        }
        return trainer.cost(x, 0, copy.inputs(), y, 0, copy.outputs(), rows);
    }

    @Override
    public void close() {
        trainer.close();
    }
}
