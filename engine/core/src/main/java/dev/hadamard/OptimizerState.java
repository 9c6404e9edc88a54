// SPDX-License-Identifier: Apache-2.0

package dev.hadamard;

import dev.hadamard.compute.Elements;
import dev.hadamard.compute.ParameterUpdate;
import dev.hadamard.compute.ProductKernels;
import dev.hadamard.compute.UpdateKernels;
import dev.hadamard.compute.UpdateRule;
import java.util.List;

/**
 * An optimiser at work: its formula, its number of steps and its arrays of state.
 *
 * @param <A> {@code float[]} or {@code double[]}
 */
final class OptimizerState<A> implements State {

    private final Optimizer optimizer;
    private final UpdateRule rule;
    private final A first;
    private final A second;
    private final int length;
    private long steps;

    OptimizerState(Optimizer optimizer, Elements<A> elements, int length) {
        this.optimizer = optimizer;
        this.rule = rule(optimizer);
        this.length = length;
        this.first = rule.kind.slots() > 0 ? elements.allocate(length) : null;
        this.second = rule.kind.slots() > 1 ? elements.allocate(length) : null;
    }

    /**
     * The update for products that apply it themselves, or null if these don't.
     *
     * @param products who would
     * @param parameters what it changes
     * @param gradients memory for the gradient
     */
    ParameterUpdate<A> fused(ProductKernels<A> products, A parameters, A gradients) {
        return products.fuses(rule.kind) ? new ParameterUpdate<>(rule, parameters, gradients, first) : null;
    }

    /** Counts a step whose update was applied by products. */
    void countFused() {
        steps++;
    }

    private static UpdateRule rule(Optimizer optimizer) {
        UpdateRule rule = new UpdateRule(kind(optimizer));
        rule.rate = optimizer.rate();
        if (optimizer instanceof Optimizer.Momentum momentum) {
            rule.decay = momentum.momentum();
        } else if (optimizer instanceof Optimizer.Nesterov nesterov) {
            rule.decay = nesterov.momentum();
        } else if (optimizer instanceof Optimizer.AdaGrad adaGrad) {
            rule.epsilon = adaGrad.epsilon();
        } else if (optimizer instanceof Optimizer.RmsProp rmsProp) {
            rule.decay = rmsProp.alpha();
            rule.epsilon = rmsProp.epsilon();
        } else if (optimizer instanceof Optimizer.Adam adam) {
            rule.decay = adam.beta1();
            rule.secondDecay = adam.beta2();
            rule.epsilon = adam.epsilon();
        } else if (optimizer instanceof Optimizer.AdamW adamW) {
            rule.decay = adamW.beta1();
            rule.secondDecay = adamW.beta2();
            rule.epsilon = adamW.epsilon();
        }
        return rule;
    }

    private static UpdateRule.Kind kind(Optimizer optimizer) {
        if (optimizer instanceof Optimizer.GradientDescent) {
            return UpdateRule.Kind.GRADIENT_DESCENT;
        } else if (optimizer instanceof Optimizer.Momentum) {
            return UpdateRule.Kind.MOMENTUM;
        } else if (optimizer instanceof Optimizer.Nesterov) {
            return UpdateRule.Kind.NESTEROV;
        } else if (optimizer instanceof Optimizer.AdaGrad) {
            return UpdateRule.Kind.ADAGRAD;
        } else if (optimizer instanceof Optimizer.RmsProp) {
            return UpdateRule.Kind.RMSPROP;
        }
        return UpdateRule.Kind.ADAM;
    }

    /** Updates all parameters by their gradients. */
    void apply(UpdateKernels<A> kernels, A parameters, A gradients, List<ParameterRange> ranges) {
        steps++;
        if (rule.kind == UpdateRule.Kind.ADAM) {
            rule.firstCorrection = 1 - StrictMath.pow(rule.decay, steps);
            rule.secondCorrection = 1 - StrictMath.pow(rule.secondDecay, steps);
        }
        if (optimizer instanceof Optimizer.AdamW adamW) {
            rule.weightDecay = adamW.weightDecay();
            if (!adamW.biases()) {
                applyByRange(kernels, parameters, gradients, ranges, adamW.weightDecay());
                return;
            }
        }
        kernels.update(rule, parameters, gradients, first, second, 0, length);
    }

    private void applyByRange(
            UpdateKernels<A> kernels, A parameters, A gradients, List<ParameterRange> ranges, double weightDecay) {
        for (int i = 0; i < ranges.size(); i++) {
            ParameterRange range = ranges.get(i);
            rule.weightDecay = range.kind() == ParameterRange.Kind.BIAS ? 0 : weightDecay;
            kernels.update(rule, parameters, gradients, first, second, range.offset(), range.length());
        }
    }

    @Override
    public void save(Sink sink) {
        sink.put("steps", steps);
        if (first != null) {
            sink.putArray("first", first);
        }
        if (second != null) {
            sink.putArray("second", second);
        }
    }

    @Override
    public void restore(Source source) {
        steps = Arguments.count("steps", source);
        if (first != null) {
            source.getArray("first", first);
        }
        if (second != null) {
            source.getArray("second", second);
        }
    }
}
