// SPDX-License-Identifier: Apache-2.0

package dev.hadamard.bench.jmh;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hadamard.bench.step.StepSetup;
import dev.hadamard.bench.step.TrainStep;
import dev.hadamard.compute.DenseKernels;
import dev.hadamard.compute.Elements;
import dev.hadamard.compute.ProductKernels;
import dev.hadamard.reference.Backpropagation;
import dev.hadamard.reference.GradientRule;
import dev.hadamard.reference.ReferenceLoss;
import dev.hadamard.reference.ReferenceNetwork;
import java.lang.reflect.Proxy;
import org.junit.jupiter.api.Test;

/** A benchmark can't time a wrong answer: with a kernel that is wrong on purpose, its setup fails and says where. */
class WrongKernelTest {

    /** Right but for one gradient. */
    private record WrongStep(TrainStep step) implements TrainStep {

        @Override
        public double run() {
            return step.run();
        }

        @Override
        public double[] gradients() {
            double[] gradients = step.gradients();
            gradients[4 * 16 + 16 + 3 * 2 + 1] += 0.25; // W2[2,1], behind W1 and b1
            return gradients;
        }

        @Override
        public void reset() {
            step.reset();
        }

        @Override
        public String describe() {
            return "wrong";
        }
    }

    @Test
    void aTrainingStepWithAWrongGradient() {
        TrainStepBenchmark benchmark = new TrainStepBenchmark() {
            @Override
            <A> TrainStep newStep(StepSetup<A> setup) {
                return new WrongStep(super.newStep(setup));
            }
        };
        benchmark.workload = "tiny";
        benchmark.implementation = "simd";
        benchmark.precision = "float";
        benchmark.threads = 1;
        benchmark.optimizer = "sgd";
        benchmark.activation = "relu";
        benchmark.batch = "own";
        assertThatThrownBy(benchmark::makeAndCheck)
                .isInstanceOf(IllegalStateException.class)
                .hasMessageMatching("simd on tiny: gradient of W2\\[2,1] is -?\\d\\S+, the reference has -?\\d\\S+;.*");
    }

    @Test
    void aColdStartWithAWrongGradient() {
        ColdStartBenchmark benchmark = new ColdStartBenchmark() {
            @Override
            TrainStep newStep(StepSetup<float[]> on) {
                return new WrongStep(super.newStep(on));
            }
        };
        benchmark.workload = "tiny";
        benchmark.implementation = "scalar";
        benchmark.steps = 1;
        benchmark.make();
        benchmark.start();
        assertThatThrownBy(benchmark::check)
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("gradient of W2[2,1] is");
    }

    @Test
    void aWrongOutput() {
        InferenceBenchmark benchmark = new InferenceBenchmark() {
            @Override
            <A> A result(A out) {
                ((float[]) out)[5] = Float.NaN;
                return out;
            }
        };
        benchmark.workload = "tiny";
        benchmark.implementation = "simd";
        benchmark.precision = "float";
        benchmark.threads = 1;
        benchmark.batch = 3;
        assertThatThrownBy(benchmark::makeAndCheck)
                .isInstanceOf(IllegalStateException.class)
                .hasMessageMatching("output A\\[1,2] is NaN, the reference has 0\\.\\d+;.*");
    }

    @Test
    void aWrongProduct() {
        GemmBenchmark benchmark = new GemmBenchmark() {
            @Override
            <A> DenseKernels<A> kernels(Elements<A> elements) {
                DenseKernels<A> right = super.kernels(elements);
                return new DenseKernels<>(
                        doingNothing(),
                        right.activations(),
                        right.losses(),
                        right.updates(),
                        right.reductions(),
                        right.parameters());
            }
        };
        benchmark.shape = "5x7x3";
        benchmark.product = "weights";
        benchmark.precision = "float";
        benchmark.implementation = "simd";
        assertThatThrownBy(benchmark::makeAndCheck)
                .isInstanceOf(IllegalStateException.class)
                .hasMessageMatching("dW\\[6,2] is -?\\d\\S* instead of -?\\d\\S*");
    }

    @SuppressWarnings("unchecked") // a proxy has no type arguments
    private static <A> ProductKernels<A> doingNothing() {
        return (ProductKernels<A>) Proxy.newProxyInstance(
                ProductKernels.class.getClassLoader(),
                new Class<?>[] {ProductKernels.class},
                (proxy, method, args) -> null);
    }

    @Test
    void aWrongRule() {
        GradientCostBenchmark benchmark = new GradientCostBenchmark() {
            @Override
            GradientRule rule(String name, ReferenceNetwork network) {
                return name.equals("unshared")
                        ? new Backpropagation(network, ReferenceLoss.squaredError()) // twice the half
                        : super.rule(name, network);
            }
        };
        benchmark.rule = "unshared";
        benchmark.depth = 2;
        assertThatThrownBy(benchmark::makeAndCheck)
                .isInstanceOf(IllegalStateException.class)
                .hasMessageMatching(
                        "unshared, 2 layers: gradient \\[\\d+] is -?\\d\\S+, another rule has -?\\d\\S+;.*");
    }
}
