// SPDX-License-Identifier: Apache-2.0

package dev.hadamard.bench.jmh;

import dev.hadamard.CounterRandom;
import dev.hadamard.reference.Backpropagation;
import dev.hadamard.reference.CentralDifferences;
import dev.hadamard.reference.GradientRule;
import dev.hadamard.reference.ReferenceActivation;
import dev.hadamard.reference.ReferenceGradients;
import dev.hadamard.reference.ReferenceLayer;
import dev.hadamard.reference.ReferenceLoss;
import dev.hadamard.reference.ReferenceNetwork;
import dev.hadamard.reference.UnsharedChainRule;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * Why backpropagation is efficient: the gradients of one sample by the chain rule with each Δ kept, by the chain rule
 * multiplied out anew for each layer, and by central differences, as the network becomes deeper. All three are the
 * naive reference's, in double precision: they differ in nothing but the rule.
 *
 * <p>With L layers of n units, the first costs of the order of L n², the second L² n², the third, which runs the
 * network twice for each of L n² weights, L² n⁴.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(3)
@Warmup(iterations = 4, time = 250, timeUnit = TimeUnit.MILLISECONDS)
@Measurement(iterations = 4, time = 250, timeUnit = TimeUnit.MILLISECONDS)
public class GradientCostBenchmark {

    /** Units of every layer. */
    public static final int WIDTH = 16;

    /** Two rules that derive agree up to rounding, which grows with the depth. */
    private static final double EXACT = 1e-11;

    /** Central differences are good for two thirds of the digits. */
    private static final double NUMERIC = 1e-6;

    /** How gradients are computed. */
    @Param({"memoized", "unshared", "central-differences"})
    public String rule;

    /** Number of layers. */
    @Param({"2", "4", "8", "16", "32"})
    public int depth;

    private GradientRule gradientRule;
    private ReferenceGradients gradients;
    private final double[] x = new double[WIDTH];
    private final double[] y = new double[WIDTH];

    /** Made by JMH. */
    public GradientCostBenchmark() {}

    /**
     * Makes the network and checks the rule against another one.
     *
     * @throws IllegalStateException if the gradients differ by more than rounding, or the step of the differences,
     *     explains
     */
    @Setup(Level.Trial)
    public void makeAndCheck() {
        ReferenceNetwork network = network();
        gradients = new ReferenceGradients(network);
        gradientRule = rule(rule, network);
        double[] expected = flat(rule(rule.equals("memoized") ? "unshared" : "memoized", network), network);
        double[] actual = flat(gradientRule, network);
        double largest = Arrays.stream(expected).map(Math::abs).max().orElseThrow();
        double tolerance = largest * (rule.equals("central-differences") ? NUMERIC : EXACT);
        for (int i = 0; i < actual.length; i++) {
            if (!(Math.abs(actual[i] - expected[i]) <= tolerance)) {
                throw new IllegalStateException(rule + ", " + depth + " layers: gradient [" + i + "] is " + actual[i]
                        + ", another rule has " + expected[i] + "; explained are " + tolerance);
            }
        }
        System.out.printf(
                "%n%s, %d layers of %d; %,d gradients checked%n",
                gradientRule.getClass().getSimpleName(), depth, WIDTH, actual.length);
    }

    private ReferenceNetwork network() {
        CounterRandom random = new CounterRandom(depth, CounterRandom.Purpose.USER, 0);
        Arrays.setAll(x, i -> random.nextGaussian());
        Arrays.setAll(y, i -> random.nextGaussian());
        List<ReferenceLayer> layers = new ArrayList<>();
        for (int l = 0; l < depth; l++) {
            double[][] w = new double[WIDTH][WIDTH];
            for (double[] row : w) {
                Arrays.setAll(row, i -> random.nextGaussian() / Math.sqrt(WIDTH));
            }
            layers.add(ReferenceLayer.dense(w, new double[WIDTH], ReferenceActivation.tanh()));
        }
        return new ReferenceNetwork(layers);
    }

    /** The rule of a name; the test puts something wrong in its place. */
    GradientRule rule(String name, ReferenceNetwork network) {
        ReferenceLoss loss = ReferenceLoss.halfSquaredError();
        return switch (name) {
            case "memoized" -> new Backpropagation(network, loss);
            case "unshared" -> new UnsharedChainRule(network, loss);
            case "central-differences" -> new CentralDifferences(network, loss);
            default ->
                throw new IllegalArgumentException(
                        "rule must be memoized, unshared or central-differences, was " + name);
        };
    }

    private double[] flat(GradientRule of, ReferenceNetwork network) {
        ReferenceGradients sum = new ReferenceGradients(network);
        of.accumulate(x, y, 1, sum);
        return sum.flat();
    }

    /**
     * The gradients of one sample, added to the sum of those before.
     *
     * @return the cost
     */
    @Benchmark
    public double gradients() {
        return gradientRule.accumulate(x, y, 1, gradients);
    }
}
