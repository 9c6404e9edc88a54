// SPDX-License-Identifier: Apache-2.0

package dev.hadamard;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hadamard.data.RowFileWriter;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A service runs for a while, its trainers and predictors come and go: no torn snapshot, no thread left behind, no heap
 * that grows. {@code -Dhadamard.soak=600} runs it for so many seconds.
 */
class SoakTest {

    private static final int SECONDS = Integer.getInteger("hadamard.soak", 15);
    private static final Pattern ROUND = Pattern.compile("round (\\d+) heap (\\d+) threads (\\d+)");

    /**
     * Of classes, caches and histograms of the JVM that are still filled while it runs: a leak of 12 KB a round shows.
     */
    private static final long SLACK_BYTES = 256 << 10;

    @TempDir
    Path directory;

    @Test
    void nothingIsTornAndNothingPilesUp() throws IOException, InterruptedException {
        Path rows = directory.resolve("rows");
        RowFileWriter.write(
                rows, Precision.FLOAT.data(Examples.normal(1, 300, 12), Examples.labels(2, 300, 3), 3), List.of());
        ChildJvm.Output output = new ChildJvm()
                .flags("--add-modules=jdk.incubator.vector", "-Xmx128m")
                .limit(SECONDS + 120L)
                .run(SoakProbe.class, rows.toString(), String.valueOf(SECONDS));

        List<Long> heap = new ArrayList<>();
        for (String line : output.out()) {
            Matcher round = ROUND.matcher(line);
            if (round.matches()) {
                heap.add(Long.parseLong(round.group(2)));
                assertThat(round.group(3)).as("threads left after %s", line).isEqualTo("0");
            }
        }
        assertThat(heap).hasSizeGreaterThan(SECONDS / 2);
        // By then the JVM has compiled and loaded what it will need.
        long early = median(heap.subList(heap.size() / 3, 2 * heap.size() / 3));
        long late = median(heap.subList(2 * heap.size() / 3, heap.size()));
        assertThat(late).as("heap in use by rounds: %s", heap).isLessThan(early + SLACK_BYTES);
        String done = output.out().get(output.out().size() - 1);
        Matcher numbers = Pattern.compile("trainers (\\d+) predictors (\\d+) snapshots (\\d+) answers (\\d+)")
                .matcher(done);
        assertThat(numbers.matches()).as(done).isTrue();
        for (int i = 1; i <= 4; i++) {
            assertThat(Long.parseLong(numbers.group(i))).as(done).isGreaterThan(SECONDS);
        }
        System.out.println("soak of " + SECONDS + " s: " + done + "; heap " + early + " then " + late + " bytes");
    }

    private static long median(List<Long> values) {
        return values.stream().sorted().skip(values.size() / 2).findFirst().orElseThrow();
    }
}
