// SPDX-License-Identifier: Apache-2.0

package dev.hadamard.spark;

import dev.hadamard.Loss;
import dev.hadamard.Network;
import dev.hadamard.Optimizer;
import dev.hadamard.Regularization;
import dev.hadamard.Schedule;
import dev.hadamard.Trainer;
import dev.hadamard.TrainerBuilder;
import java.io.Serializable;
import java.util.List;

/**
 * What is minimised and how.
 *
 * @param loss name of the loss
 * @param optimizer name of the optimiser
 * @param stepSize its rate, or NaN for its own default
 * @param schedule name of the rate's schedule
 * @param regParam factor of the L2 penalty
 * @param backend name of what computes
 */
record Learning(String loss, String optimizer, double stepSize, String schedule, double regParam, String backend)
        implements Serializable {

    static final String LBFGS = "l-bfgs";
    static final String CONSTANT = "constant";
    static final String AUTO = "auto";

    static final List<String> OPTIMIZERS = List.of(
            LBFGS, "gd", "momentum", "nesterov", "adagrad", "rmsprop", "adam", "adamw", "amsgrad", "nadam", "lion");
    static final List<String> SCHEDULES = List.of(CONSTANT, "cosine", "one-cycle");
    static final List<String> CLASS_LOSSES = List.of(AUTO, "cross-entropy", "half-squared-error");
    static final List<String> NUMBER_LOSSES =
            List.of(AUTO, "half-squared-error", "squared-error", "absolute-error", "huber");

    boolean needsFullBatch() {
        return optimizer.equals(LBFGS);
    }

    /** With the rate that was asked for. */
    Optimizer rule() {
        Optimizer rule = switch (optimizer) {
            case LBFGS -> Optimizer.lbfgs();
            case "gd" -> Optimizer.gradientDescent(0.03);
            case "momentum" -> Optimizer.momentum(0.01, 0.9);
            case "nesterov" -> Optimizer.nesterov(0.01, 0.9);
            case "adagrad" -> Optimizer.adaGrad(0.01);
            case "rmsprop" -> Optimizer.rmsProp(0.01);
            case "adam" -> Optimizer.adam(0.001);
            case "adamw" -> Optimizer.adamW(0.001);
            case "amsgrad" -> Optimizer.amsGrad(0.001);
            case "nadam" -> Optimizer.nAdam(0.002);
            case "lion" -> Optimizer.lion(0.0001);
            default ->
                throw new IllegalArgumentException("optimizer must be one of " + OPTIMIZERS + ", was " + optimizer);
        };
        return Double.isNaN(stepSize) ? rule : rule.withRate(stepSize);
    }

    private Loss cost(Topology<?> topology) {
        return switch (loss) {
            case AUTO ->
                switch (topology.output()) {
                    case SOFTMAX -> Loss.crossEntropy();
                    case SIGMOID -> Loss.binaryCrossEntropy();
                    case IDENTITY -> Loss.halfSquaredError();
                };
            case "cross-entropy" -> topology.outputs() == 1 ? Loss.binaryCrossEntropy() : Loss.crossEntropy();
            case "half-squared-error" -> Loss.halfSquaredError();
            case "squared-error" -> Loss.squaredError();
            case "absolute-error" -> Loss.absoluteError();
            case "huber" -> Loss.huber();
            default -> throw new IllegalArgumentException("unknown loss " + loss);
        };
    }

    /**
     * The rate's course.
     *
     * @param total times in all
     */
    Schedule course(long total) {
        return switch (schedule) {
            case CONSTANT -> Schedule.constant();
            case "cosine" -> Schedule.cosine(total, 0);
            case "one-cycle" -> Schedule.oneCycle(total);
            default -> throw new IllegalArgumentException("schedule must be one of " + SCHEDULES + ", was " + schedule);
        };
    }

    /** For gradients alone: no optimiser's memory, no penalty. */
    <A> TrainerBuilder<A> gradients(Topology<A> topology, Network<A> network, int rows, int threads) {
        return computing(network, threads).batch(rows).loss(cost(topology)).optimizer(Optimizer.gradientDescent(1));
    }

    /** For updates by gradients from elsewhere. */
    <A> TrainerBuilder<A> updates(Network<A> network, long total) {
        TrainerBuilder<A> builder = computing(network, 1).optimizer(rule()).regularization(penalty());
        return schedule.equals(CONSTANT) ? builder : builder.schedule(course(total));
    }

    /** For whole steps at a rate. */
    <A> TrainerBuilder<A> steps(Topology<A> topology, Network<A> network, int rows, int threads, double factor) {
        Optimizer rule = rule();
        return computing(network, threads)
                .batch(rows)
                .loss(cost(topology))
                .regularization(penalty())
                .optimizer(rule.withRate(rule.rate() * factor));
    }

    private Regularization penalty() {
        return Regularization.none().withL2(regParam);
    }

    private <A> TrainerBuilder<A> computing(Network<A> network, int threads) {
        return Trainer.of(network).threads(threads).backend(Backends.named(backend));
    }
}
