// SPDX-License-Identifier: Apache-2.0

package dev.hadamard;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Units that can never separate are named, and no others. */
class SymmetricUnitsTest {

    private static final Initializer SAME = Initializer.constant(0.5);

    private static Layer same(int units, Activation f) {
        return Layer.dense(units, f).weights(SAME);
    }

    private static Layer distinct(int units) {
        return Layer.dense(units, Activation.TANH);
    }

    private static List<String> warnings(Layer... layers) {
        Network<double[]> network = Network.doubles(1, 3, layers);
        try (Trainer<double[]> trainer =
                Trainer.of(network).backend(Backend.named("scalar")).build()) {
            return trainer.warnings();
        }
    }

    @Test
    void equalWeightsAroundAHiddenLayerNameItAndItsUnits() {
        assertThat(warnings(same(3, Activation.TANH), same(1, Activation.IDENTITY)))
                .singleElement()
                .asString()
                .contains("layer 1", "units 0, 1, 2", "never separate");
        assertThat(warnings(same(2, Activation.SOFTMAX), same(4, Activation.RELU), same(2, Activation.IDENTITY)))
                .hasSize(2)
                .satisfiesExactly(
                        first -> assertThat(first).contains("layer 1", "units 0, 1 "),
                        second -> assertThat(second).contains("layer 2", "units 0, 1, 2, 3"));
    }

    @Test
    void onlyTheUnitsThatAreAlikeAreNamed() {
        Layer first = Layer.dense(4, Activation.TANH).weights(Initializer.values(1, 2, 1, 2, 1, 2, 1, 2, 1, 2, 1, 2));
        Layer second = Layer.dense(1, Activation.IDENTITY).weights(Initializer.values(7, 8, 7, 8));
        assertThat(warnings(first, second))
                .satisfiesExactlyInAnyOrder(
                        one -> assertThat(one).contains("layer 1", "units 0, 2 "),
                        other -> assertThat(other).contains("layer 1", "units 1, 3 "));
    }

    @Test
    void manyUnitsAreCounted() {
        assertThat(warnings(same(100, Activation.TANH), same(1, Activation.IDENTITY)))
                .singleElement()
                .asString()
                .contains("units 0, 1, 2, 3, 4, 5, 6, 7 and 92 more");
    }

    /** Equal on both sides, or they will separate: by their inputs, by their biases or by their error signals. */
    @Test
    void aDifferenceOnEitherSideIsEnough() {
        assertThat(warnings(distinct(3), same(1, Activation.IDENTITY))).isEmpty();
        assertThat(warnings(same(3, Activation.TANH), distinct(1))).isEmpty();
        Layer biased = Layer.dense(3, Activation.TANH).weights(SAME).biases(Initializer.values(1, 2, 3));
        assertThat(warnings(biased, same(1, Activation.IDENTITY))).isEmpty();
        assertThat(warnings(distinct(3), distinct(1))).isEmpty();
    }

    @Test
    void neverOneUnitOrAnOutputLayer() {
        assertThat(warnings(same(1, Activation.TANH), same(1, Activation.IDENTITY)))
                .isEmpty();
        assertThat(warnings(same(5, Activation.SOFTMAX))).isEmpty();
        assertThat(warnings(same(1, Activation.TANH), same(4, Activation.SOFTMAX)))
                .isEmpty();
    }

    /** A sum adds values that differ from unit to unit. */
    @Test
    void notAcrossTheSumOfAResidualBlock() {
        assertThat(warnings(Layer.residual(same(3, Activation.TANH)), same(1, Activation.IDENTITY)))
                .isEmpty();
        assertThat(warnings(same(3, Activation.TANH), Layer.residual(distinct(3))))
                .isEmpty();
        assertThat(warnings(Layer.residual(same(4, Activation.TANH), same(3, Activation.TANH))))
                .as("a layer inside the chain is hidden like any other")
                .singleElement()
                .asString()
                .contains("layer 1", "units 0, 1, 2, 3");
    }

    /** A row-wise function of the user's may treat each unit in its own way. */
    @Test
    void notBehindAUsersRowwiseActivation() {
        assertThat(warnings(same(3, Examples.RUNNING_SUM), same(1, Activation.IDENTITY)))
                .isEmpty();
    }

    /** Whether the warning is true: what it names stays equal over training, and what it doesn't comes apart. */
    @EverySetting
    <A> void whatIsNamedStaysEqual(Setting<A> setting) {
        Network<A> alike = setting.network(1, 3, same(3, Activation.TANH), same(1, Activation.IDENTITY));
        Network<A> different = setting.network(1, 3, same(3, Activation.TANH), distinct(1));
        for (Network<A> network : List.of(alike, different)) {
            try (Trainer<A> trainer = setting.trainer(network).build()) {
                trainer.fit(setting.precision().data(Examples.normal(1, 20, 3), Examples.normal(2, 20, 1)));
            }
        }
        assertThat(Arrays.stream(alike.parametersAsDoubles(), 0, 3).distinct().count())
                .isEqualTo(1);
        assertThat(Arrays.stream(different.parametersAsDoubles(), 0, 3)
                        .distinct()
                        .count())
                .isEqualTo(3);
    }
}
