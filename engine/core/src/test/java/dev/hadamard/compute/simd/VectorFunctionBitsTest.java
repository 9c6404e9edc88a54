// SPDX-License-Identifier: Apache-2.0

package dev.hadamard.compute.simd;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hadamard.ChildJvm;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The bits of the vector functions in JVMs of other vector widths and other compilers. */
class VectorFunctionBitsTest {

    /** Enough for C2 to compile every function, and to run for a while what it made. */
    private static final int ROUNDS = 400;

    private static final String WIDTH = "-XX:MaxVectorSize=";

    /** Where no function is ever compiled to vector instructions, the last for want of a fused multiply-add. */
    private static final List<String> COLD = List.of("-Xint", "-XX:TieredStopAtLevel=1", "-XX:UseAVX=1");

    @ParameterizedTest
    @ValueSource(
            strings = {
                "-Xint",
                "-XX:TieredStopAtLevel=1",
                "-XX:MaxVectorSize=16",
                "-XX:MaxVectorSize=32",
                "-XX:UseAVX=2",
                "-XX:UseAVX=1"
            })
    void areTheSameUnder(String flag) throws Exception {
        int rounds = COLD.contains(flag) ? 1 : ROUNDS;
        List<String> out = new ChildJvm()
                .flags("--add-modules=jdk.incubator.vector", "-XX:+IgnoreUnrecognizedVMOptions", flag)
                .run(VectorFunctionBits.class, Integer.toString(rounds))
                .out();
        assertThat(after(VectorFunctionBits.LANES, out)).singleElement().satisfies(lanes -> {
            if (flag.startsWith(WIDTH)) {
                int bytes = Integer.parseInt(flag.substring(WIDTH.length()));
                assertThat(Integer.parseInt(lanes)).isLessThanOrEqualTo(bytes / Float.BYTES);
            }
        });
        assertThat(after(VectorFunctionBits.BITS, out))
                .hasSize(rounds)
                .containsOnly(Long.toString(VectorFunctionBits.hash()));
    }

    private static List<String> after(String label, List<String> lines) {
        return lines.stream()
                .filter(line -> line.startsWith(label))
                .map(line -> line.substring(label.length()))
                .toList();
    }
}
