// SPDX-License-Identifier: Apache-2.0

package dev.hadamard;

import dev.hadamard.compute.Elements;
import dev.hadamard.compute.ParameterUpdate;
import dev.hadamard.compute.ProductKernels;
import dev.hadamard.compute.UpdateKernels;
import dev.hadamard.compute.UpdateRule;

/**
 * An optimiser at work: its formula, its number of steps and its arrays of state.
 *
 * @param <A> {@code float[]} or {@code double[]}
 */
final class OptimizerState<A> implements State {

    private final UpdateRule rule;
    private final UpdatePlan plan;
    private final double weightDecay;
    private final double momentumDecay;
    private final A first;
    private final A second;
    private final A third;
    private long steps;
    /** NAdam's μ₁ … μₜ. */
    private double momentumProduct = 1;

    OptimizerState(Optimizer optimizer, UpdatePlan plan, Elements<A> elements, int length) {
        this.rule = UpdateRules.of(optimizer);
        this.plan = plan;
        this.weightDecay = optimizer instanceof Optimizer.AdamW adamW ? adamW.weightDecay() : 0;
        this.momentumDecay = optimizer instanceof NAdam nAdam ? nAdam.momentumDecay() : 0;
        this.first = rule.kind.slots() > 0 ? elements.allocate(length) : null;
        this.second = rule.kind.slots() > 1 ? elements.allocate(length) : null;
        this.third = rule.kind.slots() > 2 ? elements.allocate(length) : null;
        if (rule.kind == UpdateRule.Kind.RPROP) {
            elements.fill(second, 0, length, optimizer.rate());
        }
    }

    /**
     * The update for products that apply it themselves, or null if these don't.
     *
     * @param products who would
     * @param parameters what it changes
     * @param gradients memory for the gradient
     */
    ParameterUpdate<A> fused(ProductKernels<A> products, A parameters, A gradients) {
        return plan.hasUniformRates() && products.fuses(rule.kind)
                ? new ParameterUpdate<>(rule, parameters, gradients, first)
                : null;
    }

    /** Sets the rate of the step that products are about to apply. */
    void prepareFused(double rate) {
        rule.rate = rate;
    }

    /** Counts a step that products have applied. */
    void countFused() {
        steps++;
    }

    /** Begins a step that {@link #apply} is to make. */
    void begin(double rate) {
        steps++;
        rule.rate = rate;
        switch (rule.kind) {
            case ADAM, AMSGRAD, NADAM -> {
                rule.firstCorrection = 1 - StrictMath.pow(rule.decay, steps);
                rule.secondCorrection = 1 - StrictMath.pow(rule.secondDecay, steps);
            }
            default -> {}
        }
        if (rule.kind == UpdateRule.Kind.NADAM) {
            double momentum = momentum(steps);
            double next = momentum(steps + 1);
            momentumProduct *= momentum;
            rule.gradientFactor = (1 - momentum) / (1 - momentumProduct);
            rule.meanFactor = next / (1 - momentumProduct * next);
        }
    }

    /** NAdam's μₜ. */
    private double momentum(long t) {
        return rule.decay * (1 - 0.5 * StrictMath.pow(0.96, t * momentumDecay));
    }

    /** Updates all that is trained by its gradients. */
    void apply(UpdateKernels<A> kernels, A parameters, A gradients) {
        double rate = rule.rate;
        for (int i = 0; i < plan.runs().size(); i++) {
            UpdatePlan.Run run = plan.runs().get(i);
            rule.rate = rate * run.rateFactor();
            rule.weightDecay = run.decays() ? weightDecay : 0;
            kernels.update(rule, parameters, gradients, first, second, third, run.offset(), run.length());
        }
    }

    @Override
    public void save(Sink sink) {
        sink.put("steps", steps);
        if (rule.kind == UpdateRule.Kind.NADAM) {
            sink.put("momentumProduct", Double.doubleToRawLongBits(momentumProduct));
        }
        if (first != null) {
            sink.putArray("first", first);
        }
        if (second != null) {
            sink.putArray("second", second);
        }
        if (third != null) {
            sink.putArray("third", third);
        }
    }

    @Override
    public void restore(Source source) {
        steps = Arguments.count("steps", source);
        if (rule.kind == UpdateRule.Kind.NADAM) {
            momentumProduct = Double.longBitsToDouble(source.getLong("momentumProduct"));
            Arguments.share("momentumProduct", momentumProduct);
        }
        if (first != null) {
            source.getArray("first", first);
        }
        if (second != null) {
            source.getArray("second", second);
        }
        if (third != null) {
            source.getArray("third", third);
        }
    }
}
