// SPDX-License-Identifier: Apache-2.0

package dev.hadamard;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A training process is killed by SIGKILL at random moments, again and again, until it gets to its end: every
 * checkpoint that it left can be loaded, and its weights are those of a training that was left in peace.
 * {@code -Dhadamard.kills=50} kills so many processes.
 */
class KillTest {

    private static final int KILLS = Integer.getInteger("hadamard.kills", 10);
    private static final long LONGEST_LIFE_MICROS = 250_000;
    private static final int MOST_LIVES = 1000;

    @TempDir
    Path directory;

    private int kills;
    private int checked;

    @Test
    void killedTrainingEndsWithTheSameWeights() throws IOException, InterruptedException {
        Random random = new Random(KILLS);
        for (int seed = 1; kills < KILLS; seed++) {
            String expected = KillProbe.train(null, seed);
            Path run = directory.resolve("run" + seed);
            String result = null;
            for (int life = 0; result == null; life++) {
                assertThat(life).as("lives of one training").isLessThan(MOST_LIVES);
                result = live(run, seed, (long) (random.nextDouble() * LONGEST_LIFE_MICROS));
                check(run);
            }
            assertThat(result).isEqualTo(expected);
        }
        assertThat(kills).isGreaterThanOrEqualTo(KILLS);
        assertThat(checked).isGreaterThanOrEqualTo(KILLS);
    }

    /** One life of the process; its result, or null if it was killed before. */
    private String live(Path run, int seed, long micros) throws IOException, InterruptedException {
        Process process = new ChildJvm()
                .flags("-XX:TieredStopAtLevel=1", "-Xshare:auto")
                .start(KillProbe.class, run.toString(), String.valueOf(seed));
        try (BufferedReader out = process.inputReader()) {
            String line = out.readLine();
            if (KillProbe.TRAINING.equals(line)) {
                TimeUnit.MICROSECONDS.sleep(micros);
                process.toHandle().destroyForcibly(); // Process.destroyForcibly would close the stream
                line = out.readLine();
            }
            int exit = process.waitFor();
            if (line != null && line.contains("steps")) {
                return line;
            }
            assertThat(exit).as("killed by SIGKILL").isIn(128 + 9, 1);
            kills++;
            return null;
        } finally {
            process.destroyForcibly();
        }
    }

    /** Whatever is there under a checkpoint's name can be loaded. */
    private void check(Path run) throws IOException {
        if (Files.isDirectory(run)) {
            try (Stream<Path> files = Files.list(run)) {
                List<Path> checkpoints = files.filter(
                                file -> file.getFileName().toString().startsWith("checkpoint-"))
                        .toList();
                for (Path checkpoint : checkpoints) {
                    assertThat(Network.loadFloats(checkpoint).inputs()).isEqualTo(6);
                    checked++;
                }
            }
        }
    }
}
