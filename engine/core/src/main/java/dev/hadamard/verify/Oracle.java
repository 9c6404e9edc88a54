// SPDX-License-Identifier: Apache-2.0

package dev.hadamard.verify;

import dev.hadamard.Activation;
import dev.hadamard.Adadelta;
import dev.hadamard.AmsGrad;
import dev.hadamard.Clipping;
import dev.hadamard.CounterRandom;
import dev.hadamard.Layer;
import dev.hadamard.Lion;
import dev.hadamard.Loss;
import dev.hadamard.NAdam;
import dev.hadamard.Network;
import dev.hadamard.Optimizer;
import dev.hadamard.Regularization;
import dev.hadamard.Rprop;
import dev.hadamard.reference.ReferenceActivation;
import dev.hadamard.reference.ReferenceBatchNorm;
import dev.hadamard.reference.ReferenceColumns;
import dev.hadamard.reference.ReferenceConcatenation;
import dev.hadamard.reference.ReferenceConstraints;
import dev.hadamard.reference.ReferenceLayer;
import dev.hadamard.reference.ReferenceLayerNorm;
import dev.hadamard.reference.ReferenceLoss;
import dev.hadamard.reference.ReferenceNetwork;
import dev.hadamard.reference.ReferenceOptimizer;
import dev.hadamard.reference.ReferenceOptimizers;
import dev.hadamard.reference.ReferenceTargets;
import dev.hadamard.reference.ReferenceTrainer;
import java.util.ArrayList;
import java.util.List;

/** Translates what the engine works on into the naive reference, so that the two can be compared. Stateless. */
public final class Oracle {

    private Oracle() {}

    /**
     * The reference's twin of a network.
     *
     * @param network of either precision
     * @return a network of the same layers, with a copy of the parameters, widened, and the masks of its dropouts
     */
    public static ReferenceNetwork network(Network<?> network) {
        List<ReferenceLayer> layers = new ArrayList<>();
        new Twin(network.seed()).addLayers(network.layers(), network.inputs(), layers);
        ReferenceNetwork twin = new ReferenceNetwork(layers);
        twin.setParameters(network.parametersAsDoubles());
        return twin;
    }

    /**
     * The reference's twin of a trainer: gradients by memoized backpropagation.
     *
     * @param network of either precision; its parameters are copied
     * @param loss loss and reduction
     * @param optimizer optimiser, from its first step
     * @return a trainer that works one sample at a time
     */
    public static ReferenceTrainer trainer(Network<?> network, Loss loss, Optimizer optimizer) {
        return new ReferenceTrainer(network(network), loss(loss), reduction(loss), optimizer(optimizer));
    }

    /**
     * The reference's twin of a loss.
     *
     * @param loss the engine's
     * @return the loss of a sample
     */
    public static ReferenceLoss loss(Loss loss) {
        if (loss.kind() != Loss.Kind.HUBER && loss.parameter() > 0) {
            return smoothed(loss(loss.smoothed(0)), loss.parameter());
        }
        return switch (loss.kind()) {
            case HALF_SQUARED_ERROR -> ReferenceLoss.halfSquaredError();
            case SQUARED_ERROR -> ReferenceLoss.squaredError();
            case MEAN_SQUARED_ERROR -> ReferenceLoss.meanSquaredError();
            case ABSOLUTE_ERROR -> ReferenceLoss.l1();
            case HUBER -> ReferenceLoss.huber(loss.parameter());
            case CROSS_ENTROPY -> ReferenceLoss.crossEntropy();
            case BINARY_CROSS_ENTROPY -> ReferenceLoss.binaryCrossEntropy();
            case CUSTOM -> ReferenceLoss.of("custom", loss.custom()::value, loss.custom()::gradient);
        };
    }

    private static ReferenceLoss smoothed(ReferenceLoss loss, double epsilon) {
        return ReferenceLoss.of(
                "smoothed",
                (a, y) -> loss.value(a, ReferenceTargets.smoothed(new double[][] {y}, epsilon)[0]),
                (a, y, dA) -> loss.gradient(a, ReferenceTargets.smoothed(new double[][] {y}, epsilon)[0], dA));
    }

    /**
     * How the reference reduces rows.
     *
     * @param loss the engine's
     * @return mean or sum
     */
    public static ReferenceLoss.Reduction reduction(Loss loss) {
        return switch (loss.reduction()) {
            case MEAN -> ReferenceLoss.Reduction.MEAN;
            case SUM -> ReferenceLoss.Reduction.SUM;
        };
    }

    /**
     * The reference's twin of an optimiser, from its first step.
     *
     * @param optimizer the engine's
     * @return an optimiser with state of its own
     */
    public static ReferenceOptimizer optimizer(Optimizer optimizer) {
        if (optimizer instanceof Optimizer.GradientDescent descent) {
            return ReferenceOptimizer.gradientDescent(descent.rate());
        } else if (optimizer instanceof Optimizer.Momentum momentum) {
            return ReferenceOptimizer.momentum(momentum.rate(), momentum.momentum());
        } else if (optimizer instanceof Optimizer.Nesterov nesterov) {
            return ReferenceOptimizer.nesterov(nesterov.rate(), nesterov.momentum());
        } else if (optimizer instanceof Optimizer.AdaGrad adaGrad) {
            return ReferenceOptimizer.adaGrad(adaGrad.rate(), adaGrad.epsilon());
        } else if (optimizer instanceof Optimizer.RmsProp rms) {
            return ReferenceOptimizer.rmsProp(rms.rate(), rms.alpha(), rms.epsilon());
        } else if (optimizer instanceof Optimizer.Adam adam) {
            return ReferenceOptimizer.adam(adam.rate(), adam.beta1(), adam.beta2(), adam.epsilon());
        }
        if (!(optimizer instanceof Optimizer.AdamW adamW)) {
            return furtherOptimizer(optimizer);
        }
        return ReferenceOptimizer.adamW(
                adamW.rate(), adamW.beta1(), adamW.beta2(), adamW.epsilon(), adamW.weightDecay(), adamW.biases());
    }

    private static ReferenceOptimizer furtherOptimizer(Optimizer optimizer) {
        if (optimizer instanceof AmsGrad ams) {
            return ReferenceOptimizers.amsGrad(ams.rate(), ams.beta1(), ams.beta2(), ams.epsilon());
        } else if (optimizer instanceof NAdam nAdam) {
            return ReferenceOptimizers.nAdam(
                    nAdam.rate(), nAdam.beta1(), nAdam.beta2(), nAdam.epsilon(), nAdam.momentumDecay());
        } else if (optimizer instanceof Adadelta adadelta) {
            return ReferenceOptimizers.adadelta(adadelta.rate(), adadelta.rho(), adadelta.epsilon());
        } else if (optimizer instanceof Rprop rprop) {
            return ReferenceOptimizers.rprop(
                    rprop.rate(), rprop.decrease(), rprop.increase(), rprop.least(), rprop.most());
        } else if (optimizer instanceof Lion lion) {
            return ReferenceOptimizers.lion(lion.rate(), lion.beta1(), lion.beta2());
        }
        throw new IllegalArgumentException("optimizer: the reference has no " + optimizer);
    }

    /**
     * The reference's twin of regularisation and clipping.
     *
     * @param regularization penalties, decay and limits
     * @param clipping what is limited, or null
     * @return the reference's
     */
    public static ReferenceConstraints constraints(Regularization regularization, Clipping clipping) {
        ReferenceConstraints.Clip clip = clipping == null
                ? ReferenceConstraints.Clip.NOTHING
                : ReferenceConstraints.Clip.valueOf(clipping.kind().name());
        return new ReferenceConstraints(
                regularization.l1(),
                regularization.l2(),
                regularization.weightDecay(),
                regularization.maxNorm(),
                regularization.biases(),
                clip,
                clipping == null ? 0 : clipping.limit());
    }

    /**
     * The reference's twin of an activation.
     *
     * @param activation the engine's
     * @return the activation of a row
     */
    public static ReferenceActivation activation(Activation activation) {
        if (activation instanceof Activation.Standard standard) {
            return switch (standard) {
                case IDENTITY -> ReferenceActivation.identity();
                case SIGMOID -> ReferenceActivation.sigmoid();
                case TANH -> ReferenceActivation.tanh();
                case RELU -> ReferenceActivation.relu();
                case SOFTPLUS -> ReferenceActivation.softplus();
                case SILU -> ReferenceActivation.silu();
                case GELU -> ReferenceActivation.gelu();
                case GELU_TANH -> ReferenceActivation.geluTanh();
                case SOFTMAX -> ReferenceActivation.softmax();
            };
        } else if (activation instanceof Activation.LeakyRelu leaky) {
            return ReferenceActivation.leakyRelu(leaky.slope());
        } else if (activation instanceof Activation.Elu elu) {
            return ReferenceActivation.elu(elu.alpha());
        } else if (activation instanceof Activation.Elementwise user) {
            return ReferenceActivation.elementWise(user.name(), user.value(), user.derivative());
        }
        Activation.Rowwise user = (Activation.Rowwise) activation;
        return ReferenceActivation.rowWise(
                user.name(), user.function()::forward, user.function()::vectorJacobianProduct);
    }

    /**
     * The difference by which tensors are judged: max |g − r| / max |r|.
     *
     * @param actual g
     * @param expected r, as many elements
     * @return the difference; 0 if both are all zeros; infinite if any element is NaN or infinite, or only r is all
     *     zeros
     * @throws IllegalArgumentException if the lengths differ
     */
    public static double relativeDifference(double[] actual, double[] expected) {
        if (actual.length != expected.length) {
            throw new IllegalArgumentException(
                    "actual has " + actual.length + " elements, expected has " + expected.length);
        }
        double largest = 0;
        double difference = 0;
        for (int i = 0; i < actual.length; i++) {
            if (!Double.isFinite(actual[i]) || !Double.isFinite(expected[i])) {
                return Double.POSITIVE_INFINITY;
            }
            largest = Math.max(largest, Math.abs(expected[i]));
            difference = Math.max(difference, Math.abs(actual[i] - expected[i]));
        }
        return difference == 0 ? 0 : difference / largest;
    }

    /** The activations of all layers that have one, in the order of computation. */
    static List<Activation> activations(List<Layer> layers) {
        List<Activation> activations = new ArrayList<>();
        for (Layer layer : layers) {
            if (layer instanceof Layer.Dense dense) {
                activations.add(dense.activation());
            } else if (layer instanceof Layer.LayerNorm norm) {
                activations.add(norm.activation());
            } else if (layer instanceof Layer.BatchNorm norm) {
                activations.add(norm.activation());
            } else {
                activations.addAll(activations(layer.inner()));
            }
        }
        return activations;
    }

    /** Whether a training step computes something else than a prediction. */
    static boolean trainsOtherwise(List<Layer> layers) {
        return layers.stream()
                .anyMatch(layer -> layer instanceof Layer.Dropout
                        || layer instanceof Layer.BatchNorm
                        || trainsOtherwise(layer.inner()));
    }

    /** Makes layers; counts dropouts in the order of computation. */
    private static final class Twin {

        private final long seed;
        private int dropouts;

        Twin(long seed) {
            this.seed = seed;
        }

        int addLayers(List<Layer> layers, int inputs, List<ReferenceLayer> target) {
            int width = inputs;
            for (Layer layer : layers) {
                if (layer instanceof Layer.Dense dense) {
                    target.add(dense(dense, width));
                    width = dense.units();
                } else if (layer instanceof Layer.Residual residual) {
                    List<ReferenceLayer> branch = new ArrayList<>();
                    width = addLayers(residual.layers(), width, branch);
                    target.add(ReferenceLayer.residual(branch.toArray(new ReferenceLayer[0])));
                } else if (layer instanceof Layer.Dropout dropout) {
                    target.add(dropout(dropout, width));
                } else if (layer instanceof Layer.Chain chain) {
                    width = addLayers(chain.layers(), width, target);
                } else if (layer instanceof Layer.Concatenation concatenation) {
                    width = addBranches(concatenation, width, target);
                } else if (layer instanceof Layer.Columns columns) {
                    target.add(new ReferenceColumns(width, columns.from(), columns.to()));
                    width = columns.to() - columns.from();
                } else if (layer instanceof Layer.BatchNorm norm) {
                    target.add(new ReferenceBatchNorm(
                            width, activation(norm.activation()), norm.epsilon(), norm.momentum()));
                } else if (layer instanceof Layer.LayerNorm norm) {
                    target.add(new ReferenceLayerNorm(
                            new double[width], new double[width], activation(norm.activation()), norm.epsilon()));
                }
            }
            return width;
        }

        private int addBranches(Layer.Concatenation concatenation, int inputs, List<ReferenceLayer> target) {
            List<List<ReferenceLayer>> branches = new ArrayList<>();
            int width = 0;
            for (Layer branch : concatenation.branches()) {
                List<ReferenceLayer> layers = new ArrayList<>();
                width += addLayers(List.of(branch), inputs, layers);
                branches.add(layers);
            }
            target.add(new ReferenceConcatenation(branches));
            return width;
        }

        private static ReferenceLayer dense(Layer.Dense dense, int inputs) {
            ReferenceActivation f = activation(dense.activation());
            double[][] weights = new double[inputs][dense.units()];
            return dense.bias()
                    ? ReferenceLayer.dense(weights, new double[dense.units()], f)
                    : ReferenceLayer.dense(weights, f);
        }

        /** The numbers of the engine's generator, as {@link CounterRandom#nextDouble} makes them of 64 bits. */
        private ReferenceLayer dropout(Layer.Dropout dropout, int width) {
            dropouts++;
            long first = dropouts * (1L << 32);
            return ReferenceLayer.dropout(width, dropout.rate(), (step, row, column) -> {
                CounterRandom random = new CounterRandom(seed, CounterRandom.Purpose.DROPOUT, step);
                return (random.at(first + (long) row * width + column) >>> 11) * 0x1p-53;
            });
        }
    }
}
