// SPDX-License-Identifier: Apache-2.0

package dev.hadamard;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hadamard.verify.GradientCheck;
import dev.hadamard.verify.GradientReport;
import dev.hadamard.verify.OracleCheck;
import dev.hadamard.verify.OracleReport;
import java.util.Map;
import java.util.function.Function;

/**
 * Networks by their names, each to be checked against the reference and finite differences. Those whose name ends in
 * "at the end" have outputs for squared errors, all others for cross-entropy.
 *
 * @param setting what computes
 * @param structures layers by the network's name
 * @param network makes a network of layers
 * @param x inputs
 * @param y targets
 * @param <A> {@code float[]} or {@code double[]}
 */
record StructureChecks<A>(
        Setting<A> setting,
        Map<String, Layer[]> structures,
        Function<Layer[], Network<A>> network,
        double[][] x,
        double[][] y) {

    private static Loss loss(String structure) {
        return structure.endsWith("at the end") ? Loss.halfSquaredError() : Loss.crossEntropy();
    }

    /** Five steps by one thread and by two; returns how many were checked. */
    int againstTheReference(Optimizer optimizer) {
        int checked = 0;
        for (Map.Entry<String, Layer[]> structure : structures.entrySet()) {
            for (int threads : new int[] {1, 2}) {
                OracleReport report = OracleCheck.of(
                                network.apply(structure.getValue()), loss(structure.getKey()), optimizer)
                        .backend(setting.backend())
                        .threads(threads)
                        .steps(5)
                        .check(x, y);
                assertThat(report.agrees())
                        .as("%s: %s", structure.getKey(), report)
                        .isTrue();
                assertThat(report.rowsLeftOut()).isZero();
                checked++;
            }
        }
        return checked;
    }

    /** Every parameter's derivative; returns how many networks were checked. */
    int againstDifferences() {
        int checked = 0;
        for (Map.Entry<String, Layer[]> structure : structures.entrySet()) {
            Network<A> made = network.apply(structure.getValue());
            GradientReport report = GradientCheck.of(made, loss(structure.getKey()))
                    .backend(setting.backend())
                    .everyParameter()
                    .check(x, y);
            assertThat(report.agrees()).as("%s: %s", structure.getKey(), report).isTrue();
            assertThat(report.with(GradientReport.Verdict.AGREES)).hasSize(made.parameterCount());
            checked++;
        }
        return checked;
    }
}
