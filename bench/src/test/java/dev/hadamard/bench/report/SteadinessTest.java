// SPDX-License-Identifier: Apache-2.0

package dev.hadamard.bench.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class SteadinessTest {

    private static final Optional<Calibration> QUIET = Optional.of(new Calibration(10, 0.01));

    @Test
    void noiseIsTheMiddleFourFifths() {
        double[] times = IntStream.rangeClosed(1, 101).mapToDouble(i -> i).toArray();
        times[100] = 1e9; // one in a hundred does not matter
        Calibration loop = Calibration.of(times);
        assertThat(loop.milliseconds()).isEqualTo(51);
        assertThat(loop.noise()).isEqualTo(80 / 51.0, within(1e-12));
        assertThat(loop).hasToString("noise 156.9 %");
    }

    @Test
    void theLoopTakesTime() {
        Calibration loop = Calibration.run();
        assertThat(loop.milliseconds()).isGreaterThan(0.5); // three million dependent steps
        assertThat(loop.noise()).isNotNegative();
    }

    @Test
    void aQuietMachineHasNoWarning() {
        assertThat(new Steadiness(QUIET, QUIET).warnings()).isEmpty();
        assertThat(new Steadiness(QUIET, QUIET)).hasToString("noise 1.0 % before, 1.0 % after");
        assertThat(new Steadiness(Optional.empty(), Optional.empty()).warnings())
                .isEmpty();
    }

    @Test
    void whatDisturbsIsSaid() {
        Optional<Calibration> noisy = Optional.of(new Calibration(10, 0.3));
        assertThat(new Steadiness(noisy, QUIET).warnings())
                .singleElement()
                .asString()
                .contains("unsteady before")
                .contains("30 %");
        Optional<Calibration> slower = Optional.of(new Calibration(12, 0.01));
        assertThat(new Steadiness(QUIET, slower).warnings())
                .singleElement()
                .asString()
                .contains("+20 %");
        assertThat(new Steadiness(QUIET, Optional.empty()).warnings())
                .singleElement()
                .asString()
                .contains("not come to its end");
    }
}
