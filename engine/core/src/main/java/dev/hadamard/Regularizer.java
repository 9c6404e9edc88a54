// SPDX-License-Identifier: Apache-2.0

package dev.hadamard;

import dev.hadamard.compute.DenseKernels;
import java.util.List;

/**
 * Penalties, clipping, weight decay and limits at work, on all that is trained. Confined to one thread.
 *
 * @param <A> {@code float[]} or {@code double[]}
 */
final class Regularizer<A> {

    /** Keeps a clipped norm off a division by zero: torch's. */
    private static final double CLIP_EPSILON = 1e-6;

    private final Regularization settings;
    private final Clipping clipping;
    private final UpdatePlan plan;
    private final DenseKernels<A> kernels;
    private final A parameters;
    private final A gradients;
    /** A column's factor each; null without a limit of norms. */
    private final double[] factors;

    Regularizer(
            Regularization settings,
            Clipping clipping,
            UpdatePlan plan,
            DenseKernels<A> kernels,
            A parameters,
            A gradients) {
        this.settings = settings;
        this.clipping = clipping;
        this.plan = plan;
        this.kernels = kernels;
        this.parameters = parameters;
        this.gradients = gradients;
        int columns =
                plan.trained().stream().mapToInt(ParameterRange::columns).max().orElseThrow();
        this.factors = settings.maxNorm() > 0 ? new double[columns] : null;
    }

    /** Whether a step has to see the whole gradient, or the parameters, before its update. */
    boolean comesBeforeUpdates() {
        return settings.hasPenalty() || clipping != null || settings.weightDecay() > 0;
    }

    private boolean concerns(ParameterRange range) {
        return settings.biases() || UpdatePlan.decays(range);
    }

    /** l1 Σ|w| + ½ l2 Σw². */
    double penalty() {
        if (!settings.hasPenalty()) {
            return 0;
        }
        double absolute = 0;
        double squares = 0;
        List<ParameterRange> ranges = plan.trained();
        for (int i = 0; i < ranges.size(); i++) {
            ParameterRange range = ranges.get(i);
            if (concerns(range)) {
                if (settings.l1() > 0) {
                    absolute += kernels.parameters().sumOfAbs(parameters, range.offset(), range.length());
                }
                if (settings.l2() > 0) {
                    squares += kernels.reductions().sumOfSquares(parameters, range.offset(), range.length());
                }
            }
        }
        return settings.l1() * absolute + settings.l2() / 2 * squares;
    }

    /** g += l1 sign(w) + l2 w. */
    void addPenaltyGradient() {
        List<ParameterRange> ranges = plan.trained();
        for (int i = 0; settings.hasPenalty() && i < ranges.size(); i++) {
            ParameterRange range = ranges.get(i);
            if (concerns(range)) {
                int offset = range.offset();
                if (settings.l2() > 0) {
                    kernels.reductions()
                            .addScaled(settings.l2(), parameters, offset, gradients, offset, range.length());
                }
                if (settings.l1() > 0) {
                    kernels.parameters().addSigns(settings.l1(), parameters, gradients, offset, range.length());
                }
            }
        }
    }

    /** Limits the gradient. */
    void clip() {
        if (clipping == null) {
            return;
        }
        List<ParameterRange> ranges = plan.trained();
        if (clipping.kind() == Clipping.Kind.GLOBAL_NORM) {
            clipNorm(0, ranges.size());
            return;
        }
        for (int from = 0; from < ranges.size(); ) {
            int to = from + 1;
            while (to < ranges.size()
                    && ranges.get(to).layer() == ranges.get(from).layer()) {
                to++;
            }
            if (clipping.kind() == Clipping.Kind.LAYER_NORM) {
                clipNorm(from, to);
            } else {
                for (int i = from; i < to; i++) {
                    ParameterRange range = ranges.get(i);
                    kernels.parameters().clamp(clipping.limit(), gradients, range.offset(), range.length());
                }
            }
            from = to;
        }
    }

    /** The norm of some ranges taken together. */
    private void clipNorm(int from, int to) {
        double squares = 0;
        for (int i = from; i < to; i++) {
            ParameterRange range = plan.trained().get(i);
            squares += kernels.reductions().sumOfSquares(gradients, range.offset(), range.length());
        }
        double factor = clipping.limit() / (Math.sqrt(squares) + CLIP_EPSILON);
        for (int i = from; i < to && !(factor >= 1); i++) {
            ParameterRange range = plan.trained().get(i);
            kernels.parameters().scale(factor, gradients, range.offset(), range.length());
        }
    }

    /** w −= η λ w. */
    void decay(double rate) {
        List<UpdatePlan.Run> runs = plan.runs();
        for (int i = 0; settings.weightDecay() > 0 && i < runs.size(); i++) {
            UpdatePlan.Run run = runs.get(i);
            if (run.decays()) {
                double factor = 1 - rate * run.rateFactor() * settings.weightDecay();
                kernels.parameters().scale(factor, parameters, run.offset(), run.length());
            }
        }
    }

    /** Shrinks each unit's incoming weights to the largest norm allowed. */
    void limitNorms() {
        List<ParameterRange> ranges = plan.trained();
        for (int i = 0; factors != null && i < ranges.size(); i++) {
            ParameterRange range = ranges.get(i);
            if (range.kind() == ParameterRange.Kind.WEIGHTS) {
                kernels.parameters()
                        .limitColumnNorms(
                                settings.maxNorm(), parameters, range.offset(), range.rows(), range.columns(), factors);
            }
        }
    }
}
