// SPDX-License-Identifier: Apache-2.0

package dev.hadamard;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The engine computes what the reference computes: cost, gradients, activations, error signals and gradient by the
 * input, tensor by tensor. The reference starts from the engine's own parameters and inputs, widened.
 */
class AgreementTest {

    private static final int INPUTS = 7;
    private static final int HIDDEN = 5;
    private static final int OUTPUTS = 3;
    private static final int[] BATCHES = {1, 17};
    private static final Activation RUNNING = Examples.RUNNING_SUM;

    @EverySetting
    <A> void everyHiddenActivationWithEveryLoss(Setting<A> setting) {
        Agreement<A> agreement = new Agreement<>(setting);
        for (Activation f : Examples.activations()) {
            for (Loss loss : Examples.losses()) {
                for (int rows : BATCHES) {
                    String name = f.label() + " hidden, " + loss + ", " + rows + " rows";
                    Layer output = Layer.dense(OUTPUTS, outputFor(loss));
                    agreement.check(name, loss, rows, INPUTS, Layer.dense(HIDDEN, f), output);
                }
            }
        }
        assertThat(agreement.failures()).isEmpty();
        assertThat(agreement.cases()).isEqualTo(15 * 16 * 2);
    }

    @EverySetting
    <A> void everyOutputActivationWithEveryLoss(Setting<A> setting) {
        Agreement<A> agreement = new Agreement<>(setting);
        for (Activation f : Examples.activations()) {
            for (Loss loss : Examples.losses()) {
                for (int rows : BATCHES) {
                    String name = f.label() + " output, " + loss + ", " + rows + " rows";
                    agreement.check(name, loss, rows, INPUTS, Layer.dense(HIDDEN, Activation.TANH), output(f, loss));
                }
            }
        }
        assertThat(agreement.failures()).isEmpty();
        assertThat(agreement.cases()).isEqualTo(15 * 16 * 2);
    }

    @EverySetting
    <A> void everyShape(Setting<A> setting) {
        Agreement<A> agreement = new Agreement<>(setting);
        Map<String, Layer[]> networks = new LinkedHashMap<>();
        for (Activation f : List.of(Activation.TANH, Activation.RELU, Activation.SILU, Activation.SOFTMAX)) {
            networks.put("one layer, " + f.label(), new Layer[] {dense(1, f)});
            networks.put("no bias, " + f.label(), new Layer[] {plain(13, f), plain(7, f), plain(2, f)});
            networks.put("deep, " + f.label(), new Layer[] {dense(2, f), dense(3, f), dense(5, f), dense(11, f)});
            networks.put("wide, " + f.label(), new Layer[] {dense(131, f), dense(67, f), dense(10, f)});
            networks.put("residual, " + f.label(), new Layer[] {
                dense(5, f), Layer.residual(dense(3, RUNNING), plain(5, f)), dense(4, f)
            });
            networks.put("residual at both ends, " + f.label(), new Layer[] {Layer.residual(dense(INPUTS, f))});
            networks.put("nested residual, " + f.label(), new Layer[] {
                Layer.residual(dense(INPUTS, f), Layer.residual(Layer.residual(plain(INPUTS, f))), dense(INPUTS, f))
            });
        }
        networks.forEach((name, layers) -> {
            for (int rows : new int[] {1, 2, 17, 64}) {
                agreement.check(name + ", " + rows + " rows", Loss.huber(), rows, INPUTS, layers);
            }
        });
        assertThat(agreement.failures()).isEmpty();
        assertThat(agreement.cases()).isEqualTo(4 * 7 * 4);
    }

    @EverySetting
    <A> void longSums(Setting<A> setting) {
        Agreement<A> agreement = new Agreement<>(setting);
        Layer hidden = Layer.dense(9, Activation.TANH);
        agreement.check("many inputs", Loss.crossEntropy(), 3, 1025, hidden, Layer.dense(4, Activation.SOFTMAX));
        agreement.check("many units", Loss.huber(), 3, 2, Layer.dense(1023, Activation.TANH), hidden);
        agreement.check("many rows", Loss.huber().sum(), 1025, 3, hidden, Layer.dense(2, Activation.IDENTITY));
        assertThat(agreement.failures()).isEmpty();
        assertThat(agreement.cases()).isEqualTo(3);
    }

    /**
     * An output activation whose values lie in the loss's domain: for the entropies the one that they are fused with.
     */
    static Activation outputFor(Loss loss) {
        return switch (loss.kind()) {
            case CROSS_ENTROPY -> Activation.SOFTMAX;
            case BINARY_CROSS_ENTROPY -> Activation.SIGMOID;
            default -> Activation.IDENTITY;
        };
    }

    /**
     * An output layer whose values lie in the loss's domain. The entropies take values in (0, 1) only; behind an
     * activation that can leave it, small weights keep pre-activations, five times a weight at most, around a bias of
     * 1/4 instead: there every activation is in (0, 1), and so is a running sum over three of them.
     */
    static Layer output(Activation f, Loss loss) {
        Layer.Dense output = Layer.dense(OUTPUTS, f);
        boolean entropy = loss.kind() == Loss.Kind.CROSS_ENTROPY || loss.kind() == Loss.Kind.BINARY_CROSS_ENTROPY;
        boolean stays = f == Activation.SIGMOID || f == Activation.SOFTMAX;
        return entropy && !stays
                ? output.weights(Initializer.uniform(-0.012, 0.012)).biases(Initializer.constant(0.25))
                : output;
    }

    private static Layer dense(int units, Activation f) {
        return Layer.dense(units, f);
    }

    private static Layer plain(int units, Activation f) {
        return Layer.dense(units, f).withoutBias();
    }
}
