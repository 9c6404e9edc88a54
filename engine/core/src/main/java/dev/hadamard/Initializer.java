// SPDX-License-Identifier: Apache-2.0

package dev.hadamard;

import java.util.random.RandomGenerator;

/**
 * Initial values of a weight matrix or bias. Works in double for both element types, so that a float and a double
 * network of the same seed start from the same numbers, up to rounding. Must be stateless.
 */
@FunctionalInterface
public interface Initializer {

    /**
     * Fills the parameters.
     *
     * @param values where they go: weights row-major, fanIn x fanOut; a bias has fanOut values
     * @param fanIn inputs of the layer
     * @param fanOut units of the layer
     * @param random the stream of this layer
     */
    void fill(double[] values, int fanIn, int fanOut, RandomGenerator random);

    /**
     * All alike. Hidden units of equal weights never separate: a trainer warns.
     *
     * @param value the value
     * @return the initialiser
     */
    static Initializer constant(double value) {
        Arguments.finite("value", value);
        return (values, fanIn, fanOut, random) -> java.util.Arrays.fill(values, value);
    }

    /**
     * Uniform in [low, high).
     *
     * @param low lower bound
     * @param high upper bound, above low
     * @return the initialiser
     * @throws IllegalArgumentException if the bounds are not finite or not in order
     */
    static Initializer uniform(double low, double high) {
        Arguments.finite("low", low);
        Arguments.finite("high", high);
        if (!(low < high)) {
            throw new IllegalArgumentException("low " + low + " must be below high " + high);
        }
        return (values, fanIn, fanOut, random) -> fillUniform(values, low, high, random);
    }

    /**
     * Normal.
     *
     * @param mean mean
     * @param deviation standard deviation, positive
     * @return the initialiser
     * @throws IllegalArgumentException if mean is not finite or deviation not positive
     */
    static Initializer normal(double mean, double deviation) {
        Arguments.finite("mean", mean);
        Arguments.positive("deviation", deviation);
        return (values, fanIn, fanOut, random) -> fillNormal(values, mean, deviation, random);
    }

    /**
     * Xavier (Glorot and Bengio 2010), uniform in ±√(6 / (fanIn + fanOut)).
     *
     * @return the initialiser
     */
    static Initializer xavierUniform() {
        return (values, fanIn, fanOut, random) -> {
            double bound = Math.sqrt(6.0 / ((double) fanIn + fanOut));
            fillUniform(values, -bound, bound, random);
        };
    }

    /**
     * Xavier (Glorot and Bengio 2010), normal with variance 2 / (fanIn + fanOut).
     *
     * @return the initialiser
     */
    static Initializer xavierNormal() {
        return (values, fanIn, fanOut, random) ->
                fillNormal(values, 0, Math.sqrt(2.0 / ((double) fanIn + fanOut)), random);
    }

    /**
     * He (He et al. 2015), for ReLU: uniform in ±√(6 / fanIn).
     *
     * @return the initialiser
     */
    static Initializer heUniform() {
        return (values, fanIn, fanOut, random) -> {
            double bound = Math.sqrt(6.0 / fanIn);
            fillUniform(values, -bound, bound, random);
        };
    }

    /**
     * He (He et al. 2015), for ReLU: normal with variance 2 / fanIn.
     *
     * @return the initialiser
     */
    static Initializer heNormal() {
        return (values, fanIn, fanOut, random) -> fillNormal(values, 0, Math.sqrt(2.0 / fanIn), random);
    }

    /**
     * LeCun (LeCun et al. 1998): uniform in ±√(3 / fanIn).
     *
     * @return the initialiser
     */
    static Initializer lecunUniform() {
        return (values, fanIn, fanOut, random) -> {
            double bound = Math.sqrt(3.0 / fanIn);
            fillUniform(values, -bound, bound, random);
        };
    }

    /**
     * LeCun (LeCun et al. 1998): normal with variance 1 / fanIn.
     *
     * @return the initialiser
     */
    static Initializer lecunNormal() {
        return (values, fanIn, fanOut, random) -> fillNormal(values, 0, Math.sqrt(1.0 / fanIn), random);
    }

    /**
     * Given values.
     *
     * @param given weights row-major, fanIn x fanOut, or a bias's fanOut values; copied
     * @return the initialiser; filling throws IllegalArgumentException if the number of values does not fit
     */
    static Initializer values(double... given) {
        double[] copy = given.clone();
        return (values, fanIn, fanOut, random) -> {
            if (values.length != copy.length) {
                throw new IllegalArgumentException("given values: a layer of " + fanIn + " inputs and " + fanOut
                        + " units needs " + values.length + " here, given were " + copy.length);
            }
            System.arraycopy(copy, 0, values, 0, copy.length);
        };
    }

    private static void fillUniform(double[] values, double low, double high, RandomGenerator random) {
        for (int i = 0; i < values.length; i++) {
            values[i] = low + (high - low) * random.nextDouble();
        }
    }

    private static void fillNormal(double[] values, double mean, double deviation, RandomGenerator random) {
        for (int i = 0; i < values.length; i++) {
            values[i] = mean + deviation * random.nextGaussian();
        }
    }
}
