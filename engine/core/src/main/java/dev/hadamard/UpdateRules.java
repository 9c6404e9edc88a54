// SPDX-License-Identifier: Apache-2.0

package dev.hadamard;

import dev.hadamard.compute.UpdateRule;
import dev.hadamard.compute.UpdateRule.Kind;

/** Translates optimisers into the rules that kernels know. */
final class UpdateRules {

    private UpdateRules() {}

    /** The rule of an optimiser, filled in as far as it does not depend on the step. */
    static UpdateRule of(Optimizer optimizer) {
        UpdateRule rule = adaptive(optimizer);
        if (rule == null) {
            rule = plain(optimizer);
        }
        rule.rate = optimizer.rate();
        return rule;
    }

    private static UpdateRule plain(Optimizer optimizer) {
        if (optimizer instanceof Optimizer.GradientDescent) {
            return new UpdateRule(Kind.GRADIENT_DESCENT);
        } else if (optimizer instanceof Optimizer.Momentum momentum) {
            return rule(Kind.MOMENTUM, momentum.momentum(), 0, 0);
        } else if (optimizer instanceof Optimizer.Nesterov nesterov) {
            return rule(Kind.NESTEROV, nesterov.momentum(), 0, 0);
        } else if (optimizer instanceof Lion lion) {
            return rule(Kind.LION, lion.beta1(), lion.beta2(), 0);
        } else if (optimizer instanceof Rprop rprop) {
            UpdateRule rule = new UpdateRule(Kind.RPROP);
            rule.decrease = rprop.decrease();
            rule.increase = rprop.increase();
            rule.least = rprop.least();
            rule.most = rprop.most();
            return rule;
        }
        throw new IllegalArgumentException("optimizer: " + optimizer + " has no rule");
    }

    private static UpdateRule adaptive(Optimizer optimizer) {
        if (optimizer instanceof Optimizer.AdaGrad adaGrad) {
            return rule(Kind.ADAGRAD, 0, 0, adaGrad.epsilon());
        } else if (optimizer instanceof Optimizer.RmsProp rmsProp) {
            return rule(Kind.RMSPROP, rmsProp.alpha(), 0, rmsProp.epsilon());
        } else if (optimizer instanceof Optimizer.Adam adam) {
            return rule(Kind.ADAM, adam.beta1(), adam.beta2(), adam.epsilon());
        } else if (optimizer instanceof Optimizer.AdamW adamW) {
            return rule(Kind.ADAM, adamW.beta1(), adamW.beta2(), adamW.epsilon());
        } else if (optimizer instanceof AmsGrad amsGrad) {
            return rule(Kind.AMSGRAD, amsGrad.beta1(), amsGrad.beta2(), amsGrad.epsilon());
        } else if (optimizer instanceof NAdam nAdam) {
            return rule(Kind.NADAM, nAdam.beta1(), nAdam.beta2(), nAdam.epsilon());
        } else if (optimizer instanceof Adadelta adadelta) {
            return rule(Kind.ADADELTA, adadelta.rho(), 0, adadelta.epsilon());
        }
        return null;
    }

    private static UpdateRule rule(Kind kind, double decay, double secondDecay, double epsilon) {
        UpdateRule rule = new UpdateRule(kind);
        rule.decay = decay;
        rule.secondDecay = secondDecay;
        rule.epsilon = epsilon;
        return rule;
    }
}
