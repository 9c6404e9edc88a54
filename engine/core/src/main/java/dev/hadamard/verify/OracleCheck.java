// SPDX-License-Identifier: Apache-2.0

package dev.hadamard.verify;

import dev.hadamard.Backend;
import dev.hadamard.Loss;
import dev.hadamard.Network;
import dev.hadamard.Optimizer;
import dev.hadamard.Trainer;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * Runs the naive reference beside the engine, on your network, loss, optimiser and batch: every activation, error
 * signal and gradient, and some steps of training, tensor by tensor.
 *
 * <pre>{@code
 * OracleCheck.of(network, Loss.crossEntropy(), Optimizer.adam(0.001)).steps(20).check(x, classes).assertAgrees();
 * }</pre>
 *
 * <p>Every step starts with the engine's own parameters, widened, and the reference's optimiser is fed with the
 * engine's gradients, once these were compared: so errors of single precision don't pile up from step to step, and what
 * differs is named where it arose. A tensor agrees if no element differs by more than {@link #tolerance} times its
 * largest element, plus what the rounding of A − Y explains where outputs are close to their targets; updated
 * parameters may differ by that share of the largest change and by rounding. What is not finite never agrees.
 *
 * <p>Rows in which a pre-activation comes so close to a kink of its activation (ReLU at 0), or an output to one of L1,
 * that rounding decides the side, are left out of that step, by both; the report tells how many.
 *
 * <p>A check does not change the network. Immutable and stateless.
 */
public final class OracleCheck {

    /** Some units in the last place of sums of about a hundred terms, through a few layers. */
    private static final double FLOAT_TOLERANCE = 1e-5;

    private static final double DOUBLE_TOLERANCE = 1e-12;

    /** Rounding errors of longer sums than this may add up: the tolerance grows with the length. */
    private static final double SHORT_SUM = 128;

    private final Network<?> network;
    private final Loss loss;
    private final Optimizer optimizer;
    private final Backend backend;
    private final int threads;
    private final int steps;
    private final double tolerance;

    private OracleCheck(
            Network<?> network,
            Loss loss,
            Optimizer optimizer,
            Backend backend,
            int threads,
            int steps,
            double tolerance) {
        this.network = Objects.requireNonNull(network, "network");
        this.loss = Objects.requireNonNull(loss, "loss");
        this.optimizer = Objects.requireNonNull(optimizer, "optimizer");
        this.backend = Objects.requireNonNull(backend, "backend");
        this.threads = threads;
        this.steps = steps;
        this.tolerance = tolerance;
    }

    /**
     * A check of one step on {@link Backend#auto()}.
     *
     * @param network of either precision
     * @param loss the loss
     * @param optimizer the optimiser, from its first step
     * @return the check
     */
    public static OracleCheck of(Network<?> network, Loss loss, Optimizer optimizer) {
        double tolerance = network.precision().equals("float") ? FLOAT_TOLERANCE : DOUBLE_TOLERANCE;
        return new OracleCheck(network, loss, optimizer, Backend.auto(), 1, 1, tolerance);
    }

    /**
     * The same check of another backend.
     *
     * @param other which
     * @return a new check
     */
    public OracleCheck backend(Backend other) {
        return new OracleCheck(network, loss, optimizer, other, threads, steps, tolerance);
    }

    /**
     * The same check of several threads.
     *
     * @param number how many compute a step, at least 1
     * @return a new check
     */
    public OracleCheck threads(int number) {
        return new OracleCheck(network, loss, optimizer, backend, number, steps, tolerance);
    }

    /**
     * The same check of more steps.
     *
     * @param number how many, at least 1
     * @return a new check
     * @throws IllegalArgumentException if it is below 1
     */
    public OracleCheck steps(int number) {
        if (number < 1) {
            throw new IllegalArgumentException("steps must be at least 1, was " + number);
        }
        return new OracleCheck(network, loss, optimizer, backend, threads, number, tolerance);
    }

    /**
     * The same check with another tolerance.
     *
     * @param relative largest difference, as a share of the tensor's largest element; by default 1e-5 for floats and
     *     1e-12 for doubles. For sums of more than 128 terms it grows in proportion.
     * @return a new check
     * @throws IllegalArgumentException if it is not positive and below 1
     */
    public OracleCheck tolerance(double relative) {
        if (!(relative > 0 && relative < 1)) {
            throw new IllegalArgumentException("tolerance must be between 0 and 1, was " + relative);
        }
        return new OracleCheck(network, loss, optimizer, backend, threads, steps, relative);
    }

    /**
     * Checks on a batch of classes.
     *
     * @param x inputs, rows x n0
     * @param classes class of each row, from 0
     * @return what was found
     * @throws IllegalArgumentException if widths or numbers of rows don't fit, or a class is out of range
     * @throws ArithmeticException if the engine's cost is not finite
     */
    public OracleReport check(double[][] x, int[] classes) {
        return check(x, Rows.ofClasses(network, classes));
    }

    /**
     * Checks on a batch, which every step uses.
     *
     * @param x inputs, rows x n0
     * @param y targets, rows x n(L)
     * @return what was found
     * @throws IllegalArgumentException if widths or numbers of rows don't fit
     * @throws ArithmeticException if the engine's cost is not finite
     */
    public OracleReport check(double[][] x, double[][] y) {
        Rows.check(network, x, y);
        return check(network.snapshot(), Rows.rounded(network, x), Rows.rounded(network, y));
    }

    private <A> OracleReport check(Network<A> trained, double[][] x, double[][] y) {
        List<TensorDifference> differences = new ArrayList<>();
        int leftOut = 0;
        try (Trainer<A> trainer = Trainer.of(trained)
                .loss(loss)
                .optimizer(optimizer)
                .batch(x.length)
                .threads(threads)
                .backend(backend)
                .inputGradient(true)
                .build()) {
            OracleStep<A> step = new OracleStep<>(
                    trained, loss, trainer, Oracle.trainer(trained, loss, optimizer), optimizer, tolerance(x.length));
            for (int number = 1; number <= steps; number++) {
                leftOut += step.compare(number, x, y, differences);
            }
        }
        return new OracleReport(differences, leftOut, (long) steps * x.length);
    }

    private double tolerance(int rows) {
        double longest = rows;
        for (var range : network.ranges()) {
            longest = Math.max(longest, Math.max(range.rows(), range.columns()));
        }
        return Math.min(0.01, tolerance * Math.max(1, longest / SHORT_SUM));
    }
}
