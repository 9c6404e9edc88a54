// SPDX-License-Identifier: Apache-2.0

package dev.hadamard.bench.step;

import dev.hadamard.reference.Backpropagation;
import dev.hadamard.reference.GradientRule;
import dev.hadamard.reference.ReferenceLoss;
import dev.hadamard.reference.ReferenceNetwork;
import dev.hadamard.reference.ReferenceTrainer;
import dev.hadamard.reference.UnsharedChainRule;
import dev.hadamard.verify.Oracle;
import java.util.Arrays;
import java.util.stream.IntStream;

/** A step of the naive reference: double precision, one sample at a time. */
final class ReferenceStep implements TrainStep {

    /** Copies of rows are made in advance; more mini-batches than these would only cost memory. */
    private static final int MOST_BATCHES = 8;

    private final GradientRule rule;
    private final double[] start;
    private final ReferenceTrainer trainer;
    private final double[][][] x;
    private final double[][][] y;
    private int next;

    ReferenceStep(StepSetup<?> setup, boolean unshared) {
        ReferenceNetwork network = Oracle.network(setup.network());
        ReferenceLoss loss = Oracle.loss(setup.loss());
        this.rule = unshared ? new UnsharedChainRule(network, loss) : new Backpropagation(network, loss);
        this.start = network.parameters();
        this.trainer = new ReferenceTrainer(rule, Oracle.reduction(setup.loss()), Oracle.optimizer(setup.optimizer()));
        int batches = Math.min(MOST_BATCHES, setup.data().rows() / setup.batch());
        ReferenceRows rows = ReferenceRows.of(setup.first(batches * setup.batch()));
        this.x = batches(rows.x(), setup.batch());
        this.y = batches(rows.y(), setup.batch());
    }

    private static double[][][] batches(double[][] rows, int batch) {
        return IntStream.range(0, rows.length / batch)
                .mapToObj(i -> Arrays.copyOfRange(rows, i * batch, (i + 1) * batch))
                .toArray(double[][][]::new);
    }

    @Override
    public double run() {
        int batch = next;
        next = batch + 1 < x.length ? batch + 1 : 0;
        return trainer.step(x[batch], y[batch]);
    }

    @Override
    public double[] gradients() {
        return trainer.gradients(x[0], y[0]).gradients().flat();
    }

    @Override
    public void reset() {
        trainer.network().setParameters(start);
        next = 0;
    }

    @Override
    public String describe() {
        return "naive reference, one sample at a time in double precision, gradients by "
                + rule.getClass().getSimpleName();
    }
}
