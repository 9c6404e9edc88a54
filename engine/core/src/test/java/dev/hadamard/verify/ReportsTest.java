// SPDX-License-Identifier: Apache-2.0

package dev.hadamard.verify;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hadamard.ParameterRange;
import dev.hadamard.verify.GradientReport.Parameter;
import dev.hadamard.verify.GradientReport.Verdict;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What people read, to the letter. */
class ReportsTest {

    private static final ParameterRange RANGE = new ParameterRange(2, ParameterRange.Kind.WEIGHTS, 0, 4, 4);

    private static List<Parameter> parameters(Verdict verdict, int count) {
        return IntStream.range(0, count)
                .mapToObj(i -> new Parameter(RANGE, i / 4, i % 4, 1, 1 + i / 16.0, i / 16.0, verdict))
                .toList();
    }

    private static GradientReport report(int differ, int kinks, int agree) {
        List<Parameter> all = new ArrayList<>(parameters(Verdict.DIFFERS, differ));
        all.addAll(parameters(Verdict.NOT_DIFFERENTIABLE, kinks));
        all.addAll(parameters(Verdict.AGREES, agree));
        return new GradientReport(all, 1e-6);
    }

    @Test
    void gradientReports() {
        assertThat(report(0, 0, 3).toString())
                .isEqualTo("3 gradients checked: 0 differ, 0 not differentiable here, 3 agree to 1.0E-6");
        List<String> lines = report(12, 2, 3).toString().lines().toList();
        assertThat(lines).hasSize(12);
        assertThat(lines.get(0))
                .isEqualTo("17 gradients checked: 12 differ, 2 not differentiable here, 3 agree to 1.0E-6");
        assertThat(lines.get(1))
                .isEqualTo("  layer 2, dW2[2,3]: gradient 1.00000000, difference quotient 1.68750000, apart 0.69 of the"
                        + " tensor's largest: DIFFERS");
        assertThat(lines.get(11)).isEqualTo("  and 2 more");
        assertThat(report(10, 0, 0).toString().lines()).hasSize(11).noneMatch(line -> line.contains("more"));
        assertThat(report(0, 2, 1).toString().lines()).hasSize(3).anyMatch(line -> line.endsWith("NOT_DIFFERENTIABLE"));
        assertThat(report(0, 2, 1).agrees()).isTrue();
        assertThat(report(0, 2, 0).agrees()).isFalse();
        assertThat(report(1, 0, 9).agrees()).isFalse();
        assertThat(report(12, 2, 3).worst(2)).extracting(Parameter::column).containsExactly(3, 2);
    }

    private static TensorDifference tensor(String name, int step, double relative, boolean agrees) {
        return new TensorDifference(step, 1, name, 0, 0, 1, 1, relative, 1, agrees);
    }

    @Test
    void oracleReports() {
        OracleReport fine = new OracleReport(
                List.of(tensor("A1", 1, 0.25, true), tensor("A1", 2, 0.5, true), tensor("W1", 1, 0.75, true)), 3, 8);
        assertThat(fine.worst()).extracting(TensorDifference::tensor).containsExactly("W1", "A1");
        assertThat(fine.worst()).extracting(TensorDifference::step).containsExactly(1, 2);
        assertThat(fine.agrees()).isTrue();
        List<String> lines = fine.toString().lines().toList();
        assertThat(lines.get(0))
                .isEqualTo("3 tensors compared with the reference, 0 differ; 3 of 8 rows left out at kinks");
        assertThat(lines).hasSize(3);
        assertThat(lines.get(1)).startsWith("  step 1, layer 1, W1");
        List<TensorDifference> many = new ArrayList<>(Collections.nCopies(10, tensor("A1", 1, 0.5, false)));
        many.add(tensor("W1", 1, 0.75, true));
        assertThat(new OracleReport(many, 0, 8).toString().lines())
                .hasSize(11)
                .noneMatch(line -> line.contains("W1") || line.contains("more"));
        many.add(tensor("W1", 1, 0.75, false));
        many.add(tensor("W1", 2, 0.75, false));
        assertThat(new OracleReport(many, 0, 8).toString().lines())
                .hasSize(12)
                .last()
                .isEqualTo("  and 2 more");
    }

    private static GoldenTrace trace(double cost, double gradientNorm, double norm, long hash) {
        GoldenTrace.Step step = new GoldenTrace.Step(cost, List.of(gradientNorm, 2.0), List.of(norm, 4.0), hash);
        return new GoldenTrace("net", "here", List.of("W1", "b1"), List.of(step));
    }

    private static List<String> compared(GoldenTrace actual, double relative) {
        return TraceComparison.of(trace(8, 1, 16, 5), actual, TraceTolerance.relative(relative))
                .toString()
                .lines()
                .toList();
    }

    @Test
    void traceComparisons() {
        assertThat(compared(trace(8, 1, 16, 5), 0)).containsExactly("as the golden trace");
        assertThat(compared(trace(10, 1, 16, 5), 0.125))
                .containsExactly(
                        "not as the golden trace",
                        "  they part at step 1: cost is 10.0000000, was 8.00000000, apart 0.25 (allowed 0.13)",
                        "  golden: here; now: here");
        assertThat(compared(trace(8, 1.5, 24, 5), 0.125))
                .containsExactly(
                        "not as the golden trace",
                        "  they part at step 1, layer 1: norm of dW1 is 1.50000000, was 1.00000000, apart 0.50 (allowed"
                                + " 0.13)",
                        "  then step 1, layer 1: norm of W1 is 24.0000000, was 16.0000000, apart 0.50 (allowed 0.13)",
                        "  golden: here; now: here");
        assertThat(compared(trace(9, 1.125, 18, 5), 0.125)).containsExactly("as the golden trace");
        assertThat(compared(trace(Double.NaN, 1, 16, 5), 0.5)).hasSize(3);
    }

    @Test
    void longTraceComparisonsAreCut() {
        List<GoldenTrace.Step> golden = new ArrayList<>();
        List<GoldenTrace.Step> actual = new ArrayList<>();
        for (int i = 0; i < 13; i++) {
            golden.add(new GoldenTrace.Step(1, List.of(), List.of(), 0));
            actual.add(new GoldenTrace.Step(i < 11 ? 2 : 1, List.of(), List.of(), 0));
        }
        GoldenTrace was = new GoldenTrace("net", "here", List.of(), golden);
        TraceTolerance tolerance = TraceTolerance.relative(0.5);
        assertThat(TraceComparison.of(was, new GoldenTrace("net", "here", List.of(), actual), tolerance)
                        .toString()
                        .lines())
                .hasSize(13)
                .noneMatch(line -> line.contains("more"));
        actual.set(12, new GoldenTrace.Step(2, List.of(), List.of(), 0));
        actual.set(11, actual.get(12));
        assertThat(TraceComparison.of(was, new GoldenTrace("net", "there", List.of(), actual), tolerance)
                        .toString()
                        .lines()
                        .skip(12))
                .containsExactly("  and 2 more", "  golden: here; now: there");
    }
}
