// SPDX-License-Identifier: Apache-2.0

package dev.hadamard;

import dev.hadamard.Workspace.Tensors;
import dev.hadamard.compute.Elements;
import dev.hadamard.compute.ReductionKernels;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;

/**
 * How gradients flow through a network while it is trained: per dense layer and every k steps the norm of its weights'
 * gradient, the ratio of update to weights, saturated and dead units, and units that can never separate. A listener for
 * {@link Trainer#fit}; what it finds it tells its own listener and, as {@link GradientFlowEvent}, Java Flight Recorder.
 *
 * <pre>{@code
 * trainer.fit(data, GradientFlow.every(10, trainer, flow -> log.info(flow.toString())));
 * }</pre>
 *
 * <p>Measuring allocates nothing and changes no bit of the training. Confined to the thread that trains.
 *
 * @param <A> {@code float[]} or {@code double[]}
 */
public final class GradientFlow<A> implements TrainingListener {

    /**
     * A layer whose root mean square gradient is below this share of the largest layer's is {@link Verdict#VANISHING}.
     */
    public static final double VANISHING_SHARE = 1e-3;

    /** An update larger than this multiple of the weights, in norm, is {@link Verdict#EXPLODING}. */
    public static final double EXPLODING_RATIO = 1;

    /** A layer with at least this share of dead units is {@link Verdict#DEAD}. */
    public static final double DEAD_SHARE = 0.5;

    /** Sigmoids within this of 0 or 1, and tanh and ELU within it of their bounds, count as saturated. */
    public static final double SATURATION_MARGIN = 0.01;

    /** What follows for a layer; the first that holds. */
    public enum Verdict {
        /** The gradient is not finite, or the update is larger than the weights. */
        EXPLODING,
        /** Some units have equal incoming and equal outgoing weights, and will for ever. */
        SYMMETRIC,
        /** Half of the units or more give 0 for every row: no gradient reaches their weights. */
        DEAD,
        /** The gradient is a thousandth of that of other layers, or less. */
        VANISHING,
        /** None of these. */
        HEALTHY
    }

    /**
     * One dense layer's figures.
     *
     * @param layer number, from 1
     * @param gradientNorm ‖dW‖, Euclidean
     * @param updateRatio ‖ΔW‖ / ‖W‖ before the update; NaN where the step before was not seen
     * @param saturated share of activations within {@link #SATURATION_MARGIN} of their bounds
     * @param dead share of ReLU units that give 0 for every row of the mini-batch
     * @param symmetric units that have a twin
     * @param verdict what follows
     */
    public record LayerFlow(
            int layer,
            double gradientNorm,
            double updateRatio,
            double saturated,
            double dead,
            int symmetric,
            Verdict verdict) {}

    private final int every;
    private final Trainer<A> trainer;
    private final Consumer<? super GradientFlow<A>> listener;
    private final Elements<A> elements;
    private final ReductionKernels<A> reductions;
    private final A before;
    private final List<Operation.Affine> layers = new ArrayList<>();
    private final List<UnitTwins<A>> twins = new ArrayList<>();
    private final double[] gradientNorms;
    private final double[] updateRatios;
    private final double[] saturated;
    private final double[] dead;
    private final int[] symmetric;
    private final Verdict[] verdicts;
    private final GradientFlowEvent event = new GradientFlowEvent();
    private long beforeStep = -1;
    private long step;

    private GradientFlow(int every, Trainer<A> trainer, Consumer<? super GradientFlow<A>> listener) {
        Network<A> network = trainer.network();
        this.every = every;
        this.trainer = trainer;
        this.listener = Objects.requireNonNull(listener, "listener");
        this.elements = network.elements();
        this.reductions = trainer.backend().newKernels(elements, 1).get(0).reductions();
        this.before = elements.allocate(network.parameterCount());
        for (Operation operation : network.graph().operations()) {
            if (operation instanceof Operation.Affine affine) {
                layers.add(affine);
                twins.add(new UnitTwins<>(network, affine));
            }
        }
        int count = layers.size();
        this.gradientNorms = new double[count];
        this.updateRatios = new double[count];
        this.saturated = new double[count];
        this.dead = new double[count];
        this.symmetric = new int[count];
        this.verdicts = new Verdict[count];
        keepParameters(trainer.steps());
    }

    /**
     * Measures every k-th step of a trainer.
     *
     * @param steps k, at least 1
     * @param trainer whose training will be listened to
     * @param listener told after each measurement; may ask this for its figures
     * @param <A> {@code float[]} or {@code double[]}
     * @return the listener for {@link Trainer#fit}
     * @throws IllegalArgumentException if steps is below 1
     */
    public static <A> GradientFlow<A> every(int steps, Trainer<A> trainer, Consumer<? super GradientFlow<A>> listener) {
        Arguments.atLeast("steps", 1, steps);
        return new GradientFlow<>(steps, trainer, listener);
    }

    @Override
    public boolean readsGradients() {
        return true;
    }

    @Override
    public void stepDone(Trainer<?> trained, long steps, int rows, double cost) {
        if (trained != trainer) {
            throw new IllegalArgumentException("trainer: this gradient flow listens to another one");
        }
        if (steps % every == 0) {
            measure(steps);
            listener.accept(this);
        }
        keepParameters(steps);
    }

    private void keepParameters(long steps) {
        if ((steps + 1) % every == 0) {
            System.arraycopy(trainer.network().parameters(), 0, before, 0, elements.length(before));
            beforeStep = steps;
        }
    }

    /** Measures the last step, on demand; the ratio of update to weights is known only if the step before was kept. */
    private void measure(long steps) {
        step = steps;
        Gradients<A> gradients = trainer.lastGradients();
        for (int i = 0; i < layers.size(); i++) {
            Operation.Affine affine = layers.get(i);
            ParameterRange range = affine.weights();
            gradientNorms[i] =
                    Math.sqrt(reductions.sumOfSquares(gradients.parameters(), range.offset(), range.length()));
            updateRatios[i] = beforeStep == steps - 1 ? updateRatio(range) : Double.NaN;
            countUnits(i, gradients.tensors(affine.output()), gradients.rows());
            symmetric[i] = twins.get(i).count();
        }
        double largest = 0;
        for (int i = 0; i < layers.size(); i++) {
            largest = Math.max(largest, rootMeanSquare(i));
        }
        for (int i = 0; i < layers.size(); i++) {
            verdicts[i] = judge(i, largest);
            report(i);
        }
    }

    private double updateRatio(ParameterRange range) {
        double weights = Math.sqrt(reductions.sumOfSquares(before, range.offset(), range.length()));
        reductions.addScaled(
                -1, trainer.network().parameters(), range.offset(), before, range.offset(), range.length());
        double update = Math.sqrt(reductions.sumOfSquares(before, range.offset(), range.length()));
        return update == 0 ? 0 : update / weights;
    }

    private double rootMeanSquare(int i) {
        return gradientNorms[i] / Math.sqrt(layers.get(i).weights().length());
    }

    private void countUnits(int i, Tensors<A> tensors, int rows) {
        int units = tensors.port.width();
        Activation f = tensors.port.activation();
        double low = lowerBound(f);
        double high = upperBound(f);
        long atBounds = 0;
        int deadUnits = 0;
        for (int unit = 0; unit < units; unit++) {
            boolean silent = f == Activation.RELU;
            for (int row = 0; row < rows; row++) {
                double a = elements.get(tensors.a, row * units + unit);
                silent &= a == 0;
                atBounds += a < low + SATURATION_MARGIN || a > high - SATURATION_MARGIN ? 1 : 0;
            }
            deadUnits += silent ? 1 : 0;
        }
        saturated[i] = (double) atBounds / ((long) rows * units);
        dead[i] = (double) deadUnits / units;
    }

    private static double lowerBound(Activation f) {
        if (f instanceof Activation.Elu elu) {
            return elu.alpha() > SATURATION_MARGIN ? -elu.alpha() : Double.NEGATIVE_INFINITY;
        }
        return f == Activation.SIGMOID ? 0 : f == Activation.TANH ? -1 : Double.NEGATIVE_INFINITY;
    }

    private static double upperBound(Activation f) {
        return f == Activation.SIGMOID || f == Activation.TANH ? 1 : Double.POSITIVE_INFINITY;
    }

    private Verdict judge(int i, double largest) {
        if (!Double.isFinite(gradientNorms[i]) || updateRatios[i] > EXPLODING_RATIO) {
            return Verdict.EXPLODING;
        } else if (symmetric[i] > 0) {
            return Verdict.SYMMETRIC;
        } else if (dead[i] >= DEAD_SHARE) {
            return Verdict.DEAD;
        }
        return rootMeanSquare(i) < VANISHING_SHARE * largest ? Verdict.VANISHING : Verdict.HEALTHY;
    }

    private void report(int i) {
        if (event.isEnabled()) {
            event.begin();
            event.step = step;
            event.layer = layers.get(i).layer();
            event.gradientNorm = gradientNorms[i];
            event.updateRatio = updateRatios[i];
            event.saturated = saturated[i];
            event.dead = dead[i];
            event.symmetric = symmetric[i];
            event.verdict = verdicts[i].name();
            event.end();
            event.commit();
        }
    }

    /**
     * The step that was measured last.
     *
     * @return its number, or 0 before the first
     */
    public long step() {
        return step;
    }

    /**
     * The gravest verdict on any layer in the last measurement.
     *
     * @return the verdict; healthy before the first
     */
    public Verdict verdict() {
        Verdict gravest = Verdict.HEALTHY;
        for (int i = 0; i < verdicts.length && step > 0; i++) {
            gravest = verdicts[i].compareTo(gravest) < 0 ? verdicts[i] : gravest;
        }
        return gravest;
    }

    /**
     * The figures of the last measurement.
     *
     * @return a new list, one entry a dense layer; empty before the first
     */
    public List<LayerFlow> layers() {
        List<LayerFlow> flows = new ArrayList<>();
        for (int i = 0; i < verdicts.length && step > 0; i++) {
            flows.add(new LayerFlow(
                    layers.get(i).layer(),
                    gradientNorms[i],
                    updateRatios[i],
                    saturated[i],
                    dead[i],
                    symmetric[i],
                    verdicts[i]));
        }
        return flows;
    }

    @Override
    public String toString() {
        return "step " + step + ": " + layers();
    }
}
