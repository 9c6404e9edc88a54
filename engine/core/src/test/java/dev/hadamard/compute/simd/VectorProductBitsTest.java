// SPDX-License-Identifier: Apache-2.0

package dev.hadamard.compute.simd;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hadamard.ChildJvm;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The bits of products in JVMs of other vector widths and other compilers, whose tiles have other shapes. */
class VectorProductBitsTest {

    /** Enough for C2 to compile the kernels. */
    private static final int ROUNDS = 60;

    @ParameterizedTest
    @CsvSource({
        "-XX:TieredStopAtLevel=1, 1, 16",
        "-XX:MaxVectorSize=16, " + ROUNDS + ", 4",
        "-XX:MaxVectorSize=32, " + ROUNDS + ", 8",
        "-XX:UseAVX=2, " + ROUNDS + ", 8",
        "-XX:MaxVectorSize=64, " + ROUNDS + ", 16"
    })
    void areTheSameUnder(String flag, int rounds, int mostLanes) throws Exception {
        List<String> out = new ChildJvm()
                .flags("--add-modules=jdk.incubator.vector", "-XX:+IgnoreUnrecognizedVMOptions", flag)
                .run(VectorProductBits.class, Integer.toString(rounds))
                .out();
        assertThat(after(VectorProductBits.LANES, out))
                .singleElement()
                .satisfies(lanes -> assertThat(Integer.parseInt(lanes)).isLessThanOrEqualTo(mostLanes));
        assertThat(after(VectorProductBits.BITS, out))
                .hasSize(rounds)
                .containsOnly(Long.toString(VectorProductBits.hash()));
    }

    private static List<String> after(String label, List<String> lines) {
        return lines.stream()
                .filter(line -> line.startsWith(label))
                .map(line -> line.substring(label.length()))
                .toList();
    }
}
