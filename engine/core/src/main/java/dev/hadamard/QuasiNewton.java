// SPDX-License-Identifier: Apache-2.0

package dev.hadamard;

import dev.hadamard.compute.Elements;

/**
 * L-BFGS at work: the last pairs of steps s and gradient differences y stand for the inverse Hessian H. All in double,
 * by plain loops, whatever the network's element type. Confined to one caller.
 *
 * @param <A> {@code float[]} or {@code double[]}
 */
final class QuasiNewton<A> implements State {

    /** Pairs with less curvature sᵀy than this would spoil H: torch's limit. */
    private static final double LEAST_CURVATURE = 1e-10;

    /** What is minimised. */
    interface Objective {
        /**
         * Cost at the network's parameters; the gradient is left in the array it has for it.
         *
         * @throws NonFiniteException if the cost is not finite
         */
        double evaluate();
    }

    private final Lbfgs settings;
    private final Elements<A> elements;
    private final A parameters;
    private final A gradients;
    private final Objective objective;
    private final int n;
    private final LineSearch search;

    private final double[] x;
    private final double[] start;
    private final double[] g;
    private final double[] startG;
    private final double[] direction;
    /** Pair p at p · n, the oldest at the head. */
    private final double[] s;

    private final double[] y;
    private final double[] inverseCurvature;
    private final double[] alpha;
    private long head;
    private long pairs;

    /**
     * Allocates.
     *
     * @throws IllegalArgumentException if so many pairs exceed one Java array
     */
    QuasiNewton(Lbfgs settings, Elements<A> elements, A parameters, A gradients, Objective objective) {
        this.settings = settings;
        this.elements = elements;
        this.parameters = parameters;
        this.gradients = gradients;
        this.objective = objective;
        this.n = elements.length(parameters);
        int length = Arguments.arrayLength("memory", settings.memory(), n);
        this.x = new double[n];
        this.start = new double[n];
        this.g = new double[n];
        this.startG = new double[n];
        this.direction = new double[n];
        this.s = new double[length];
        this.y = new double[length];
        this.inverseCurvature = new double[settings.memory()];
        this.alpha = new double[settings.memory()];
        this.search = new LineSearch(this::along, settings.evaluations());
    }

    /** One iteration; the cost before it. */
    double step() {
        double cost = objective.evaluate();
        elements.toDoubles(parameters, 0, start, 0, n);
        elements.toDoubles(gradients, 0, startG, 0, n);
        double slope = findDirection();
        if (!(slope < 0)) {
            pairs = 0;
            slope = findDirection();
        }
        if (!(slope < 0)) {
            return cost; // the gradient is 0
        }
        double trial = pairs > 0 ? settings.rate() : Math.min(1, 1 / sumOfAbs(startG)) * settings.rate();
        if (search.run(trial, cost, slope)) {
            keepPair();
        } else {
            pairs = 0;
            elements.fromDoubles(start, 0, parameters, 0, n);
        }
        return cost;
    }

    /** d = −H g by the two loops of algorithm 7.4; the slope gᵀd. */
    private double findDirection() {
        int memory = settings.memory();
        for (int i = 0; i < n; i++) {
            direction[i] = -startG[i];
        }
        for (long k = pairs - 1; k >= 0; k--) {
            int pair = (int) ((head + k) % memory);
            alpha[pair] = inverseCurvature[pair] * dot(s, pair * n, direction, 0);
            addScaled(-alpha[pair], y, pair * n);
        }
        if (pairs > 0) {
            int last = (int) ((head + pairs - 1) % memory);
            double scale = 1 / (inverseCurvature[last] * dot(y, last * n, y, last * n));
            for (int i = 0; i < n; i++) {
                direction[i] *= scale;
            }
        }
        for (long k = 0; k < pairs; k++) {
            int pair = (int) ((head + k) % memory);
            double beta = inverseCurvature[pair] * dot(y, pair * n, direction, 0);
            addScaled(alpha[pair] - beta, s, pair * n);
        }
        return dot(startG, 0, direction, 0);
    }

    /** Cost and slope at a distance along the direction; infinite where the cost is not finite. */
    private double along(double distance) {
        for (int i = 0; i < n; i++) {
            x[i] = start[i] + distance * direction[i];
        }
        elements.fromDoubles(x, 0, parameters, 0, n);
        double cost;
        try {
            cost = objective.evaluate();
        } catch (NonFiniteException e) {
            return Double.POSITIVE_INFINITY; // a step too far, which the line search takes back
        }
        elements.toDoubles(gradients, 0, g, 0, n);
        search.slope = dot(g, 0, direction, 0);
        return cost;
    }

    /** Of the step just made, as the element type has it. */
    private void keepPair() {
        int memory = settings.memory();
        int pair = (int) ((head + pairs) % memory);
        elements.toDoubles(parameters, 0, x, 0, n);
        double curvature = 0;
        for (int i = 0; i < n; i++) {
            s[pair * n + i] = x[i] - start[i];
            y[pair * n + i] = g[i] - startG[i];
            curvature += s[pair * n + i] * y[pair * n + i];
        }
        if (pairs == memory) {
            // The oldest has been overwritten.
            head = (head + 1) % memory;
            pairs--;
        }
        if (curvature > LEAST_CURVATURE) {
            inverseCurvature[pair] = 1 / curvature;
            pairs++;
        }
    }

    private double dot(double[] a, int aFrom, double[] b, int bFrom) {
        double sum = 0;
        for (int i = 0; i < n; i++) {
            sum += a[aFrom + i] * b[bFrom + i];
        }
        return sum;
    }

    private void addScaled(double factor, double[] a, int from) {
        for (int i = 0; i < n; i++) {
            direction[i] += factor * a[from + i];
        }
    }

    private static double sumOfAbs(double[] a) {
        double sum = 0;
        for (double value : a) {
            sum += Math.abs(value);
        }
        return sum;
    }

    @Override
    public void save(Sink sink) {
        sink.put("head", head);
        sink.put("pairs", pairs);
        sink.putArray("s", s);
        sink.putArray("y", y);
        sink.putArray("inverseCurvature", inverseCurvature);
    }

    @Override
    public void restore(Source source) {
        head = Arguments.count("head", source);
        pairs = Arguments.count("pairs", source);
        if (head >= settings.memory() || pairs > settings.memory()) {
            throw new IllegalArgumentException(
                    "head and pairs must be within memory " + settings.memory() + ", were " + head + " and " + pairs);
        }
        source.getArray("s", s);
        source.getArray("y", y);
        source.getArray("inverseCurvature", inverseCurvature);
    }
}
