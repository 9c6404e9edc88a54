// SPDX-License-Identifier: Apache-2.0

package dev.hadamard.spark;

import java.util.Arrays;
import java.util.List;

/** Measurements of the adapter on executors in JVMs of their own. DESIGN.md has the commands and what came out. */
public final class Measure {

    private Measure() {}

    /**
     * Measures and prints.
     *
     * @param args against-spark, mnist or rounds, then its arguments
     * @throws Exception if that can't be done
     */
    public static void main(String[] args) throws Exception {
        List<String> rest = Arrays.asList(args).subList(Math.min(1, args.length), args.length);
        switch (args.length == 0 ? "" : args[0]) {
            case "against-spark" -> AgainstSpark.run(rest);
            case "mnist" -> MnistRuns.run(rest);
            case "rounds" -> RoundCosts.run(rest);
            default ->
                throw new IllegalArgumentException(
                        "against-spark evaluations|loss ROWS DIRECTORY|- VARIANTS…, mnist DIRECTORY, or rounds EXECUTORS…");
        }
    }
}
