// SPDX-License-Identifier: Apache-2.0

package dev.hadamard;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Steps and predictions of every optimiser and structure allocate nothing; {@link AllocationProbe} measures it. */
class AllocationTest {

    @ParameterizedTest
    @ValueSource(strings = {"scalar", "simd", "netlib-java", "netlib-native"})
    void stepsAndPredictionsAllocateNothing(String backend) throws IOException, InterruptedException {
        assertThat(probe(backend))
                .containsExactly(
                        "nothing allocated: " + backend + ", float", "nothing allocated: " + backend + ", double");
    }

    private static List<String> probe(String backend) throws IOException, InterruptedException {
        return new ChildJvm()
                .flags("--add-modules=jdk.incubator.vector")
                .run(AllocationProbe.class, backend)
                .out();
    }
}
