// SPDX-License-Identifier: Apache-2.0

package dev.hadamard.data;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NumbersTest {

    @ParameterizedTest
    @ValueSource(strings = {"0", "-0", "+7", "12.5", ".5", "5.", "1e3", "1E-3", "-1.5e+30", "007", "1e999"})
    void decimalsAreNumbers(String text) {
        assertThat(Numbers.isNumber(text)).isTrue();
        assertThat(Double.parseDouble(text)).isNotNaN();
        assertThat(Numbers.isName(text)).isFalse();
    }

    /** The first five are numbers to {@link Double#parseDouble}. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "1d", "1f", "0x1p3", " 1", "NaN", "", "-", "+", ".", "e3", "1e", "1e+", "1.2.3", "1,5", "--1", "1 2",
                "١", "a"
            })
    void otherTextsAreNot(String text) {
        assertThat(Numbers.isNumber(text)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"nan", "NaN", "-nan", "inf", "+Inf", "-Infinity", "INFINITY"})
    void someTextsAreNonFinite(String text) {
        assertThat(Numbers.isNonFinite(text)).isTrue();
        assertThat(Numbers.isNumber(text)).isFalse();
        assertThat(Numbers.isName(text)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "?", "NA", "n/a", "null", "None", "-"})
    void marksOfMissingValuesAreNoNames(String text) {
        assertThat(Numbers.isName(text)).isFalse();
        assertThat(Numbers.isNonFinite(text)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"x", "x1", "petal width", "1st", "infant", "nanometres", "größe"})
    void namesAreNames(String text) {
        assertThat(Numbers.isName(text)).isTrue();
    }
}
