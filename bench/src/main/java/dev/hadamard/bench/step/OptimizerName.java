// SPDX-License-Identifier: Apache-2.0

package dev.hadamard.bench.step;

import dev.hadamard.Optimizer;
import java.util.Locale;
import java.util.function.DoubleFunction;

/** Optimisers by the names that torch and scikit-learn give them. Momentum is 0.9; all else has torch's defaults. */
public enum OptimizerName {
    /** Plain gradient descent. */
    SGD(0.1, Optimizer::gradientDescent),
    /** Gradient descent with momentum 0.9. */
    MOMENTUM(0.02, rate -> Optimizer.momentum(rate, 0.9)),
    /** Gradient descent with Nesterov's momentum 0.9. */
    NESTEROV(0.02, rate -> Optimizer.nesterov(rate, 0.9)),
    /** AdaGrad. */
    ADAGRAD(0.01, Optimizer::adaGrad),
    /** RMSProp. */
    RMSPROP(0.001, Optimizer::rmsProp),
    /** Adam. */
    ADAM(0.001, Optimizer::adam),
    /** AdamW. */
    ADAMW(0.001, Optimizer::adamW),
    /** AMSGrad. */
    AMSGRAD(0.001, Optimizer::amsGrad),
    /** NAdam. */
    NADAM(0.002, Optimizer::nAdam),
    /** Adadelta. */
    ADADELTA(1, Optimizer::adadelta),
    /** Rprop, for full batches. */
    RPROP(0.01, Optimizer::rprop),
    /** Lion. */
    LION(0.0001, Optimizer::lion),
    /** L-BFGS, for full batches; its steps are line searches. */
    LBFGS(1, rate -> Optimizer.lbfgs().withRate(rate));

    private final double defaultRate;
    private final DoubleFunction<Optimizer> factory;

    OptimizerName(double defaultRate, DoubleFunction<Optimizer> factory) {
        this.defaultRate = defaultRate;
        this.factory = factory;
    }

    /**
     * The optimiser of a name.
     *
     * @param name as {@link #label()} has it
     * @return the optimiser's name
     * @throws IllegalArgumentException if there is none of this name
     */
    public static OptimizerName named(String name) {
        return valueOf(name.toUpperCase(Locale.ROOT));
    }

    /**
     * Where no rate is given.
     *
     * @return a learning rate that suits small networks
     */
    public double defaultRate() {
        return defaultRate;
    }

    /**
     * The optimiser itself.
     *
     * @param rate learning rate, positive
     * @return the optimiser
     * @throws IllegalArgumentException if the rate is not positive and finite
     */
    public Optimizer withRate(double rate) {
        return factory.apply(rate);
    }

    /**
     * The name as users write it.
     *
     * @return lower case
     */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
