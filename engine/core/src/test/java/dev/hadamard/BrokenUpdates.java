// SPDX-License-Identifier: Apache-2.0

package dev.hadamard;

import dev.hadamard.compute.UpdateKernels;
import dev.hadamard.compute.UpdateRule;

/** Sound updates with one defect; see {@link BrokenStrategy}. */
record BrokenUpdates(UpdateKernels<double[]> sound, Defect defect) implements UpdateKernels<double[]> {

    @Override
    public void update(
            UpdateRule rule,
            double[] parameters,
            double[] gradients,
            double[] first,
            double[] second,
            double[] third,
            int offset,
            int length) {
        UpdateRule used = defect == null ? rule : spoilt(rule);
        int last = defect == Defect.UPDATE_SKIPS_LAST_ELEMENT ? 1 : 0;
        sound.update(used, parameters, gradients, first, second, third, offset, length - last);
    }

    private UpdateRule spoilt(UpdateRule rule) {
        boolean adam = rule.kind == UpdateRule.Kind.ADAM;
        UpdateRule.Kind kind = defect == Defect.NESTEROV_DOES_NOT_LOOK_AHEAD && rule.kind == UpdateRule.Kind.NESTEROV
                ? UpdateRule.Kind.MOMENTUM
                : rule.kind;
        UpdateRule wrong = new UpdateRule(kind);
        wrong.rate = rule.rate * (defect == Defect.UPDATE_DOUBLES_ITS_RATE ? 2 : 1);
        boolean swaps = adam && defect == Defect.ADAM_SWAPS_ITS_DECAYS;
        wrong.decay = swaps ? rule.secondDecay : rule.decay;
        if (defect == Defect.MOMENTUM_HAS_WRONG_SIGN && kind == UpdateRule.Kind.MOMENTUM) {
            wrong.decay = -rule.decay;
        }
        wrong.secondDecay = swaps ? rule.decay : rule.secondDecay;
        wrong.epsilon = adam && defect == Defect.ADAM_HAS_A_LARGE_EPSILON ? 1e-4 : rule.epsilon;
        wrong.weightDecay = defect == Defect.ADAMW_FORGETS_DECAY ? 0 : rule.weightDecay;
        boolean corrects = defect != Defect.ADAM_FORGETS_BIAS_CORRECTION;
        wrong.firstCorrection = corrects ? rule.firstCorrection : 1;
        wrong.secondCorrection = corrects ? rule.secondCorrection : 1;
        wrong.gradientFactor = rule.gradientFactor;
        wrong.meanFactor = rule.meanFactor;
        wrong.decrease = rule.decrease;
        wrong.increase = rule.increase;
        wrong.least = rule.least;
        wrong.most = rule.most;
        return wrong;
    }
}
